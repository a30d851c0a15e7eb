"""Rows that are whole, who may deliver them, and what is said of a row that fails."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.errors import DeliveryError
from schemas.tables import TABLES
from schemas.tables.spec import table_columns
from tests.schemas.deliveries import CASE, GOOD, PERSON, validate_changed, validate_rows


def test_a_good_record_is_accepted_without_remark() -> None:
    verdict = validate_rows({name: [row] for name, row in GOOD.items()})
    assert verdict.failures.is_empty()
    assert verdict.warnings.is_empty()
    assert all(rows.height == 1 for rows in verdict.accepted.values())


def test_accepted_tables_are_typed_as_their_models_say() -> None:
    verdict = validate_rows({"cases": [CASE]})
    for table in TABLES:
        schema = dict(verdict.accepted[table].schema)
        assert schema.pop("row_no") == pl.Int64
        assert schema == {name: spec.dtype for name, spec in table_columns(table).items()}


def test_the_message_says_where_what_and_what_else() -> None:
    verdict = validate_changed("cases", incident_start_date="31/02/2024")
    place = "cases.csv, row 1, column incident_start_date"
    expected = f"{place}: found '31/02/2024', expected a real date written YYYY-MM-DD."
    assert verdict.failures.filter(pl.col("table") == "cases")["message"].to_list() == [expected]


def test_the_raw_row_is_kept_with_every_failure() -> None:
    verdict = validate_changed("persons", status="suspect")
    assert '"status": "suspect"' in verdict.failures.filter(pl.col("table") == "persons")["raw"][0]


def test_a_delivery_without_cases_is_refused_whole() -> None:
    with pytest.raises(DeliveryError) as refused:
        validate_rows({"persons": [PERSON]})
    assert refused.value.check == "missing_table"


def test_an_agency_may_deliver_for_another_that_its_dialect_names() -> None:
    case = {**CASE, "agency": "MX-GN"}
    assert validate_rows({"cases": [case]}).quarantined["cases"] == 1
    assert validate_rows({"cases": [case]}, delivers_for=frozenset({"MX-GN"})).quarantined["cases"] == 0


def test_defaults_are_filled_in() -> None:
    accepted = validate_rows({"cases": [CASE]}).accepted["cases"]
    columns = ("revision", "retracted", "transport_modes", "releasable_to")
    assert accepted.select(columns).rows() == [(1, False, [], [])]
