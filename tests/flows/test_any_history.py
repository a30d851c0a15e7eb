"""Whatever came in which order, was corrected, withdrawn, decided: the saved network equals its rebuild."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from flows.job import Job
from flows.settings import read_settings
from flows.steps.decide import decide_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.retract import retract_step
from flows.steps.verify import verify_step
from schemas.errors import TramaError
from staging.decisions import load_decisions
from staging.records import load_records
from tests.flows.decision_files import not_same, same, write_decisions
from tests.flows.tiny_world import make_record, write_delivery

STEPS = 6


def deliver(job: Job, chance: random.Random, step: int) -> None:
    agency, numbers = chance.choice(["MX-FGR", "US-HSI", "AA-FIRST"]), chance.sample(range(9), 2)
    changes = {"revision": step + 1, "municipality": chance.choice(["Reynosa", "Nuevo Laredo"])}
    records = [make_record(agency, number) | changes for number in numbers]
    ingest_step([write_delivery(job.store.parent / "landing", agency, f"{step}.ndjson", records)], job)


def withdraw(job: Job, chance: random.Random, step: int) -> None:
    with job.opened() as store:
        keys = load_records(store)["cases"].select("agency", "record_id").rows()
    if keys:
        retract_step("/".join(chance.choice(keys)), f"step {step}", job)


def decide(job: Job, chance: random.Random, step: int) -> None:
    """Something about two mentions, or the end of an earlier decision; a contradiction changes nothing."""
    with job.opened() as store:
        persons = load_records(store)["persons"].select("agency", "record_id", "person_no").rows()
        active = load_decisions(store)["decision_id"].to_list()
    if len(persons) < 2:
        return
    left, right = (f"{agency}/{record}#{number}" for agency, record, number in chance.sample(persons, 2))
    made = chance.choice([same(left, right), not_same(left, right)])
    if active and chance.random() < 0.3:
        made = {"revokes": chance.choice(active)}
    try:
        decide_step(write_decisions(job.store.parent, made, why=f"step {step}"), job)
    except TramaError as refused:
        assert "contradicts" in str(refused)  # noqa: PT017 - it may also be taken


@pytest.mark.parametrize("seed", [0])
def test_after_any_history_everything_agrees(seed: int, tmp_path: Path) -> None:
    chance, job = random.Random(seed), Job(tmp_path / "store.duckdb", read_settings())
    deliver(job, chance, 0)
    for step in range(1, STEPS):
        chance.choices([deliver, decide, withdraw], weights=[3, 3, 1])[0](job, chance, step)
        if chance.random() < 0.7:
            link_step(job)
    link_step(job)
    checks = verify_step(job, has_rebuild=True)
    assert [each for each in checks if not each.is_passed] == []
