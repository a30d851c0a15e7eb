"""Who may see which record, and the frames' types and order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.errors import ConfigError
from schemas.tables import TABLES
from staging.accounts import store_status
from staging.receipt import Receipt
from staging.records import load_records
from staging.store import Store

CODES = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")


@pytest.fixture
def filled(
    take: Callable[..., Receipt],
    store: Store,
    record: Callable[..., dict[str, Any]],
    ndjson: Callable[..., bytes],
) -> Store:
    made = [
        record(f"{code}-{len(partners)}", handling=code, releasable_to=partners)
        for code in CODES
        for partners in ([], ["UNODC"], ["UNODC", "US-CBP"])
    ]
    take("a.ndjson", ndjson(*made))
    return store


def may_see(recipient: str | None, handling: str, released: int) -> bool:
    """The contract's rule, written plainly."""
    if recipient is None or recipient == "MX-INM" or handling in {"CLEAR", "GREEN"}:
        return True
    return handling != "RED" and recipient in ("UNODC", "US-CBP")[:released]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipient=st.sampled_from([None, "MX-INM", "UNODC", "US-CBP", "IOM"]))
def test_partner_sees_what_the_contract_says_and_no_row_more(filled: Store, recipient: str | None) -> None:
    tables = load_records(filled, recipient=recipient)
    expected = sorted(
        f"{code}-{count}" for code in CODES for count in range(3) if may_see(recipient, code, count)
    )
    assert tables["cases"]["record_id"].to_list() == expected
    for name in ("persons", "identifiers"):
        assert sorted(tables[name]["record_id"].unique()) == expected


def test_loaded_frames_are_as_the_models_say(filled: Store) -> None:
    for name, frame in load_records(filled).items():
        wanted = {column: str(field.dtype) for column, field in TABLES[name].to_schema().columns.items()}
        assert {column: str(dtype) for column, dtype in frame.schema.items()} == wanted
        TABLES[name].validate(frame)


def test_refuses_a_malformed_partner_code(filled: Store) -> None:
    with pytest.raises(ConfigError, match="no partner code"):
        load_records(filled, recipient="x' or 1=1")


def test_status_counts(filled: Store) -> None:
    status = store_status(filled).row(0, named=True)
    assert (status["delivery_count"], status["current_count"], status["person_row_count"]) == (1, 15, 30)
