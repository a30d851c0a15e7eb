"""A tiny archive of the POLE form becomes flat tables, and no row of it is lost."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest

from benchmarks.pole_convert import convert

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
    "relationships.CALLER": "50,30,CALLER\n",
    "relationships.CALLED": "50,31,CALLED\n",
}


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, pl.DataFrame]:
    archive = tmp_path / "pole.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for name, text in FILES.items():
            head = ":START_ID,:END_ID,:TYPE\n" if name.startswith("relationships") else ""
            target.writestr(f"crime-investigation.{name}.csv", head + text)
    folder = convert(archive, tmp_path / "landing")
    return {path.stem: pl.read_csv(path, infer_schema=False) for path in folder.glob("*.csv")}


def test_every_crime_person_and_call_is_a_case(tables: dict[str, pl.DataFrame]) -> None:
    assert sorted(tables["cases"]["record_id"]) == ["CALL-50", "CRIME-10", "CRIME-11", "PERSON-1", "PERSON-2"]


def test_dates_become_iso(tables: dict[str, pl.DataFrame]) -> None:
    dates = dict(tables["cases"].select("record_id", "incident_start_date").rows())
    assert (dates["CRIME-11"], dates["CALL-50"]) == ("2017-02-01", "2017-08-04")


def test_a_party_to_a_crime_keeps_the_number_that_tells_who_it_is(tables: dict[str, pl.DataFrame]) -> None:
    numbers = tables["identifiers"].filter(pl.col("kind") == "national_id")
    assert sorted(numbers.filter(pl.col("value") == "111-1")["record_id"]) == ["CRIME-10", "PERSON-1"]


def test_calls_carry_both_ends(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["calls"].select("caller", "callee").rows() == [("0-(070)893-3322", "5-(997)640-5104")]


def test_objects_that_are_no_vehicles_stay_out(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["vehicles"]["plate"].to_list() == ["RY52 APF"]
