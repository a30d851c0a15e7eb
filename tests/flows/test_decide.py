"""Decisions end to end: stored once, refused in contradiction, followed by the network, undone if revoked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.job import Job
from flows.steps.decide import decide_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.view import load_view
from graph.network import Network
from schemas.errors import ConfigError, TramaError
from staging.decisions import load_decisions
from staging.network_store import load_network, network_basis
from tests.flows.decision_files import SIGNED, not_same, same, write_decisions
from tests.flows.tiny_world import make_record, write_delivery

RAMIRO, RAMIRO_TOO = "MX-FGR/R-0000#1", "US-HSI/R-0000#1"
YESENIA = "MX-FGR/R-0000#2"
MIGRANT = "MX-FGR/R-0000#3"
PHONE = "MX-FGR/R-0000|identifiers|1|value"
LINK = {"judgement": "link_rejected", "left": RAMIRO, "right": PHONE, "kind": "uses_phone"}


def network_of(job: Job) -> Network:
    return load_view(job, None).network


def person_of(job: Job, mention: str) -> str:
    record, _, number = mention.partition("#")
    agency, _, record_id = record.partition("/")
    with job.opened() as store:
        mentions = load_network(store, ["mentions"])["mentions"]
    row = mentions.filter(agency=agency, record_id=record_id, person_no=int(number))
    return str(row["entity_id"][0])


def decide(job: Job, folder: Path, *decisions: dict[str, Any], **shared: str | None) -> tuple[str, ...]:
    counts = decide_step(write_decisions(folder, *decisions, **shared), job)
    link_step(job)
    return counts.ids


def test_not_the_same_holds_against_every_path_and_is_undone_when_revoked(job: Job, tmp_path: Path) -> None:
    before = network_of(job)
    assert person_of(job, RAMIRO) == person_of(job, RAMIRO_TOO)
    (decision,) = decide(job, tmp_path, not_same(RAMIRO, RAMIRO_TOO))
    assert person_of(job, RAMIRO) != person_of(job, RAMIRO_TOO)
    link_step(job, is_rebuild=True)
    assert person_of(job, RAMIRO) != person_of(job, RAMIRO_TOO)
    decide(job, tmp_path, {"revokes": decision})
    after = network_of(job)
    assert after.mentions.equals(before.mentions)
    assert after.links.equals(before.links)


def test_the_same_holds_against_the_score_and_survives_a_new_delivery(job: Job, tmp_path: Path) -> None:
    assert person_of(job, RAMIRO) != person_of(job, YESENIA)
    decide(job, tmp_path, same(person_of(job, RAMIRO), person_of(job, YESENIA)))
    assert person_of(job, RAMIRO) == person_of(job, YESENIA)
    ingest_step([write_delivery(tmp_path / "landing", "MX-AAA", "a.ndjson", [make_record("MX-AAA", 9)])], job)
    link_step(job)
    assert person_of(job, RAMIRO) == person_of(job, YESENIA) == person_of(job, "US-HSI/R-0001#1")


def test_the_same_file_twice_changes_nothing(job: Job, tmp_path: Path) -> None:
    path = write_decisions(tmp_path, same(RAMIRO, YESENIA))
    assert decide_step(path, job).stored == 1
    link_step(job)
    again = decide_step(path, job)
    assert (again.read, again.stored, again.stale) == (1, 0, ())
    assert not link_step(job).changed


def test_contradicting_decisions_are_refused_with_both_named_and_nothing_is_stored(
    job: Job, tmp_path: Path
) -> None:
    (first, second) = decide(job, tmp_path, same(RAMIRO, YESENIA), same(YESENIA, "MX-FGR/R-0001#2"))
    chained = write_decisions(tmp_path, same(RAMIRO, RAMIRO_TOO), not_same(RAMIRO, "MX-FGR/R-0001#2"))
    with pytest.raises(TramaError, match="contradicts") as caught:
        decide_step(chained, job)
    assert first in str(caught.value)
    assert second in str(caught.value)
    with job.opened() as store:
        assert load_decisions(store).height == 2


@pytest.mark.parametrize(
    "wrong",
    [same(RAMIRO, "MX-FGR/NONE#1"), same(RAMIRO, "P-AAAAAAAAAAAA"), {"revokes": "J-AAAAAAAAAAAA"}],
)
def test_what_the_store_does_not_know_is_refused(job: Job, tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(TramaError, match=r"nothing was stored") as caught:
        decide_step(write_decisions(tmp_path, same(RAMIRO, YESENIA), wrong), job)
    assert not isinstance(caught.value, ConfigError)
    with job.opened() as store:
        assert load_decisions(store).is_empty()


def test_a_decision_on_an_older_snapshot_holds_and_is_told(job: Job, tmp_path: Path) -> None:
    with job.opened() as store:
        basis = network_basis(store)
    path = write_decisions(tmp_path, same(RAMIRO, YESENIA), evidence=basis)
    assert decide_step(path, job).stale == ()
    link_step(job)
    old = decide_step(write_decisions(tmp_path, not_same(RAMIRO, "MX-FGR/R-0001#2"), evidence=basis), job)
    assert old.stored == 1
    assert old.stale == old.ids


def rest_on(decision: dict[str, Any], *rests_on: str) -> dict[str, Any]:
    return decision | {"rests_on": list(rests_on)}


def test_a_decision_whose_records_are_as_they_were_is_no_stale_one(job: Job, tmp_path: Path) -> None:
    ingest_step([write_delivery(tmp_path / "landing", "MX-AAA", "a.ndjson", [make_record("MX-AAA", 9)])], job)
    link_step(job)
    made = rest_on(same(RAMIRO, YESENIA), "MX-FGR/R-0000@1")
    counts = decide_step(write_decisions(tmp_path, made, evidence="C-AAAAAAAAAAAA:1"), job)
    assert (counts.stored, counts.stale) == (1, ())


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (rest_on(same(RAMIRO, YESENIA), "MX-FGR/R-0000@2"), "R-0000 was revision 2 and is revision 1"),
        (rest_on(same(RAMIRO, YESENIA), "MX-FGR/R-0099@1"), "MX-FGR/R-0099 is no longer there"),
        (rest_on(LINK, "MX-FGR/R-0000@1"), "MX-FGR/R-0003 is new"),
    ],
)
def test_a_stale_decision_is_refused_with_what_changed_unless_told_otherwise(
    job: Job, tmp_path: Path, decision: dict[str, Any], told: str
) -> None:
    path = write_decisions(tmp_path, not_same(RAMIRO, "MX-FGR/R-0001#2"), decision)
    with pytest.raises(TramaError, match="1 of 2 decisions are stale") as caught:
        decide_step(path, job)
    assert told in str(caught.value)
    with job.opened() as store:
        assert load_decisions(store).is_empty()
    counts = decide_step(path, job, accepts_stale=True)
    assert counts.stored == 2
    assert counts.ids[1] in counts.stale


def test_a_link_is_named_by_places_in_records_and_found_in_either_direction(job: Job, tmp_path: Path) -> None:
    turned = LINK | {"left": LINK["right"], "right": LINK["left"]}
    decide(job, tmp_path, LINK, turned | {"why": "Once more."})
    phones = network_of(job).links.filter(pl.col("kind") == "uses_phone")
    assert person_of(job, RAMIRO) not in phones["source_id"]


def test_unsure_is_kept_and_changes_nothing(job: Job, tmp_path: Path) -> None:
    before = network_of(job)
    noted = write_decisions(
        tmp_path, {**same(RAMIRO, YESENIA), "judgement": "unsure"}, LINK | {"judgement": "unsure"}
    )
    counts = decide_step(noted, job)
    assert (counts.stored, counts.notes) == (2, 2)
    assert not link_step(job).changed
    assert decide_step(noted, job).stored == 0
    with job.opened() as store:
        assert load_decisions(store).is_empty()
        assert [RAMIRO] in store.query("select_decision_notes")["left_keys"].to_list()
    decide(job, tmp_path, same(RAMIRO, YESENIA))
    assert person_of(job, RAMIRO) == person_of(job, YESENIA)
    assert before.links.height >= network_of(job).links.height


def test_a_settled_person_takes_part_or_stays_out_as_decided(job: Job, tmp_path: Path) -> None:
    decide(job, tmp_path, same(RAMIRO, MIGRANT))
    person = person_of(job, RAMIRO)
    assert network_of(job).entities.filter(entity_id=person)["status"].item() == "both"
    assert person not in network_of(job).clusters["entity_id"]
    (settled,) = decide(job, tmp_path, {"judgement": "settled", "person": person, "status": "facilitator"})
    network = network_of(job)
    assert network.entities.filter(entity_id=person)["status"].item() == "facilitator"
    assert person in network.clusters["entity_id"]
    protected = {"judgement": "settled", "person": person, "status": "victim"}
    with pytest.raises(TramaError, match=settled):
        decide_step(write_decisions(tmp_path, protected), job)
    decide(job, tmp_path, {"revokes": settled}, protected)
    assert network_of(job).entities.filter(entity_id=person)["status"].item() == "victim"


def test_who_is_unknown_is_ranked_once_settled_as_facilitator(job: Job, tmp_path: Path) -> None:
    record = make_record("GT-PNC", 9)
    record["persons"][0]["status"] = "unknown"
    record["persons"][0] |= {"given_names": "Otilio", "surname_1": "Baeza", "surname_2": "Corona"}
    record["persons"][0]["birth_date"] = "1966-07-02"
    ingest_step([write_delivery(tmp_path / "landing", "GT-PNC", "unknown.ndjson", [record])], job)
    link_step(job)
    person = person_of(job, "GT-PNC/R-0009#1")
    assert network_of(job).entities.filter(entity_id=person)["status"].item() == "unknown"
    assert person not in network_of(job).key_players["entity_id"]
    decide(job, tmp_path, {"judgement": "settled", "person": person, "status": "facilitator"})
    network = network_of(job)
    assert network.entities.filter(entity_id=person)["status"].item() == "facilitator"
    assert person in network.key_players["entity_id"]


def test_a_partner_who_sees_less_is_not_told_that_a_person_is_settled_as_facilitator(
    job: Job, tmp_path: Path
) -> None:
    decide(job, tmp_path, same(RAMIRO, MIGRANT), same(RAMIRO, "MX-FGR/R-0006#1"))
    person = person_of(job, RAMIRO)
    decide(job, tmp_path, {"judgement": "settled", "person": person, "status": "facilitator"})
    seen = load_view(job, "US-HSI").network
    assert "both" in seen.entities["status"].to_list()


def test_a_rejected_link_goes_and_a_confirmed_one_is_marked(job: Job, tmp_path: Path) -> None:
    links = network_of(job).links
    calls = links.filter(kind="called").row(0, named=True)
    held = links.filter(kind="uses_phone").row(0, named=True)
    rejected, confirmed = (
        {"judgement": judgement, "left": row["source_id"], "right": row["target_id"], "kind": row["kind"]}
        for judgement, row in (("link_rejected", calls), ("link_confirmed", held))
    )
    swapped = confirmed | {"left": confirmed["right"], "right": confirmed["left"]}
    ids = decide(job, tmp_path, rejected, swapped)
    after = network_of(job).links
    key = {"source_id": calls["source_id"], "target_id": calls["target_id"], "kind": "called"}
    assert after.filter(**key).is_empty()
    marked = after.filter(judgement="confirmed")
    assert marked.select("source_id", "target_id", "kind").rows() == [
        (held["source_id"], held["target_id"], "uses_phone")
    ]
    with pytest.raises(TramaError, match="contradicts"):
        decide_step(write_decisions(tmp_path, swapped | {"judgement": "link_rejected"}), job)
    decide(job, tmp_path, *({"revokes": each} for each in ids))
    assert network_of(job).links.equals(links)


def test_a_change_by_decision_is_named_in_the_lineage(job: Job, tmp_path: Path) -> None:
    ids = decide(job, tmp_path, same(RAMIRO, MIGRANT))
    added = network_of(job).lineage.filter(pl.col("cause_kind") == "decision")
    assert set(added["cause_ref"]) == set(ids)
    assert set(added["change"]) <= {"shrunk", "retired", "split", "born"}
    assert added.height


def test_a_file_without_its_form_is_a_wrong_call(job: Job, tmp_path: Path) -> None:
    unsigned = write_decisions(tmp_path, same(RAMIRO, YESENIA), by=None)
    with pytest.raises(ConfigError, match="by"):
        decide_step(unsigned, job)
    with pytest.raises(ConfigError, match="no file"):
        decide_step(tmp_path / "none.json", job)
    assert SIGNED["by"] not in "".join(each.name for each in tmp_path.iterdir())
