"""The exported tables keep the contract's form, are the same bytes each time, and name nobody protected."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from reports.tables import COLUMNS, collect_tables, export_tables, table_frames
from schemas.errors import ConfigError, TramaError
from tests.reports.network_factory import World, make_hostile, make_world


def _export(world: World, out: Path, format: str = "parquet") -> list[Path]:
    return export_tables(table_frames(world.network), world.ledger, world.quarantine, out, format=format)  # type: ignore[arg-type]


def test_all_nine_tables_begin_with_the_contracts_columns(tmp_path: Path) -> None:
    files = _export(make_world(), tmp_path)
    assert [file.stem for file in files] == list(COLUMNS)
    for file in files:
        assert tuple(pl.read_parquet(file).columns[: len(COLUMNS[file.stem])]) == COLUMNS[file.stem]


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_shuffled_rows_give_the_same_bytes(tmp_path: Path, format: str) -> None:
    world = make_world()
    frames = {
        name: getattr(world.network, name).sample(fraction=1.0, shuffle=True, seed=3)
        for name in COLUMNS
        if name not in ("quarantine", "ledger")
    }
    shuffled = replace(world, network=replace(world.network, **frames), quarantine=world.quarantine.reverse())
    for first, second in zip(
        _export(world, tmp_path / "a", format), _export(shuffled, tmp_path / "b", format), strict=True
    ):
        assert first.read_bytes() == second.read_bytes(), first.name


def test_a_protected_persons_label_is_null_even_when_the_network_carries_one() -> None:
    world = make_world()
    leaky = world.network.entities.with_columns(
        pl.lit("SECRETNAME").alias("label"), pl.lit("SECRETNAME").alias("value_text")
    )
    entities = collect_tables(
        {**table_frames(world.network), "entities": leaky}, world.ledger, world.quarantine
    )["entities"]
    hidden = entities.filter(pl.col("status").is_in(["smuggled_migrant", "witness", "victim", "both"]))
    assert hidden.height == 18
    assert hidden["label"].null_count() == hidden["value_text"].null_count() == 18
    assert entities["label"].null_count() == 18


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_no_name_or_narrative_is_in_any_byte(tmp_path: Path, format: str) -> None:
    for file in _export(make_world(), tmp_path, format):
        frame = pl.read_parquet(file) if format == "parquet" else pl.read_csv(file, infer_schema=False)
        assert "SECRETNAME" not in frame.write_json()
        assert "NARRATIVE" not in frame.write_json()


def test_quarantine_messages_keep_what_was_found_only_in_harmless_columns() -> None:
    world = make_world()
    messages = dict(
        collect_tables(table_frames(world.network), world.ledger, world.quarantine)["quarantine"]
        .select("column", "message")
        .iter_rows()
    )
    assert "31/02/2024" in messages["birth_date"]
    assert "SECRETNAME" not in messages["given_names"]
    assert "row 7" in messages["given_names"]


def test_a_whole_bad_row_is_not_repeated_in_its_message() -> None:
    world = make_world()
    bad = world.quarantine.with_columns(
        pl.lit(None, pl.String).alias("column"),
        pl.lit("a;SECRETNAME;[").alias("found"),
        pl.lit("row 3: found 'a;SECRETNAME;['").alias("message"),
    )
    messages = collect_tables(table_frames(world.network), world.ledger, bad)["quarantine"]["message"]
    assert messages.to_list() == ["row 3: found '…'"] * 2


def test_csv_joins_lists_and_holds_no_control_character(tmp_path: Path) -> None:
    _export(make_hostile(make_world()), tmp_path, "csv")
    text = (tmp_path / "links.csv").read_text(encoding="utf-8")
    assert "\x0b" not in text
    _export(make_world(), tmp_path, "csv")
    with (tmp_path / "cluster_summary.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["agencies"] == "CA-RCMP|GT-PNC|MX-INM"


def test_empty_network_still_gives_all_tables(tmp_path: Path) -> None:
    world = make_world()
    empty = {
        name: getattr(world.network, name).clear() for name in COLUMNS if name not in ("quarantine", "ledger")
    }
    files = export_tables(
        table_frames(replace(world.network, **empty)),
        world.ledger.clear(),
        world.quarantine.clear(),
        tmp_path,
    )
    assert len(files) == 9


def test_a_missing_column_writes_nothing(tmp_path: Path) -> None:
    world = make_world()
    network = replace(world.network, links=world.network.links.drop("stage"))
    with pytest.raises(TramaError, match="links lacks stage"):
        export_tables(table_frames(network), world.ledger, world.quarantine, tmp_path)
    assert not list(tmp_path.iterdir())


def test_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        _export(make_world(), tmp_path, "xml")
