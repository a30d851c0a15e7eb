"""Whatever is delivered, broken rows, rejects, duplicates and conflicts included, the ledger adds up."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from staging.accounts import load_ledger, load_quarantine
from staging.intake import IntakePolicy, ingest_delivery
from staging.landing import DeliveryPath
from staging.readers.limits import Limits
from staging.records import load_versions
from staging.store import open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
POLICY = IntakePolicy(limits=Limits(chunk_records=2), keep_archive=False)
PERSON = st.sampled_from(
    [{"status": "unknown"}, {"status": "nonsense"}, {"person_no": 1, "status": "witness"}, "no object", None]
)
LINE = st.one_of(
    st.builds(
        lambda number, revision, changes: json.dumps(
            {
                "agency": "MX-INM",
                "record_id": f"R-{number}",
                "revision": revision,
                "reported_at": "2023-12-01T20:38:00Z",
                "incident_start_date": "2023-11-28",
                "handling": "GREEN",
                **changes,
            }
        ),
        st.integers(1, 3),
        st.integers(1, 2),
        st.fixed_dictionaries(
            {},
            optional={
                "municipality": st.sampled_from(["A", "B"]),
                "handling": st.just("PINK"),
                "lat": st.just(0),
                "retracted": st.booleans(),
                "persons": st.one_of(st.just("no list"), st.lists(PERSON, max_size=3)),
                "calls": st.lists(st.just({"caller": "1", "channel": "smoke"}), max_size=2),
            },
        ),
    ),
    st.sampled_from(["{broken", "[]", '{"agency": 1, "agency": 2}']),
)

KEPT = (
    '{"agency": "MX-INM", "record_id": "R-1", "revision": 1, "reported_at": "2023-12-01T20:38:00Z", '
    '"incident_start_date": "2023-11-28", "handling": "GREEN"}'
)
WITHDRAWN = KEPT.replace("}", ', "retracted": true}')


@example(deliveries=[[KEPT], [WITHDRAWN, WITHDRAWN]])
@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deliveries=st.lists(st.lists(LINE, min_size=1, max_size=5), min_size=1, max_size=3))
def test_received_is_accepted_quarantined_and_duplicates(tmp_path: Path, deliveries: list[list[str]]) -> None:
    with open_store(Path(":memory:")) as store:
        for number, lines in enumerate(deliveries):
            path = tmp_path / f"{number}.ndjson"
            path.write_text("\n".join(lines), encoding="utf-8")
            delivery = DeliveryPath("MX-INM", f"MX-INM/{path.name}", path)
            receipt = ingest_delivery(store, delivery, received_at=NOW, policy=POLICY)
            if receipt.status == "staged":
                _check_receipt(receipt.received, lines)
        ledger, quarantine = load_ledger(store), load_quarantine(store)
        added = ledger["accepted"] + ledger["quarantined"] + ledger["duplicates"]
        assert added.to_list() == ledger["received"].to_list()
        accepted = ledger.filter(pl.col("table") == "cases")["accepted"].sum()
        withdrawn = store.connection.execute("select count(*) from amendments where kind = 'withdrawn'")
        withdrawn_later = withdrawn.fetchall()[0][0]  # accepted under a number that was stored before
        assert load_versions(store).height + withdrawn_later == accepted
        lost = ledger.filter((pl.col("quarantined") > 0) & (pl.col("table") != "delivery"))
        named = quarantine.select("delivery_id", "table").unique()
        assert lost.join(named, on=["delivery_id", "table"], how="anti").is_empty()


def _check_receipt(received: dict[str, int], lines: list[str]) -> None:
    """Every line is a case row that was received, and every entry of a list is a row of its table."""
    assert received["cases"] == len(lines)
    records: list[dict[str, Any]] = [
        json.loads(line) for line in lines if '"record_id"' in line and line.endswith("}")
    ]
    listed = [record.get("persons", []) for record in records]
    expected = sum(len(persons) if isinstance(persons, list) else 1 for persons in listed)
    assert received.get("persons", 0) == expected
