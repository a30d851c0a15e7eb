"""The i2 files: one item a line, identities that resolve, labels without numbers, nothing hostile left."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from reports.formats.i2 import link_label, write_i2
from tests.reports.network_factory import World, make_hostile, make_world, view_of

BREAKS = '=1+1\r\n"a",\x0b\x85\u2028b 7'


def _write(world: World, out: Path) -> list[Path]:
    view = view_of(world)
    return write_i2(view, out)


def _broken() -> World:
    world = make_world()
    shown = pl.when(pl.col("label").is_not_null()).then(pl.lit(BREAKS)).alias("label")
    return replace(world, network=replace(world.network, entities=world.network.entities.with_columns(shown)))


@pytest.mark.parametrize("make", [make_world, lambda: make_hostile(make_world()), _broken])
def test_one_item_a_line_and_every_end_is_there(make: object, tmp_path: Path) -> None:
    assert callable(make)
    world = make()
    files, again = _write(world, tmp_path / "a"), _write(world, tmp_path / "b")
    assert [each.read_bytes() for each in files] == [each.read_bytes() for each in again]
    assert all(b"SECRETNAME" not in each.read_bytes() for each in files)
    found = []
    for path in files[:2]:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(text.splitlines()))
        assert len(text.splitlines()) == len(rows) + 1 > 1
        found.append(rows)
    known = {row["Identity"] for row in found[0]}
    assert len(known) == len(found[0])
    assert {row["From identity"] for row in found[1]} | {row["To identity"] for row in found[1]} <= known
    assert len({row["Link identity"] for row in found[1]}) == len(found[1])
    assert not any(letter.isdigit() for row in found[1] for letter in row["Label"])


def test_the_specification_names_every_column(tmp_path: Path) -> None:
    *tables, specification = _write(make_world(), tmp_path)
    text = specification.read_text(encoding="utf-8-sig")
    for path in tables:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        head = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        assert not [column for column in head if column not in text]


def test_a_link_label_is_words() -> None:
    assert link_label("uses_phone") == "uses phone"
    assert link_label("42") == "linked"
