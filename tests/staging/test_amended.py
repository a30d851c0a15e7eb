"""A number that is taken: what is the same after all, mends a record, withdraws it, or is a conflict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from staging.accounts import load_ledger, load_quarantine, load_warnings, load_withdrawals
from staging.audit import audit_books
from staging.intake import ingest_delivery
from staging.landing import DeliveryPath
from staging.receipt import Receipt
from staging.records import load_records, load_versions, staging_basis
from staging.remarks import mark_cases
from staging.retraction import sweep_withdrawn
from staging.store import Store, open_store
from tests.staging.conftest import NOW, make_record, to_ndjson

Take = Callable[..., Receipt]
Rows = list[dict[str, Any]]

WELL: Rows = [{"person_no": 1, "status": "facilitator", "given_names": "Ana", "birth_date": "1990-02-01"}]
BROKEN: Rows = [{"person_no": 2, "status": "saint"}]
MENDED: Rows = [{"person_no": 2, "status": "witness"}]
OTHER: Rows = [{"person_no": 3, "status": "witness"}]


def send(take: Take, name: str, *records: dict[str, Any]) -> Receipt:
    return take(name, to_ndjson(*records))


def persons(*rows: Rows, **changes: object) -> dict[str, Any]:
    return make_record(persons=[row for some in rows for row in some], **changes)


def numbers(store: Store) -> list[int]:
    return load_records(store)["persons"]["person_no"].to_list()


def is_incomplete(store: Store) -> list[bool]:
    return load_versions(store)["incomplete"].to_list()


@pytest.fixture(autouse=True)
def books_agree(store: Store) -> Any:  # noqa: ANN401
    """Whatever a test does, ledger, revisions, quarantine and tables agree afterwards."""
    yield
    sweep_withdrawn(store, swept_at=NOW)
    assert [check for check in audit_books(store) if not check.is_passed] == []


def test_a_record_that_lost_a_row_is_completed_under_its_number(take: Take, store: Store) -> None:
    send(take, "a.ndjson", persons(WELL, BROKEN))
    before = staging_basis(store)
    receipt = send(take, "b.ndjson", persons(WELL, MENDED))
    assert receipt.accepted == {"persons": 1}
    assert receipt.duplicates == {"cases": 1, "persons": 1, "identifiers": 1}
    assert not any(receipt.quarantined.values())
    assert numbers(store) == [1, 2]
    assert is_incomplete(store) == [False]
    assert staging_basis(store) != before
    assert send(take, "c.ndjson", persons(MENDED, WELL)).duplicates["persons"] == 2


def test_rows_are_mended_one_after_the_other(take: Take, store: Store) -> None:
    broken = [{"status": "saint"}, {"person_no": 5, "status": "x", "birth_date": "y"}]
    send(take, "a.ndjson", persons(WELL, broken))
    partly = send(take, "b.ndjson", persons(WELL, [{"status": "witness"}, broken[1]]))
    assert (partly.accepted["persons"], partly.quarantined["persons"]) == (1, 1)
    assert is_incomplete(store) == [True]
    whole = [{"status": "witness"}, {"person_no": 5, "status": "victim"}]
    assert send(take, "c.ndjson", persons(WELL, whole)).accepted == {"persons": 1}
    assert (numbers(store), is_incomplete(store)) == ([1, 2, 5], [False])


@pytest.mark.parametrize(
    "again",
    [
        persons(WELL, MENDED, municipality="Other"),
        persons(WELL, OTHER),
        persons(WELL, MENDED, OTHER),
        persons([WELL[0] | {"given_names": "Eva"}], MENDED),
        persons(MENDED),
        persons(WELL, MENDED, identifiers=[]),
    ],
    ids=["other case", "other number", "one more", "other person", "one less", "other table"],
)
def test_whatever_else_differs_stays_a_conflict(take: Take, store: Store, again: dict[str, Any]) -> None:
    send(take, "a.ndjson", persons(WELL, BROKEN))
    receipt = send(take, "b.ndjson", again)
    assert (receipt.quarantined["cases"], receipt.accepted) == (1, {})
    assert (numbers(store), is_incomplete(store)) == ([1], [True])
    row = load_quarantine(store).filter(pl.col("delivery_id") == receipt.delivery_id).row(0, named=True)
    assert "with a higher revision" in row["message"]


def test_a_whole_record_gets_no_row_under_its_number(take: Take, store: Store) -> None:
    send(take, "a.ndjson", persons(WELL))
    assert send(take, "b.ndjson", persons(WELL, MENDED)).quarantined["cases"] == 1
    assert numbers(store) == [1]


def test_no_more_rows_are_added_than_were_lost(take: Take, store: Store) -> None:
    witness: Rows = [{"status": "witness"}]
    send(take, "a.ndjson", persons(WELL, [{"status": "saint", "birth_date": "never"}]))
    assert send(take, "b.ndjson", persons(WELL, witness, witness)).quarantined["cases"] == 1
    assert send(take, "c.ndjson", persons(WELL, witness)).accepted == {"persons": 1}
    assert send(take, "d.ndjson", persons(WELL, witness, OTHER)).quarantined["cases"] == 1
    assert numbers(store) == [1, 2]


def test_what_a_backfill_holds_back_counts_once_it_is_completed_live(
    take: Take, put: Callable[..., DeliveryPath], store: Store
) -> None:
    held = put("a.ndjson", to_ndjson(persons(WELL, BROKEN)))
    ingest_delivery(replace(store, holds_back=True), held, received_at=NOW)
    assert numbers(store) == []
    send(take, "b.ndjson", persons(WELL, MENDED))
    assert numbers(store) == [1, 2]


def test_which_side_came_first_makes_no_difference(tmp_path: Path) -> None:
    contents = [to_ndjson(persons(WELL, BROKEN)), to_ndjson(persons(WELL, MENDED))]
    found = []
    for turn, order in enumerate(permutations(contents)):
        with open_store(tmp_path / f"{turn}.duckdb") as store:
            for number, content in enumerate(order):
                path = tmp_path / f"{number}.ndjson"
                path.write_bytes(content)
                ingest_delivery(store, DeliveryPath("MX-INM", f"MX-INM/{path.name}", path), received_at=NOW)
            conflicts = load_quarantine(store).filter(check="revision_conflict").height
            found.append((staging_basis(store), numbers(store), is_incomplete(store), conflicts))
    assert found == [(found[0][0], [1, 2], [False], 0)] * 2


def test_a_record_is_completed_within_one_delivery(take: Take, store: Store) -> None:
    lines = [persons(WELL, BROKEN), persons(WELL, MENDED), persons(WELL, MENDED)]
    receipt = send(take, "a.ndjson", *lines)
    assert receipt.accepted == {"cases": 1, "persons": 2, "identifiers": 1}
    assert receipt.duplicates["cases"] == 2
    assert (numbers(store), is_incomplete(store)) == ([1, 2], [False])


def test_flat_tables_complete_a_record_as_well(put: Callable[..., DeliveryPath], store: Store) -> None:
    case = "agency,record_id,reported_at,incident_start_date,handling\n"
    case += "MX-INM,F-1,2023-12-01T20:38:00Z,2023-11-28,GREEN\n"

    def deliver(name: str, *statuses: str) -> Receipt:
        rows = [f"MX-INM,F-1,{number},{status}" for number, status in enumerate(statuses, start=1)]
        put(f"{name}/cases.csv", case.encode())
        table = put(f"{name}/persons.csv", "\n".join(["agency,record_id,person_no,status", *rows]).encode())
        delivery = DeliveryPath("MX-INM", f"MX-INM/{name}", table.path.parent)
        return ingest_delivery(store, delivery, received_at=NOW)

    deliver("a", "facilitator", "saint")
    assert deliver("b", "facilitator", "witness").accepted == {"persons": 1}
    assert (numbers(store), is_incomplete(store)) == ([1, 2], [False])


def test_warnings_on_a_completed_record_are_told_once(take: Take, store: Store) -> None:
    odd = make_record(persons=[*WELL, *BROKEN], lat=48.8, lon=2.3)
    send(take, "a.ndjson", odd)
    told = load_warnings(store).filter(record_id="R-1").height
    assert told > 0
    send(take, "b.ndjson", odd | {"persons": [*WELL, *MENDED]})
    assert load_warnings(store).filter(record_id="R-1").height == told
    marks = mark_cases(store, load_records(store)["cases"])
    assert marks.select("is_incomplete", "has_warning").rows() == [(False, True)]


def test_the_order_within_a_list_is_no_content(take: Take, store: Store) -> None:
    def listing(partners: list[str], modes: list[str], aliases: list[str]) -> dict[str, Any]:
        named = [WELL[0] | {"aliases": aliases}]
        return make_record(releasable_to=partners, transport_modes=modes, persons=named)

    there = (["US-HSI", "CA-GRC"], ["road", "foot"], ["La Güera", "Ana"])
    send(take, "a.ndjson", listing(*there))
    back = listing(*(list(reversed(each)) for each in there))
    assert send(take, "b.ndjson", back).duplicates == {"cases": 1, "persons": 1, "identifiers": 1}
    assert load_records(store)["cases"]["releasable_to"].to_list() == [there[0]]
    assert send(take, "c.ndjson", listing(there[0][:1], *there[1:])).quarantined["cases"] == 1
    both = send(take, "d.ndjson", back | {"record_id": "R-2"}, listing(*there) | {"record_id": "R-2"})
    assert (both.accepted["cases"], both.duplicates["cases"]) == (1, 1)


@pytest.mark.parametrize("is_emptied", [True, False])
def test_a_withdrawal_holds_under_the_number_it_withdraws(
    take: Take, store: Store, *, is_emptied: bool
) -> None:
    send(take, "a.ndjson", make_record(narrative="Celestino"), make_record("R-2"))
    rest = {"persons": [], "identifiers": []} if is_emptied else {}
    gone = make_record(retracted=True, **rest)
    receipt = send(take, "b.ndjson", gone)
    assert receipt.accepted["cases"] == 1
    assert not any(receipt.quarantined.values())
    assert load_records(store)["cases"]["record_id"].to_list() == ["R-2"]
    for table in ("cases", "persons", "identifiers"):
        held = store.connection.execute(f"select count(*) from {table} where record_id = 'R-1'")
        assert held.fetchone() == (0,)
    assert load_withdrawals(store).select("record_id", "up_to_revision").rows() == [("R-1", 1)]
    assert send(take, "c.ndjson", gone, make_record("R-3")).duplicates["cases"] == 1
    assert load_withdrawals(store).height == 1


def test_a_withdrawal_of_an_older_number_leaves_the_newer_one(take: Take, store: Store) -> None:
    send(take, "a.ndjson", make_record(), make_record(revision=3, municipality="Three"))
    send(take, "b.ndjson", make_record(retracted=True))
    assert load_records(store)["cases"]["municipality"].to_list() == ["Three"]
    assert load_versions(store).select("revision", "state").rows() == [(1, "retracted"), (3, "current")]


def test_a_record_and_its_withdrawal_in_one_delivery(take: Take, store: Store) -> None:
    receipt = send(take, "a.ndjson", make_record(), make_record(retracted=True))
    assert receipt.accepted["cases"] == 2
    assert load_records(store)["cases"].height == 0


def test_what_comes_again_after_a_withdrawal_says_nothing_in_quarantine(
    take: Take, put: Callable[..., DeliveryPath], store: Store
) -> None:
    send(take, "a.ndjson", make_record(retracted=True))
    again = put("b.ndjson", to_ndjson(make_record(narrative="Celestino was there.")))
    late = ingest_delivery(store, again, received_at=NOW + timedelta(hours=1))
    assert late.quarantined["cases"] == 1
    assert "Celestino" in str(load_quarantine(store).rows())
    sweep_withdrawn(store, swept_at=NOW + timedelta(hours=2))
    assert "Celestino" not in str(load_quarantine(store).rows())


def test_a_copy_of_what_withdrew_under_the_same_number_goes_as_well(take: Take, store: Store) -> None:
    send(take, "a.ndjson", make_record())
    send(take, "b.ndjson", make_record(retracted=True))
    assert sweep_withdrawn(store, swept_at=NOW) == 2


def test_ledger_of_all_verdicts_adds_up(take: Take, store: Store) -> None:
    send(take, "a.ndjson", persons(WELL, BROKEN), make_record("R-2"), make_record("R-3"), make_record("R-4"))
    mixed = [
        persons(WELL, MENDED),
        make_record("R-2", retracted=True),
        make_record("R-3"),
        make_record("R-4", municipality="Other"),
        make_record("R-5"),
    ]
    receipt = send(take, "b.ndjson", *mixed)
    cases = (receipt.accepted["cases"], receipt.duplicates["cases"], receipt.quarantined["cases"])
    assert cases == (2, 2, 1)
    ledger = load_ledger(store).filter(delivery_id=receipt.delivery_id)
    total = ledger["accepted"] + ledger["quarantined"] + ledger["duplicates"]
    assert total.to_list() == ledger["received"].to_list()
