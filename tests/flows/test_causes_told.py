"""Several things between two links: each change names its own cause, also when all is worked out anew."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.job import Job
from flows.settings import Settings
from flows.steps.decide import decide_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.retract import retract_step
from flows.steps.saved import load_frames
from tests.flows.decision_files import not_same, same, write_decisions
from tests.flows.store_copies import copy_job
from tests.flows.tiny_world import make_record, write_delivery

NAMES = {
    "MX-FGR": ("Ramiro Treviño Garza", "Yesenia Ibarra Quiñones", "Abundio Cetina Pech"),
    "GT-PNC": ("Otilio Baeza Corona", "Herlinda Xicay Morales", "Plácido Umaña Rosales"),
}
FIRST, OTHER = ("MX-FGR/R-0000#1", "GT-PNC/R-0000#1")


def ring_record(agency: str, number: int) -> dict[str, Any]:
    """Two of a ring's three, with telephones that no other ring has."""
    record = make_record(agency, number)
    place = list(NAMES).index(agency)
    for person, each in zip(record["persons"], (number % 3, (number + 1) % 3), strict=False):
        given, first, second = NAMES[agency][each].split()
        person |= {"given_names": given, "surname_1": first, "surname_2": second}
        person["birth_date"] = f"19{70 + 3 * each + place}-0{each + 2 + place}-1{each + place}"
    record["persons"].pop()
    phones = [f"+5281{place}3{number % 3 + extra}45670{place}" for extra in (0, 1)]
    record["identifiers"] = [{"person_no": 1, "kind": "phone", "value": phones[0]}]
    record["calls"] = [{"caller": phones[0], "callee": phones[1]}]
    return record | {"municipality": ("Reynosa", "Tapachula")[place]}


@pytest.fixture(scope="module")
def rings(tmp_path_factory: pytest.TempPathFactory, world_settings: Settings) -> Job:
    """Two rings that nothing ties together."""
    folder = tmp_path_factory.mktemp("rings")
    job = Job(folder / "store.duckdb", world_settings)
    for agency in NAMES:
        records = [ring_record(agency, number) for number in range(6)]
        ingest_step([write_delivery(folder / "landing", agency, "a.ndjson", records)], job)
    link_step(job)
    assert saved(job, "clusters")["cluster_id"].n_unique() == 2
    return job


@pytest.fixture
def job(rings: Job, tmp_path: Path) -> Job:
    """The same rings, to decide about."""
    return copy_job(rings, tmp_path)


def saved(job: Job, name: str) -> pl.DataFrame:
    with job.opened() as store:
        return load_frames(store, [name])[name]


def decide(job: Job, decision: dict[str, Any], day: int) -> str:
    path = write_decisions(job.store.parent, decision, at=f"2026-01-{day:02}T09:00:00Z")
    (made,) = decide_step(path, job).ids
    return made


def link(job: Job) -> dict[str, set[str]]:
    """Causes by change of what a link tells; the same whether it follows changes or works all out anew."""
    before = saved(job, "lineage")
    other = replace(job, store=Path(shutil.copy(job.store, job.store.with_name("other.duckdb"))))
    link_step(job)
    link_step(other, is_rebuild=True)
    lineage = saved(job, "lineage")
    by = ["cluster_id", "at", "change", "cause_ref"]
    assert lineage.sort(by).equals(saved(other, "lineage").sort(by))
    added = lineage.join(before, on=by, how="anti", nulls_equal=True)
    return {change: set(rows["cause_ref"]) for (change,), rows in added.group_by("change")}


@pytest.mark.parametrize("within", [5, 25])
def test_of_two_decisions_each_change_names_its_own(job: Job, within: int) -> None:
    bridge = decide(job, same(FIRST, OTHER), 12)
    decide(job, same("MX-FGR/R-0001#1", "MX-FGR/R-0001#2"), within)
    told = link(job)
    assert told["merged"] == told["retired"] == {bridge}
    parted = decide(job, {"revokes": bridge}, 14)
    decide(job, {"judgement": "settled", "person": OTHER, "status": "victim"}, within)
    told = link(job)
    assert told["split"] == {parted}


def test_a_withdrawal_beside_a_decision_is_the_cause_of_what_it_held_together(job: Job) -> None:
    decide(job, same(FIRST, OTHER), 12)
    link(job)
    decide(job, not_same("MX-FGR/R-0002#1", "MX-FGR/R-0005#1"), 20)
    for agency in NAMES:
        retract_step(f"{agency}/R-0000", "order", job)
    told = link(job)
    assert told["split"] <= {f"{agency}/R-0000" for agency in NAMES}
