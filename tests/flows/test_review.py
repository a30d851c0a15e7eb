"""The doubtful pairs as open decisions: ranked, without protected names, and read back once filled in."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flows.job import Job
from flows.settings import read_settings
from flows.steps.decide import decide_step
from flows.steps.link import link_step
from flows.steps.review import review_step
from graph.review import ORDER
from schemas.errors import ConfigError
from tests.flows.tiny_world import MIGRANT


@pytest.fixture
def job(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A store in which every pair that is not judged the same is doubtful."""
    monkeypatch.setenv("TRAMA_REVIEW_BITS", "-60")
    monkeypatch.setenv("TRAMA_SAME_BITS", "30")
    opened = Job(Path(shutil.copy(finished / "store.duckdb", tmp_path / "store.duckdb")), read_settings())
    link_step(opened)
    return opened


def test_the_file_is_one_of_decisions_that_are_open_and_names_its_snapshot(job: Job, tmp_path: Path) -> None:
    path = tmp_path / "review.json"
    pairs = review_step(path, job)
    assert pairs.height
    assert pairs.select(ORDER).rows() == sorted(pairs.select(ORDER).rows(), reverse=True)
    assert decide_step(path, job).read == 0
    file = json.loads(path.read_text(encoding="utf-8"))
    file |= {"by": "Analyst 7", "at": "2026-01-10T09:00:00Z", "why": "Looked it up."}
    file["decisions"][0]["judgement"] = "not_same"
    path.write_text(json.dumps(file), encoding="utf-8")
    counts = decide_step(path, job)
    assert (counts.read, counts.stored, counts.stale) == (1, 1, ())
    link_step(job)
    again = review_step(path, job)
    assert (pairs["left_id"][0], pairs["right_id"][0]) not in again.select("left_id", "right_id").rows()


def test_protected_names_are_withheld_and_a_limit_is_kept(job: Job, tmp_path: Path) -> None:
    review_step(tmp_path / "all.json", job)
    text = (tmp_path / "all.json").read_text(encoding="utf-8").lower()
    assert not any(part.lower() in text for part in MIGRANT.split())
    assert review_step(tmp_path / "one.json", job, limit=1).height == 1
    assert len(json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))["decisions"]) == 1


def test_a_pair_of_persons_is_listed_once(job: Job, tmp_path: Path) -> None:
    pairs = review_step(tmp_path / "all.json", job)
    persons = [frozenset(row) for row in pairs.select("left_person", "right_person").iter_rows()]
    assert len(set(persons)) == len(persons)
    assert all(len(each) == 2 for each in persons)


def test_a_network_that_is_due_is_refused(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAMA_SAME_BITS", "29")
    with pytest.raises(ConfigError, match="trama link"):
        review_step(tmp_path / "all.json", Job(job.store, read_settings()))
