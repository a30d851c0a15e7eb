"""Whatever comes in: nothing is lost, nothing is counted twice, and the same input gives the same verdict."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from schemas.tables import TABLES
from schemas.tables.spec import table_columns
from tests.schemas.deliveries import CASE, GOOD, checks_of, validate_rows

# Shrinking a whole delivery takes minutes and says little more than the first example.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "0", "1", "-1", "2025-03-01", "31/02/2024", "MX", "AMBER", "R-1", "[]", '["a', "é|;x"]
    ),
    st.text(max_size=12),
)


@st.composite
def deliveries(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = {"cases": draw(st.lists(st.just(CASE), max_size=3))}
    for name in draw(st.sets(st.sampled_from(sorted(TABLES)))):
        tables[name] = [dict(GOOD[name]) for _ in range(draw(st.integers(0, 4)))]
    for name, rows in tables.items():
        columns = st.sampled_from(sorted(table_columns(name)))
        tables[name] = [{**row, **draw(st.dictionaries(columns, CELLS, max_size=3))} for row in rows]
    return tables


@settings(max_examples=24, deadline=None, phases=PHASES)
@given(deliveries())
def test_received_is_accepted_plus_quarantined(tables: dict[str, list[dict[str, Any]]]) -> None:
    verdict = validate_rows(tables)
    for name in TABLES:
        received = len(tables.get(name, []))
        failed = verdict.failures.filter(pl.col("table") == name)["row"].n_unique()
        assert verdict.received[name] == received
        assert verdict.accepted[name].height + verdict.quarantined[name] == received
        assert verdict.quarantined[name] == failed
        assert bool(checks_of(verdict, name)) == (failed > 0)


@settings(max_examples=12, deadline=None, phases=PHASES)
@given(deliveries())
def test_the_same_delivery_gives_the_same_verdict(tables: dict[str, list[dict[str, Any]]]) -> None:
    first, second = validate_rows(tables), validate_rows(tables)
    assert first.failures.equals(second.failures)
    assert first.warnings.equals(second.warnings)
    assert all(first.accepted[name].equals(second.accepted[name]) for name in TABLES)


@settings(max_examples=12, deadline=None, phases=PHASES)
@given(deliveries())
def test_accepted_rows_pass_their_own_model_and_belong_to_an_accepted_case(
    tables: dict[str, list[dict[str, Any]]],
) -> None:
    accepted = validate_rows(tables).accepted
    keys = accepted["cases"].select("agency", "record_id", "revision")
    for name, model in TABLES.items():
        model.validate(accepted[name], lazy=True)
        assert accepted[name].join(keys, on=keys.columns, how="anti").is_empty()
