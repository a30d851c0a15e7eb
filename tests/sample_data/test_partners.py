"""The partners' deliveries: as committed, in the words of their dialects, with everything that goes wrong."""

import gzip
import json
import tomllib
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

import schemas.dialects
from sample_data.breakage import BREAKS, spoil_records
from sample_data.generate import main
from sample_data.partner_words import DIALECTS

COMMITTED = Path(__file__).parents[2] / "sample_data"


def read_content(path: Path) -> object:
    """What a file says, without how a library of some version compressed it."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if path.suffix == ".parquet":
        return pl.read_parquet(path).to_dicts()
    return b"cut off" if path.name == "envio-incompleto.zip" else data


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("partners")
    main(["--form", "partners", "--out", str(folder)])
    return folder


def test_what_is_committed_is_what_the_generator_writes(generated: Path) -> None:
    def listing(root: Path) -> dict[str, object]:
        files = [root / "truth.csv", *(root / "deliveries").rglob("*")]
        return {str(p.relative_to(root)): read_content(p) for p in files if p.is_file()}

    made, kept = listing(generated), listing(COMMITTED)
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


def test_six_partners_deliver(generated: Path) -> None:
    names = sorted(folder.name for folder in (generated / "deliveries").iterdir())
    assert names == ["CA-GRC", "GT-PNC", "MX-FGR", "MX-INM", "SV-FGR", "US-HSI"]


def test_the_sample_is_small_enough_to_keep() -> None:
    files = [path for path in (COMMITTED / "deliveries").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 6_000_000


def test_the_mexican_tables_are_cp1252_with_semicolons(generated: Path) -> None:
    path = generated / "deliveries" / "MX-INM" / "entrega-2023" / "expedientes.csv"
    header, first = path.read_bytes().decode("cp1252").splitlines()[:2]
    assert header.startswith("dependencia;folio;version")
    assert first.split(";")[5][2] == "/"


def test_the_border_agency_comes_with_the_mounties(generated: Path) -> None:
    paths = sorted((generated / "deliveries" / "CA-GRC").rglob("dossiers.csv"))
    text = "".join(path.read_bytes().decode("utf-16") for path in paths)
    assert "CA-ASFC\t" in text
    assert "CA-GRC\t" in text


def spoilable_record() -> dict[str, Any]:
    return {
        "agency": "MX-FGR",
        "record_id": "MX-FGR-2023-0000001",
        "revision": 1,
        "incident_start_date": "2023-05-06",
        "migrants_count": 9,
        "persons": [{"person_no": 1, "status": "facilitator"}, {"person_no": 2, "status": "witness"}],
        **{table: [] for table in ("identifiers", "payments", "legs", "places")},
    }


@pytest.mark.parametrize("kind", sorted(BREAKS))
def test_every_kind_of_break_changes_the_record_and_says_what_is_lost(kind: str) -> None:
    record = spoilable_record()
    lost = BREAKS[kind](record)
    assert record != spoilable_record()
    assert lost <= {1, 2}


def test_kinds_come_in_turn_so_that_each_comes_up() -> None:
    records = [spoilable_record() | {"record_id": f"R{number}"} for number in range(3000)]
    lost = spoil_records(Random(1), records)
    assert 0.02 < len(lost) / len(records) < 0.035
    assert len(lost) > len(BREAKS)
    assert sum(record["handling"] is None for record in records if "handling" in record) >= 2


def test_what_is_broken_is_not_in_the_truth(generated: Path) -> None:
    text = (generated / "truth.csv").read_text(encoding="utf-8")
    path = generated / "deliveries" / "MX-FGR" / "carpetas-2022.ndjson.gz"
    records = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    spoiled = [record for record in records if record["incident_start_date"] == "2093-05-14"]
    spoiled += [record for record in records if record["handling"] in (None, "SECRETO")]
    whole = [record for record in records if record not in spoiled and record["record_id"]]
    assert not any(f",{record['record_id']}," in text for record in spoiled)
    assert sum(f",{record['record_id']}," in text for record in whole) > 0.9 * len(whole)


@pytest.mark.parametrize("agency", sorted(DIALECTS))
def test_the_dialect_file_says_the_same_the_other_way_round(agency: str) -> None:
    words = DIALECTS[agency]
    path = Path(schemas.dialects.__file__).with_name(f"{agency}.toml")
    dialect = tomllib.loads(path.read_text(encoding="utf-8"))
    assert dialect["encoding"] == words["encoding"]
    assert dialect["delivers_for"] == words["delivers_for"]
    assert dialect["tables"] == {theirs: ours for ours, theirs in words["tables"].items()}
    known = dict(dialect["columns"])
    assert {theirs: ours for ours, theirs in words["columns"].items()}.items() <= known.items()
