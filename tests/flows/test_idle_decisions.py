"""A decision that is taken and changes nothing is told with its reason, to people and to scripts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.job import Job
from flows.settings import read_settings
from flows.steps.decide import DecisionCounts, decide_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from tests.flows.decision_files import same, write_decisions
from tests.flows.tiny_world import make_record, write_delivery

RAMIRO, YESENIA, MIGRANT = (f"MX-FGR/R-0000#{number}" for number in (1, 2, 3))


@pytest.fixture
def job(finished: Path, tmp_path: Path) -> Job:
    return Job(Path(shutil.copy(finished / "store.duckdb", tmp_path / "store.duckdb")), read_settings())


def settled(person: str, status: str = "facilitator", **more: str) -> dict[str, Any]:
    return {"judgement": "settled", "person": person, "status": status, **more}


def decide(job: Job, folder: Path, *decisions: dict[str, Any], **shared: str) -> DecisionCounts:
    return decide_step(write_decisions(folder, *decisions, **shared), job)


def call(job: Job, path: Path, *options: str) -> str:
    result = CliRunner().invoke(app, ["decide", str(path), "--store", str(job.store), *options])
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize(("person", "status"), [(RAMIRO, "facilitator"), (MIGRANT, "smuggled_migrant")])
def test_who_is_in_no_doubt_is_settled_without_effect_and_it_is_told(
    job: Job, tmp_path: Path, person: str, status: str
) -> None:
    counts = decide(job, tmp_path, settled(person, "victim"), same(YESENIA, "MX-FGR/R-0001#1"))
    assert counts.stored == 2
    assert list(counts.without_effect) == [counts.ids[0]]
    assert f"`{status}`" in counts.without_effect[counts.ids[0]]


def test_who_is_in_doubt_is_settled_with_effect_once_and_the_second_time_without(
    job: Job, tmp_path: Path
) -> None:
    decide(job, tmp_path, same(RAMIRO, MIGRANT))
    link_step(job)
    first = decide(job, tmp_path, settled(RAMIRO))
    again = decide(job, tmp_path, settled("US-HSI/R-0000#1", why="Seen once more."))
    assert first.without_effect == {}
    assert first.ids[0] in again.without_effect[again.ids[0]]
    link_step(job)
    other = decide(job, tmp_path, settled("MX-FGR/R-0002#2", "victim"))
    assert other.without_effect == {}  # two answers: the person waits again


def test_of_whom_the_last_link_does_not_know_enough_nothing_is_said(job: Job, tmp_path: Path) -> None:
    joined = decide(job, tmp_path, same(RAMIRO, MIGRANT), settled(RAMIRO))
    assert joined.without_effect == {}
    ingest_step([write_delivery(tmp_path / "l", "MX-INM", "a.ndjson", [make_record("MX-INM", 9)])], job)
    assert decide(job, tmp_path, settled("MX-INM/R-0009#1")).without_effect == {}


def test_what_changes_nothing_is_told_in_text_and_json(job: Job, tmp_path: Path) -> None:
    path = write_decisions(tmp_path, settled(RAMIRO))
    told = call(job, path)
    assert "accepted, but changes nothing" in told
    assert "`facilitator`" in told
    assert "trama link" in told
    other = write_decisions(tmp_path, settled(YESENIA))
    (idle,) = json.loads(call(job, other, "--json").splitlines()[-1])["without_effect"]
    assert idle["id"].startswith("J-")
    assert "`facilitator`" in idle["reason"]


def test_the_same_file_after_a_revocation_is_told_what_revoked_it_and_how_to_decide_anew(
    job: Job, tmp_path: Path
) -> None:
    (first,) = decide(job, tmp_path, same(RAMIRO, YESENIA)).ids
    (revocation,) = decide(job, tmp_path, {"revokes": first}, at="2026-01-11T09:00:00Z").ids
    path = write_decisions(tmp_path, same(RAMIRO, YESENIA))
    told = call(job, path)
    assert f"{first} was revoked by {revocation} on 2026-01-11" in told
    assert "a new decision needs a new id" in told
    assert "trama link" not in told
    found = json.loads(call(job, path, "--json").splitlines()[-1])
    assert found["stored"] == 0
    assert found["revoked"] == [{"id": first, "revoked_by": revocation, "revoked_at": "2026-01-11T09:00:00Z"}]
    anew = decide(job, tmp_path, same(RAMIRO, YESENIA), at="2026-01-12T09:00:00Z")
    assert (anew.stored, anew.revoked) == (1, ())
