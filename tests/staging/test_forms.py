"""The same records in every accepted form end in the same staged records."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from staging.accounts import load_quarantine, load_warnings
from staging.intake import IntakePolicy, ingest_delivery
from staging.landing import DeliveryPath
from staging.readers.limits import Limits
from staging.receipt import Receipt
from staging.records import load_records, staging_basis
from staging.store import Store, open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
AGENCY = "US-CBP"


def flat_tables(records: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Nested records as flat tables."""
    children = ("persons", "identifiers")
    key = ("agency", "record_id", "revision")
    tables: dict[str, list[dict[str, Any]]] = {
        "cases": [{name: value for name, value in one.items() if name not in children} for one in records]
    }
    for table in children:
        tables[table] = [{k: one[k] for k in key} | row for one in records for row in one[table]]
    return tables


def text(value: object) -> object:
    return "|".join(map(str, value)) if isinstance(value, list) else value


def write_csv(rows: list[dict[str, Any]], delimiter: str, encoding: str) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(
        buffer, list(dict.fromkeys(key for row in rows for key in row)), delimiter=delimiter
    )
    writer.writeheader()
    writer.writerows({key: text(value) for key, value in row.items()} for row in rows)
    return buffer.getvalue().encode(encoding)


@pytest.fixture
def records(record: Callable[..., dict[str, Any]]) -> list[dict[str, Any]]:
    narrative = 'Dijo: "sí",\nluego; calló\ty más'
    made = [
        record(f"0{number}", agency=AGENCY, lat=25.5, lon=-100.25, migrants_count=12) for number in range(3)
    ]
    return [one | {"narrative": narrative, "fee_amount": 1200} for one in made]


def stage(path: Path, round_records: int = 50_000) -> str:
    with open_store(Path(":memory:")) as store:
        delivery = DeliveryPath(AGENCY, f"{AGENCY}/{path.name}", path)
        policy = IntakePolicy(round_records=round_records, keep_archive=False)
        ingest_delivery(store, delivery, received_at=NOW, policy=policy)
        assert load_quarantine(store).rows() == []
        return staging_basis(store)


