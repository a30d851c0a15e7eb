"""Every bad delivery ends in quarantine with a reason that names file and place, and harms no other."""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from staging.accounts import load_deliveries, load_ledger, load_quarantine
from staging.intake import IntakePolicy
from staging.readers.limits import Limits
from staging.receipt import Receipt
from staging.store import Store

Take = Callable[..., Receipt]
Record = Callable[..., dict[str, Any]]
Ndjson = Callable[..., bytes]


def _zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def _claim_size(archive: bytes, size: int) -> bytes:
    """The same zip, its directory claiming another unpacked size for the only member."""
    at = archive.index(b"PK\x01\x02")
    return archive[: at + 24] + size.to_bytes(4, "little") + archive[at + 28 :]


def _workbook(**sheets: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return buffer.getvalue()


CSV = b"agency,record_id\nMX-INM,R-1\n"
ENCRYPTED = bytearray(_zip(**{"cases.csv": CSV}))
ENCRYPTED[6] |= 1
ENCRYPTED[bytes(ENCRYPTED).index(b"PK\x01\x02") + 8] |= 1

UNREADABLE: list[tuple[str, bytes, str]] = [
    ("broken.zip", b"PK\x03\x04 and then nothing", "broken_zip"),
    ("cut.zip", _zip(**{"cases.csv": CSV * 500})[:-40], "broken_zip"),
    ("junk.ndjson", bytes(range(256)) * 40, "not_json"),
    ("word.ndjson", b"hello\nworld\n", "not_json"),
    ("broken.json", b'[{"agency": "MX-INM"}, {"agency"', "not_json"),
    ("empty.ndjson", b"", "empty"),
    ("blank.ndjson", b"\n \n\n", "empty"),
    ("zero.zip", b"", "empty"),
    ("utf16.ndjson", '{"agency": 1}'.encode("utf-16") + b"\x00", "wrong_encoding"),
    ("broken.ndjson.gz", b"\x1f\x8b nothing", "broken_gzip"),
    ("cut.ndjson.gz", gzip.compress(b'{"agency": "MX-INM"}\n' * 900)[:-12], "broken_gzip"),
    ("crypt.zip", bytes(ENCRYPTED), "encrypted_zip"),
    ("climb.zip", _zip(**{"..__cases.csv": CSV}), "unsafe_path"),
    ("nested.zip", _zip(**{"cases.zip": _zip(**{"cases.csv": CSV})}), "nested_archive"),
    ("nocases.zip", _zip(**{"persons.csv": CSV}), "missing_table"),
    ("bytes.zip", _zip(**{"cases.csv": CSV + b"MX-INM,R\x81\n"}), "wrong_encoding"),
    ("nul.zip", _zip(**{"cases.csv": b"agency\x00,record_id\n"}), "wrong_encoding"),
    ("twice.zip", _zip(**{"cases.csv": b"agency,agency\nMX-INM,MX-INM\n"}), "bad_header"),
    ("nosheet.xlsx", _workbook(persons=[["agency", "record_id"], ["MX-INM", "R-1"]]), "missing_table"),
    ("broken.xlsx", b"not a workbook", "broken_zip"),
    ("hollow.xlsx", _zip(**{"readme": b"x"}), "broken_workbook"),
    ("cases.parquet", b"PAR1 nothing PAR1", "broken_parquet"),
    ("letter.docx", b"Dear colleagues", "unknown_form"),
]


@pytest.mark.parametrize("bad", UNREADABLE, ids=[case[0] for case in UNREADABLE])
def test_unreadable_delivery_is_quarantined_whole_and_the_next_is_taken(
    bad: tuple[str, bytes, str], take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    name, content, check = bad
    receipt = take(name, content)
    assert (receipt.status, receipt.check) == ("unreadable", check)
    row = load_quarantine(store).row(0, named=True)
    assert (row["table"], row["row"], row["check"], row["agency"]) == ("delivery", 0, check, "MX-INM")
    assert name in row["message"]
    assert load_ledger(store).select("table", "received", "quarantined").rows() == [("delivery", 1, 1)]
    assert load_deliveries(store)["status"].to_list() == ["unreadable"]
    assert take("good.ndjson", ndjson(record())).accepted["cases"] == 1
    assert take(name if check == "empty" else "again-" + name, content).status == "seen"


def test_zip_of_ten_gigabytes_is_refused_at_once(take: Take) -> None:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    buffer = io.BytesIO()
    block = bytes(1024 * 1024)
    packed = b"".join(compressor.compress(block) for _ in range(64)) + compressor.flush()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(160):  # 160 x 64 MB, each about 64 kB packed
            info = zipfile.ZipInfo(f"cases{part}.csv")
            info.compress_type, info.file_size, info.compress_size = (
                zipfile.ZIP_DEFLATED,
                64 * 1024**2,
                len(packed),
            )
            info.CRC = 0
            info.header_offset = buffer.tell()
            buffer.write(info.FileHeader() + packed)
            archive.filelist.append(info)
            archive.NameToInfo[info.filename] = info
        archive.start_dir = buffer.tell()
        archive._didModify = True  # type: ignore[attr-defined]
    started = time.monotonic()
    receipt = take("bomb.zip", buffer.getvalue())
    assert receipt.check == "zip_bomb"
    assert time.monotonic() - started < 2


def test_zip_that_lies_about_its_size_is_refused_while_it_is_unpacked(take: Take) -> None:
    receipt = take("liar.zip", _claim_size(_zip(**{"cases.csv": bytes(40 * 1024**2)}), 100))
    assert receipt.status == "unreadable"
    assert receipt.check in {"zip_bomb", "broken_zip"}


def test_gzip_bomb_is_refused(take: Take) -> None:
    receipt = take("bomb.ndjson.gz", gzip.compress(bytes(64 * 1024**2)))
    assert receipt.check == "zip_bomb"


def test_line_with_a_string_of_50_mb_is_quarantined_alone(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    long = json.dumps(record("R-2", narrative="x" * 50_000_000)).encode() + b"\n"
    receipt = take("long.ndjson", ndjson(record("R-1")) + long + ndjson(record("R-3")))
    assert (receipt.received["cases"], receipt.accepted["cases"], receipt.quarantined["cases"]) == (3, 2, 1)
    row = load_quarantine(store).row(0, named=True)
    assert (row["row"], row["check"]) == (2, "line_too_long")
    assert len(row["raw"]) < 10_000


@pytest.mark.parametrize(
    "bad",
    [
        (b'{"agency": NaN}', "invalid_json"),
        (b'{"agency": "MX-INM"', "invalid_json"),
        (b'["a", "b"]', "not_an_object"),
        (b"17", "not_an_object"),
        (b'{"agency": "\xe9"}', "not_utf8"),
        (b'{"agency": "\x00"}', "nul_byte"),
        (b'{"agency": ' + b"[" * 5000 + b"]" * 5000 + b"}", "nested_too_deep"),
        (b'{"record_id": "A", "record_id": "B"}', "duplicate_key"),
        (b'{"a" : {"b": 1, "b" : 2}}', "duplicate_key"),
        (b'{"agency": "\\ud800"}', "invalid_json"),
    ],
)
def test_bad_line_costs_itself_alone(
    bad: tuple[bytes, str], take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    line, check = bad
    receipt = take("mixed.ndjson", ndjson(record("R-1")) + line + b"\n" + ndjson(record("R-2")))
    assert (receipt.received["cases"], receipt.accepted["cases"], receipt.quarantined["cases"]) == (3, 2, 1)
    row = load_quarantine(store).row(0, named=True)
    assert (row["table"], row["row"], row["check"], row["source"]) == ("cases", 2, check, "mixed.ndjson")
    assert "mixed.ndjson, line 2, row 2: " in row["message"]
    assert row["raw"]


def test_child_that_is_no_object_goes_alone_and_leaves_the_record_incomplete(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    receipt = take("kids.ndjson", ndjson(record(vehicles={"plate": "A"}, places=[{"name": "x"}, 7])))
    assert receipt.accepted == {"cases": 1, "persons": 2, "identifiers": 1, "places": 1}
    assert receipt.quarantined["vehicles"] == 1
    assert receipt.quarantined["places"] == 1
    checks = load_quarantine(store).sort("table")["check"].to_list()
    assert checks == ["child_not_an_object", "child_list_not_a_list"]
    assert store.query("select_versions")["incomplete"].to_list() == [True]


def test_impossible_date_is_quarantined_with_what_was_found(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    take("dates.ndjson", ndjson(record(incident_start_date="31/02/2024"), record("R-2")))
    row = load_quarantine(store).filter(pl.col("table") == "cases").row(0, named=True)
    assert (row["row"], row["column"], row["found"]) == (1, "incident_start_date", "31/02/2024")
    assert json.loads(row["raw"])["record_id"] == "R-1"


def test_csv_with_ragged_row_and_unclosed_quote_loses_those_rows_alone(take: Take, store: Store) -> None:
    head = "agency,record_id,reported_at,incident_start_date,handling,narrative\n"
    good = "MX-INM,R-{0},2023-12-01T00:00:00Z,2023-11-28,GREEN,{1}\n"
    text = (
        head
        + good.format(1, '"two\nlines, ""quoted"""')
        + "MX-INM,R-2,2023-12-01T00:00:00Z\n"
        + good.format(3, '"never closed')
        + good.format(4, '"closed"')
        + good.format(5, "")
    )
    receipt = take("flat.zip", _zip(**{"cases.csv": text.encode()}))
    assert (receipt.received["cases"], receipt.accepted["cases"], receipt.quarantined["cases"]) == (5, 3, 2)
    rows = load_quarantine(store).sort("row").select("row", "check", "message").rows()
    assert [(row[0], row[1]) for row in rows] == [(2, "ragged_row"), (3, "unclosed_quote")]
    assert "cases.csv, line 4, row 2: " in rows[0][2]
    assert "cases.csv, line 5, row 3: " in rows[1][2]


def test_array_larger_than_may_be_held_is_refused(take: Take, record: Record) -> None:
    policy = IntakePolicy(limits=Limits(whole_file_bytes=100))
    assert take("big.json", json.dumps([record()]).encode(), policy).check == "too_large"


def test_two_empty_files_of_one_agency_are_two_broken_deliveries(take: Take, store: Store) -> None:
    names = ("a.ndjson", "b.csv")
    assert [take(name, b"").status for name in names] == ["unreadable"] * 2
    assert [take(name, b"").status for name in names] == ["seen"] * 2
    assert len(set(load_deliveries(store)["delivery_id"])) == 2
