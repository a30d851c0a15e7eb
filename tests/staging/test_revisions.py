"""Revisions, duplicates, conflicts, withdrawals: the books add up and the order does not matter."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.errors import ConfigError
from staging.accounts import load_ledger, load_quarantine, load_withdrawals
from staging.intake import IntakePolicy, ingest_delivery
from staging.landing import DeliveryPath
from staging.receipt import Receipt
from staging.records import load_records, load_versions, staging_basis
from staging.retraction import retract_record
from staging.store import Store, open_store
from tests.staging.conftest import make_record, to_ndjson

Take = Callable[..., Receipt]
Record = Callable[..., dict[str, Any]]
Ndjson = Callable[..., bytes]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def states(store: Store) -> list[tuple[int, str]]:
    return load_versions(store).select("revision", "state").rows()


def test_higher_revision_replaces_and_lower_one_is_history(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    take("2.ndjson", ndjson(record(revision=2, municipality="Two")))
    take("3.ndjson", ndjson(record(revision=3, municipality="Three", persons=[])))
    late = take("1.ndjson", ndjson(record(revision=1, municipality="One")))
    assert late.accepted == {"cases": 1, "persons": 2, "identifiers": 1}
    assert states(store) == [(1, "history"), (2, "history"), (3, "current")]
    records = load_records(store)
    assert records["cases"]["municipality"].to_list() == ["Three"]
    assert records["persons"].height == 0


def test_same_revision_twice_is_a_duplicate_whatever_the_form(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    take("a.ndjson", ndjson(record()))
    basis = staging_basis(store)
    array = take("b.json", json.dumps([record(), record()], indent=1).encode())
    assert array.duplicates == {"cases": 2, "persons": 4, "identifiers": 2}
    assert not any(array.accepted.values())
    assert staging_basis(store) == basis
    assert load_records(store)["persons"].height == 2


def test_same_revision_with_other_content_is_quarantined_with_its_rows(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    take("a.ndjson", ndjson(record(), record("R-2"), record("R-2", municipality="Other")))
    assert load_quarantine(store)["row"].to_list() == [3] * 4
    receipt = take("b.ndjson", ndjson(record(identifiers=[])))
    assert receipt.quarantined["cases"] == 1
    assert receipt.quarantined["persons"] == 2
    rows = load_quarantine(store).filter(pl.col("delivery_id") == receipt.delivery_id)
    assert rows["check"].unique().to_list() == ["revision_conflict"]
    case = rows.filter(pl.col("table") == "cases").row(0, named=True)
    assert json.loads(case["raw"]) == record(identifiers=[])
    assert "higher revision" in case["message"]
    assert case["message"].startswith("b.ndjson, row 1: revision 1 of MX-INM/R-1")
    person = rows.filter(pl.col("table") == "persons").row(1, named=True)
    assert person["message"].startswith("b.ndjson, row 1 (persons 2): its record MX-INM/R-1")
    assert rows["source"].unique().to_list() == ["b.ndjson"]
    assert load_records(store)["identifiers"].height == 2


def test_retraction_removes_content_and_keeps_the_note(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    take("a.ndjson", ndjson(record(), record("R-2")))
    take("b.ndjson", ndjson(record(revision=2, retracted=True)))
    assert load_records(store)["cases"]["record_id"].to_list() == ["R-2"]
    assert store.connection.execute("select count(*) from persons where record_id = 'R-1'").fetchone() == (0,)
    assert load_withdrawals(store).select("record_id", "up_to_revision").rows() == [("R-1", 2)]
    assert load_versions(store).filter(pl.col("record_id") == "R-1")["state"].to_list() == ["retracted"] * 2
    take("c.ndjson", ndjson(record(revision=3, municipality="Back")))
    assert load_records(store)["cases"]["municipality"].to_list() == ["Back", None]


def test_retraction_that_comes_first_holds(take: Take, store: Store, record: Record, ndjson: Ndjson) -> None:
    take("b.ndjson", ndjson(record(revision=2, retracted=True)))
    late = take("a.ndjson", ndjson(record(revision=1)))
    assert late.accepted["persons"] == 2
    assert load_records(store)["cases"].height == 0
    assert store.connection.execute("select count(*) from persons").fetchone() == (0,)


def test_withdrawal_by_command(take: Take, store: Store, record: Record, ndjson: Ndjson) -> None:
    take("a.ndjson", ndjson(record(revision=4), record("R-2")))
    assert retract_record(store, "MX-INM/R-1", withdrawn_at=NOW, reason="court order") == 4
    assert load_records(store)["cases"]["record_id"].to_list() == ["R-2"]
    assert load_withdrawals(store)["reason"].to_list() == ["court order"]


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("Q0", r"'Q0' names no record: write AGENCY/RECORD"),
        ("MX-INM", "write AGENCY/RECORD"),
        ("MX-INM/", "write AGENCY/RECORD"),
        ("mx-inm/R-1", "write AGENCY/RECORD"),
        ("MX-INM/R-9", "MX-INM/R-9: the store knows no such record; it has others of MX-INM"),
        ("GT-PNC/R-1", "GT-PNC/R-1: the store knows no such record, and none of GT-PNC"),
    ],
)
def test_a_withdrawal_of_no_record_says_what_is_wrong(key: str, told: str, take: Take, store: Store) -> None:
    take("a.ndjson", to_ndjson(make_record()))
    with pytest.raises(ConfigError, match=told):
        retract_record(store, key, withdrawn_at=NOW)
    assert load_withdrawals(store).is_empty()


def test_same_bytes_from_another_agency_are_another_delivery(
    store: Store, put: Callable[..., DeliveryPath], record: Record, ndjson: Ndjson
) -> None:
    content = ndjson(record())
    foreign = ingest_delivery(store, put("a.ndjson", content, "GT-PNC"), received_at=NOW)
    own = ingest_delivery(store, put("a.ndjson", content), received_at=NOW)
    assert foreign.quarantined["cases"] == 1
    assert own.accepted["cases"] == 1
    assert foreign.delivery_id != own.delivery_id


def _versions() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Versions of three records: content is a function of key and revision, so that there is no conflict."""
    pick = st.tuples(st.sampled_from(["R-1", "R-2", "R-3"]), st.integers(1, 4))
    return st.lists(pick, min_size=1, max_size=6).map(
        lambda picks: [
            {
                "agency": "MX-INM",
                "record_id": record_id,
                "revision": revision,
                "retracted": revision == int(record_id[-1]) + 1,
                "reported_at": "2023-12-01T20:38:00Z",
                "incident_start_date": "2023-11-28",
                "handling": "GREEN",
                "municipality": f"{record_id} {revision}",
                "persons": [{"status": "unknown"}] * revision,
            }
            for record_id, revision in picks
        ]
    )


