"""What a backfill brings of the past is published, and nobody is alerted of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from flows.backfill_course import Terms
from flows.job import Job
from flows.months import Span
from flows.service import steps
from flows.service.facts import save_published
from flows.service.places import Places
from flows.service.watcher import find_in
from flows.settings import Settings
from flows.steps import backfill
from flows.steps.link import link_step
from tests.flows.conftest import AS_OF
from tests.flows.old_world import FIRST, LAST, write_history
from tests.flows.tiny_world import make_record, write_delivery

RULES = (
    '[[rule]]\nname = "large"\nwhen = "size"\npersons = 2\n[[rule]]\nname = "land"\nwhen = "new-country"\n'
)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "watch.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "landing").mkdir()
    return Places(tmp_path / "s.duckdb", tmp_path / "landing", tmp_path / "out", tmp_path / "watch.toml")


@pytest.fixture
def job(places: Places) -> Job:
    return Job(places.store, Settings(as_of=datetime.fromisoformat(AS_OF), threads=1))


def publish(places: Places, job: Job) -> steps.Publication:
    link_step(job)
    made = steps.publish(job, places)
    save_published(places.published, made.published)
    return made


def take_in_history(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfill, "BREATH_S", 0.0)
    history = write_history(tmp_path / "landing-history")
    backfill.backfill_step(history, job, Terms(Span(FIRST, LAST), link_every=3))


def test_clusters_of_the_past_are_published_without_an_alert(
    places: Places, job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.prepare_first(job, places)
    take_in_history(job, tmp_path, monkeypatch)
    made = publish(places, job)
    assert [each.kind for each in made.changes] == ["born"]
    assert made.alerts == ()


def test_what_comes_live_is_news_after_a_backfill_and_together_with_one(
    places: Places, job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.prepare_first(job, places)
    take_in_history(job, tmp_path, monkeypatch)
    write_delivery(places.landing, "US-HSI", "new.ndjson", [make_record("US-HSI", 8)])
    steps.take_in(find_in(places.landing), job)
    assert {each.rule for each in publish(places, job).alerts} == {"large"}
    write_delivery(places.landing, "US-HSI", "gt.ndjson", [make_record("US-HSI", 9, country="GT")])
    steps.take_in(find_in(places.landing), job)
    assert {each.rule for each in publish(places, job).alerts} == {"land"}


def test_a_window_that_is_put_back_is_no_news_either(
    places: Places, job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.prepare_first(job, places)
    take_in_history(job, tmp_path, monkeypatch)
    with job.opened() as store:
        store.connection.execute("update backfill_records set state = 'open'")
        store.connection.execute("update backfill_windows set state = 'open'")
    publish(places, job)
    backfill.put_back_step(job, "no room")
    write_delivery(places.landing, "US-HSI", "new.ndjson", [make_record("US-HSI", 8)])
    assert [each.kind for each in publish(places, job).changes] == ["retired"]
    backfill.backfill_step(tmp_path / "landing-history", job, Terms(Span(FIRST, LAST)))
    assert publish(places, job).alerts == ()
