"""The partners' deliveries: as committed, in the words of their dialects, with everything that goes wrong."""

import gzip
import json
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import schemas.dialects
from sample_data.breakage import BREAKS
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


def test_every_kind_of_broken_row_comes_up(generated: Path) -> None:
    lines: list[dict[str, Any]] = []
    for path in sorted((generated / "deliveries" / "MX-FGR").glob("*.ndjson.gz")):
        lines += [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    found = json.dumps(lines)
    assert len(BREAKS) > 20
    assert "31/02/2024" in found or "2093-05-14" in found


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