@pytest.fixture
def basis(records: list[dict[str, Any]], tmp_path: Path) -> str:
    path = tmp_path / "plain.ndjson"
    path.write_text("\n".join(json.dumps(one) for one in records), encoding="utf-8")
    return stage(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_folder(
    records: list[dict[str, Any]], basis: str, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    folder = tmp_path / "flat"
    folder.mkdir()
    for name, rows in flat_tables(records).items():
        (folder / f"{name}.csv").write_bytes(write_csv(rows, delimiter, encoding))
    (folder / "README.txt").write_text("hello", encoding="utf-8")
    assert stage(folder) == basis


def test_file_that_is_no_table_is_reported(records: list[dict[str, Any]], tmp_path: Path) -> None:
    folder = tmp_path / "flat"
    folder.mkdir()
    (folder / "cases.csv").write_bytes(write_csv(flat_tables(records)["cases"], ",", "utf-8"))
    (folder / "notes.txt").write_text("hello", encoding="utf-8")
    with open_store(Path(":memory:")) as store:
        policy = IntakePolicy(keep_archive=False)
        ingest_delivery(store, DeliveryPath(AGENCY, "x", folder), received_at=NOW, policy=policy)
        assert load_warnings(store).select("check", "row").rows() == [("ignored_file", 0)]
        assert "flat/notes.txt" in load_warnings(store)["message"][0]


def test_flat_tables_in_rounds_are_as_in_one(
    records: list[dict[str, Any]], basis: str, tmp_path: Path
) -> None:
    folder = tmp_path / "flat"
    folder.mkdir()
    for name, rows in flat_tables(records).items():
        (folder / f"{name}.csv").write_bytes(write_csv(rows, ",", "utf-8"))
    assert stage(folder, round_records=1) == basis


def test_zip_with_a_folder_in_it(records: list[dict[str, Any]], basis: str, tmp_path: Path) -> None:
    path = tmp_path / "flat.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in flat_tables(records).items():
            archive.writestr(f"export/{name}.csv", write_csv(rows, ",", "utf-8"))
        archive.writestr("__MACOSX/._cases.csv", b"\x00\x05")
    assert stage(path) == basis


def test_workbook_with_typed_cells(records: list[dict[str, Any]], basis: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet("Read me").write(0, 0, "hello")
        for name, rows in flat_tables(records).items():
            sheet = book.add_worksheet(name.capitalize())
            header = list(dict.fromkeys(key for row in rows for key in row))
            sheet.write_row(0, 0, header)
            for at, row in enumerate(rows, start=1):
                for column, key in enumerate(header):
                    value = text(row.get(key))
                    if key == "incident_start_date":
                        sheet.write_datetime(at, column, date.fromisoformat(str(value)), day)
                    elif key == "record_id":
                        sheet.write_string(at, column, str(value))
                    else:
                        sheet.write(at, column, value)
    assert stage(path) == basis


def test_parquet_folder_with_typed_columns(records: list[dict[str, Any]], basis: str, tmp_path: Path) -> None:
    folder = tmp_path / "columns"
    folder.mkdir()
    for name, rows in flat_tables(records).items():
        frame = pl.DataFrame(rows, infer_schema_length=None)
        if name == "cases":
            frame = frame.with_columns(
                pl.col("reported_at").str.to_datetime(time_zone="UTC"),
                pl.col("incident_start_date").str.to_date(),
                pl.col("migrants_count").cast(pl.Float64),
                pl.col("releasable_to").cast(pl.List(pl.String)),
                pl.col("handling").cast(pl.Categorical),
            )
        frame.write_parquet(folder / f"{name}.parquet")
    assert stage(folder) == basis


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "a.jsonl.gz", "a.ndjson"])
def test_json_array_gzip_and_byte_order_mark(
    records: list[dict[str, Any]], basis: str, tmp_path: Path, name: str
) -> None:
    lines = "\r\n".join(json.dumps(one, ensure_ascii=False) for one in records)
    content = (
        json.dumps(records, indent=2)
        if Path(name.removesuffix(".gz")).suffix == ".json"
        else "\ufeff" + lines
    )
    path = tmp_path / name
    raw = content.encode()
    path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    assert stage(path) == basis


def test_chunks_are_one_delivery(records: list[dict[str, Any]], basis: str, tmp_path: Path) -> None:
    path = tmp_path / "plain.ndjson"
    with open_store(Path(":memory:")) as store:
        policy = IntakePolicy(limits=Limits(chunk_records=1), keep_archive=False)
        ingest_delivery(store, DeliveryPath(AGENCY, "x", path), received_at=NOW, policy=policy)
        assert staging_basis(store) == basis
        assert load_records(store)["cases"].height == len(records)


@pytest.fixture
def archive(store: Store) -> Path:
    return store.path.with_name(store.path.name + ".archive")


def test_raw_delivery_is_archived_by_its_hash(
    take: Callable[..., Receipt],
    archive: Path,
    record: Callable[..., dict[str, Any]],
    ndjson: Callable[..., bytes],
) -> None:
    content = ndjson(record())
    receipt = take("a.ndjson", content)
    copies = [path for path in archive.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in copies] == [content]
    assert copies[0].parent.name[:16] == receipt.delivery_id[2:]


def test_unknown_column_is_reported_once(
    take: Callable[..., Receipt],
    store: Store,
    record: Callable[..., dict[str, Any]],
    ndjson: Callable[..., bytes],
) -> None:
    take("a.ndjson", ndjson(record(mood="bad"), record("R-2", mood="good")))
    warnings = load_warnings(store).filter(pl.col("check") == "unknown_column")
    assert warnings.select("table", "row", "column").rows() == [("cases", 0, "mood")]


def test_guessed_encoding_is_reported(tmp_path: Path, records: list[dict[str, Any]]) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(write_csv(flat_tables(records)["cases"], ",", "cp1252"))
    with open_store(Path(":memory:")) as store:
        policy = IntakePolicy(keep_archive=False)
        ingest_delivery(store, DeliveryPath(AGENCY, "x", path), received_at=NOW, policy=policy)
        assert load_warnings(store)["check"].to_list().count("encoding_guessed") == 1
