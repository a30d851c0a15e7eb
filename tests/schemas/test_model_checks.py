"""The fused check and the model itself give the same findings, whatever the cells hold."""

from __future__ import annotations

import polars as pl
import pytest

from schemas import model_checks
from schemas.findings import POSITION
from schemas.model_checks import FUSED, check_model
from schemas.tables import TABLES
from schemas.tables.spec import table_columns

CELLS: dict[str, list[object]] = {
    "String": [None, "", "MX", "MX-INM", "R-1", "x" * 1_001, "x" * 201, "unknown", "AMBER", "\n", "mx-inm\n"],
    "Int64": [None, -1, 0, 1, 1899, 1900, 2101, 10**17],
    "Float64": [None, -180.5, -90.0, 0.0, 90.0, 180.0, 180.5, 1e300],
}


def _frame(table: str) -> pl.DataFrame:
    """Every column through its cells, out of step with each other."""
    columns = {}
    for turn, (name, spec) in enumerate(table_columns(table).items()):
        cells = CELLS.get(spec.type_name, [None])
        columns[name] = pl.Series(name, [cells[(row + turn) % len(cells)] for row in range(60)], spec.dtype)
    return pl.DataFrame(columns).with_row_index(POSITION)


@pytest.mark.parametrize("table", sorted(TABLES))
def test_findings_are_those_of_the_whole_model(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = _frame(table)
    fused = check_model(table, frame)
    assert fused.height > 0
    one_by_one = _judge_every_cell(table, frame, monkeypatch)
    order = [POSITION, "column", "check", "expected"]
    assert fused.sort(order).equals(one_by_one.sort(order))


def _judge_every_cell(table: str, frame: pl.DataFrame, monkeypatch: pytest.MonkeyPatch) -> pl.DataFrame:
    def judge(name: str, chunk: pl.DataFrame) -> pl.DataFrame:
        return model_checks._judge(name, chunk, list(table_columns(name)))

    monkeypatch.setattr(model_checks, "_check_chunk", judge)
    return model_checks.check_model(table, frame)


def test_every_check_of_the_models_is_fused() -> None:
    names = {
        str(check.name) for table in TABLES for spec in table_columns(table).values() for check in spec.checks
    }
    assert names == set(FUSED)
