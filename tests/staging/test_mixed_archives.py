"""What partners put beside the records: the records are read, and what was not read is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from staging.accounts import load_quarantine, load_warnings
from staging.intake import IntakePolicy, ingest_delivery
from staging.landing import DeliveryPath, find_deliveries
from staging.receipt import Receipt
from staging.records import load_records
from staging.store import Store
from tests.staging.conftest import NOW, make_record, to_ndjson

Take = Callable[..., Receipt]
Files = dict[str, bytes]

TOLD = ["README.txt", "letter.pdf"]
BESIDE: Files = dict.fromkeys(TOLD, b"Dear colleagues")
LEFT_BEHIND: Files = dict.fromkeys(
    ["__MACOSX/._a.ndjson", ".DS_Store", "Thumbs.db", "desktop.ini"], b"\x00\x05"
)
JSON: Files = {"a.ndjson": to_ndjson(make_record("R-1")), "b.json": to_ndjson(make_record("R-2"))}
FLAT: Files = {
    "cases.csv": b"agency,record_id,reported_at,incident_start_date,handling\n"
    b"MX-INM,R-1,2023-12-01T00:00:00Z,2023-11-28,GREEN\n"
    b"MX-INM,R-2,2023-12-01T00:00:00Z,2023-11-28,GREEN\n",
    "persons.csv": b"agency,record_id,status\nMX-INM,R-1,witness\n",
}


def zipped(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def inside(files: Files) -> Files:
    return {f"export/{name}": content for name, content in files.items()}


def record_ids(store: Store) -> list[Any]:
    return load_records(store)["cases"]["record_id"].to_list()


def not_read(store: Store) -> list[Any]:
    told = load_warnings(store)
    assert set(told["check"]) <= {"ignored_file"}
    return sorted(told["message"].str.extract("^(.*) is no table of the contract; it was not read$"))


@pytest.mark.parametrize("records", [JSON, FLAT], ids=["json", "csv"])
@pytest.mark.parametrize("wrap", [dict, inside], ids=["plain", "in a folder"])
def test_an_archive_is_read_and_what_lies_beside_the_records_is_told(
    take: Take, store: Store, records: Files, wrap: Callable[[Files], Files]
) -> None:
    receipt = take("a.zip", zipped(wrap(records | BESIDE | {"Thumbs.db": b""}) | LEFT_BEHIND))
    assert receipt.status == "staged"
    assert record_ids(store) == ["R-1", "R-2"]
    assert not_read(store) == [f"a.zip/{name}" for name in TOLD]
    assert load_quarantine(store).is_empty()


@pytest.mark.parametrize("records", [JSON, FLAT], ids=["json", "csv"])
def test_what_lies_beside_the_only_folder_of_an_archive_is_told(
    take: Take, store: Store, records: Files
) -> None:
    take("a.zip", zipped(inside(records) | BESIDE | LEFT_BEHIND))
    assert record_ids(store) == ["R-1", "R-2"]
    assert not_read(store) == [f"a.zip/{name}" for name in TOLD]


def test_what_an_operating_system_leaves_behind_is_no_delivery_and_needs_no_remark(
    take: Take, store: Store
) -> None:
    assert take("a.zip", zipped(JSON | LEFT_BEHIND)).status == "staged"
    assert not_read(store) == []


def test_in_a_folder_of_the_landing_folder_it_is_the_same(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "MX-INM" / "march"
    folder.mkdir(parents=True)
    for name, content in (FLAT | BESIDE).items():
        (folder / name).write_bytes(content)
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store"):
        (folder / name).write_bytes(b"\x00")
        (folder.parent / name).write_bytes(b"\x00")
    (found,) = find_deliveries(tmp_path)
    assert found == DeliveryPath("MX-INM", "MX-INM/march", folder)
    ingest_delivery(store, found, received_at=NOW, policy=IntakePolicy(keep_archive=False))
    assert record_ids(store) == ["R-1", "R-2"]
    assert not_read(store) == [f"march/{name}" for name in TOLD]


@pytest.mark.parametrize("files", [BESIDE, {"persons.csv": FLAT["persons.csv"]} | JSON])
def test_an_archive_without_case_records_or_of_tables_without_cases_is_refused_whole(
    take: Take, store: Store, files: Files
) -> None:
    assert take("a.zip", zipped(files)).check == "missing_table"
    assert record_ids(store) == []