def _stage(
    folder: Path, deliveries: list[bytes]
) -> tuple[dict[str, pl.DataFrame], str, pl.DataFrame, pl.DataFrame]:
    with open_store(Path(":memory:")) as store:
        for number, content in enumerate(deliveries):
            path = folder / f"{number}.ndjson"
            path.write_bytes(content)
            delivery = DeliveryPath("MX-INM", f"MX-INM/{path.name}", path)
            ingest_delivery(store, delivery, received_at=NOW, policy=IntakePolicy(keep_archive=False))
        versions = load_versions(store).drop("delivery_id", "row_no")
        return load_records(store), staging_basis(store), versions, load_ledger(store)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=_versions(), cut=st.integers(1, 4), data=st.data())
def test_order_and_batching_of_deliveries_do_not_matter(
    tmp_path: Path, records: list[dict[str, Any]], cut: int, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(records))
    batches = [shuffled[at : at + cut] for at in range(0, len(shuffled), cut)]
    whole = ["\n".join(json.dumps(one) for one in records).encode()]
    parts = ["\n".join(json.dumps(one) for one in batch).encode() for batch in batches]
    tables, basis, versions, _ = _stage(tmp_path, whole)
    other_tables, other_basis, other_versions, ledger = _stage(tmp_path, parts)
    assert basis == other_basis
    assert versions.equals(other_versions)
    assert all(tables[name].equals(other_tables[name]) for name in tables)
    total = ledger["accepted"] + ledger["quarantined"] + ledger["duplicates"]
    assert total.to_list() == ledger["received"].to_list()
