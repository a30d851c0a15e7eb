"""A tiny archive of the POLE form."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

FILES = {
    "nodes.Crime": ":ID,date,:LABEL\n10,24/08/2017,Crime\n11,01/02/2017,Crime\n",
    "nodes.Location": ":ID,latitude:double,postcode,longitude:double,address,:LABEL\n"
    "20,53.5,WN3,-2.6,178 Polding Street,Location\n",
    "nodes.Person": ":ID,surname,nhs_no,name,age,:LABEL\n"
    "1,Hill,111-1,Ann,,Person\n2,Wood,222-2,Bob,,Person\n",
    "nodes.Phone": ":ID,phoneNo,:LABEL\n30,0-(070)893-3322,Phone\n31,5-(997)640-5104,Phone\n",
    "nodes.Email": ":ID,email_address,:LABEL\n40,a@example.org,Email\n",
    "nodes.PhoneCall": ":ID,call_duration,call_time,call_date,call_type,:LABEL\n"
    "50,38,00:32,04/08/2017,CALL,PhoneCall\n",
    "nodes.Vehicle": ":ID,model,reg,make,year,:LABEL\n60,4Runner,RY52 APF,Toyota,2005,Vehicle\n",
    "relationships.OCCURRED_AT": "10,20,OCCURRED_AT\n",
    "relationships.PARTY_TO": "1,10,PARTY_TO\n",
    "relationships.HAS_PHONE": "1,30,HAS_PHONE\n2,31,HAS_PHONE\n",
    "relationships.HAS_EMAIL": "1,40,HAS_EMAIL\n",
    "relationships.CURRENT_ADDRESS": "1,20,CURRENT_ADDRESS\n2,20,CURRENT_ADDRESS\n",
    "relationships.INVOLVED_IN": "60,10,INVOLVED_IN\n61,10,INVOLVED_IN\n",
    "relationships.KNOWS_PHONE": "1,2,KNOWS_PHONE\n",
    "relationships.KNOWS_LW": "2,1,KNOWS_LW\n",
    "relationships.CALLER": "50,30,CALLER\n",
    "relationships.CALLED": "50,31,CALLED\n",
}


@pytest.fixture
def pole_archive(tmp_path: Path) -> Path:
    archive = tmp_path / "pole.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for name, text in FILES.items():
            head = ":START_ID,:END_ID,:TYPE\n" if name.startswith("relationships") else ""
            target.writestr(f"crime-investigation.{name}.csv", head + text)
    return archive
