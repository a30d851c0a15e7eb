"""Numbers that lost digits: what the row keeps, what the clerk is told."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from schemas.validate import Validation, validate_tables
from tests.schemas.deliveries import (
    AS_OF,
    CASE,
    KEY,
    checks_of,
    table_of,
    validate_changed,
    warnings_of,
)

LONG = "712935627915824000"


def _validate_long(table: str, row: dict[str, str], *columns: str, **renamed: str) -> Validation:
    """A delivery with one row of a table, long numbers in some of its columns."""
    rows = {"cases": [dict(CASE)]} | {table: [row]}
    raw = {name: table_of(name, each) for name, each in rows.items()}
    long = pl.Series("rounded", [list(columns)], pl.List(pl.String))
    frame = raw[table].frame.with_columns(long)
    raw[table] = replace(raw[table], frame=frame, rounding="it was rounded", headers=renamed)
    return validate_tables(raw, deliverer="MX-INM", delivers_for=frozenset(), as_of=AS_OF)


def test_a_rounded_number_stays_with_unknown_digits_marked_and_a_warning() -> None:
    row = {**KEY, "kind": "bank_account", "value": LONG}
    verdict = _validate_long("identifiers", row, "Valor", value="Valor")
    assert verdict.accepted["identifiers"]["value"].to_list() == ["712935627915824???"]
    assert verdict.warnings["check"].to_list() == ["lost_digits"]
    message = verdict.warnings["message"][0]
    assert message.startswith(
        f"identifiers.csv, row 1, column Valor (value): found '{LONG}', expected all its"
    )
    assert "it was rounded; until then it is not compared with others" in message


def test_the_same_digits_as_text_are_whole() -> None:
    verdict = _validate_long("identifiers", {**KEY, "kind": "bank_account", "value": LONG}, "platform")
    assert verdict.accepted["identifiers"]["value"].to_list() == [LONG]
    assert verdict.warnings.is_empty()


def test_a_long_amount_is_a_number_and_no_identifier() -> None:
    verdict = _validate_long("payments", {**KEY, "amount": "1000000000000000"}, "amount")
    assert verdict.accepted["payments"]["amount"].to_list() == [1e15]
    assert verdict.warnings.is_empty()


@pytest.mark.parametrize("value", ["7.12936E+17", "7,1E+17", "5.25512e11"])
def test_exponent_form_is_kept_as_written_with_a_warning(value: str) -> None:
    verdict = validate_changed("identifiers", value=value)
    assert warnings_of(verdict, "identifiers") == {("value", "lost_digits")}
    assert verdict.accepted["identifiers"]["value"].to_list() == [value]


@pytest.mark.parametrize("number", ["2.0231E+16", "20231112000000010"])
def test_a_record_without_its_whole_number_is_quarantined(number: str) -> None:
    verdict = _validate_long("cases", {**CASE, "record_id": number}, "record_id")
    assert checks_of(verdict, "cases") == {("record_id", "lost_digits")}
    assert "compared" not in verdict.failures["message"][0]
