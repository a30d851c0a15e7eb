"""The service's steps without Prefect: only what changed is written, and a failure loses nothing."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import datetime
from pathlib import Path

import pytest

from flows.job import Job
from flows.service import steps
from flows.service.facts import read_published, save_published
from flows.service.places import Places, choose_watch
from flows.service.watcher import Inbox, find_in
from flows.service.worker import Worker
from flows.settings import Settings
from flows.steps.link import link_step
from staging.accounts import load_deliveries
from staging.receipt import Receipt
from tests.flows.conftest import AS_OF
from tests.flows.decision_files import SIGNED
from tests.flows.tiny_world import make_record, write_delivery, write_world


@pytest.fixture
def places(tmp_path: Path) -> Places:
    store = tmp_path / "s.duckdb"
    return Places(store, write_world(tmp_path / "landing"), tmp_path / "out", choose_watch(store))


@pytest.fixture
def job(places: Places) -> Job:
    return Job(places.store, Settings(as_of=datetime.fromisoformat(AS_OF), threads=1))


def process(places: Places, job: Job) -> steps.Publication:
    steps.take_in(find_in(places.landing), job)
    link_step(job)
    made = steps.publish(job, places)
    assert steps.publish_tables(job, places)
    save_published(places.published, made.published)
    return made


def test_the_first_delivery_is_news_and_the_same_again_is_not(places: Places, job: Job) -> None:
    steps.prepare_first(job, places)
    first = process(places, job)
    assert [each.kind for each in first.changes] == ["born"]
    page = places.out / steps.page_path(first.changes[0].cluster_id)
    written_at = page.stat().st_mtime_ns
    again = process(places, job)
    assert (again.changes, again.written) == ((), ())
    assert page.stat().st_mtime_ns == written_at
    assert not steps.needs_update(job, places)


def test_pages_are_those_that_the_report_command_writes(places: Places, job: Job, finished: Path) -> None:
    process(places, job)
    for name in ("reports/index.html", "tables/mentions.parquet"):
        assert (places.out / name).read_bytes() == (finished / "out" / name).read_bytes()
    own = sorted(each.name for each in (places.out / "reports" / "clusters").iterdir())
    assert own == sorted(each.name for each in (finished / "out" / "reports" / "clusters").iterdir())


def test_a_cluster_that_is_gone_loses_its_page_and_one_that_is_missing_is_written(
    places: Places, job: Job
) -> None:
    made = process(places, job)
    folder = places.out / "reports" / "clusters"
    page = places.out / steps.page_path(made.changes[0].cluster_id)
    page.unlink()
    (folder / "C-OLD.html").write_text("", encoding="utf-8")
    steps.publish(job, places)
    assert [each.name for each in folder.iterdir()] == [page.name]


def test_records_and_networks_that_are_newer_than_the_pages_are_noticed(places: Places, job: Job) -> None:
    assert not steps.needs_update(job, places)
    process(places, job)
    write_delivery(places.landing, "US-HSI", "april.ndjson", [make_record("US-HSI", 8)])
    steps.take_in(find_in(places.landing), job)
    assert steps.needs_update(job, places)
    link_step(job)
    assert steps.needs_update(job, places)
    made = steps.publish(job, places)
    assert steps.needs_update(job, places)
    save_published(places.published, made.published)
    assert not steps.needs_update(job, places)


def test_a_store_with_a_history_is_no_news_to_a_new_service(places: Places, job: Job) -> None:
    places.watch.write_text('[[rule]]\nname = "any"\nwhen = "size"\npersons = 2\n', encoding="utf-8")
    steps.take_in(find_in(places.landing), job)
    link_step(job)
    steps.prepare_first(job, places)
    made = steps.publish(job, places)
    assert (made.changes, made.alerts) == ((), ())
    assert len(made.written) == 1


def test_a_delivery_that_the_program_stumbles_over_does_not_hold_up_the_next(
    places: Places, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = steps.ingest_reading

    def stumble(store: object, delivery: object, begin: object) -> object:
        if "marzo" in str(delivery):
            raise OSError(28, "No space left on device", "/somewhere/secret")
        return real(store, delivery, begin)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "ingest_reading", stumble)
    intake = steps.take_in(find_in(places.landing), job)
    assert [each.path for each in intake.receipts] == ["US-HSI/march.ndjson"]
    ((failed, reason),) = intake.failed
    assert failed.display_path == "MX-FGR/marzo.ndjson"
    assert "No space left on device" in reason
    assert "secret" not in reason


def test_a_dropped_decision_on_a_link_waits_for_the_network_and_then_changes_the_pages(
    places: Places, job: Job
) -> None:
    link = {"left": "MX-FGR/R-0000#1", "right": "MX-FGR/R-0000|identifiers|1|value", "kind": "uses_phone"}
    text = json.dumps({**SIGNED, "decisions": [{"judgement": "link_rejected", **link}]})
    (places.landing / "US-HSI" / "on_links.decisions.json").write_text(text, encoding="utf-8")
    first = steps.take_in(find_in(places.landing), job)
    assert [each.status for each in first.receipts] == ["staged", "staged", "changing"]
    link_step(job)
    save_published(places.published, steps.publish(job, places).published)
    assert not steps.needs_update(job, places)
    second = steps.take_in(find_in(places.landing)[-1:], job)
    assert second.failed == ()
    assert [(each.status, each.accepted) for each in second.receipts] == [("staged", {"decisions": 1})]
    assert steps.needs_update(job, places)
    made = process(places, job)
    assert [each.kind for each in made.changes] == ["updated"]
    assert not steps.needs_update(job, places)


def test_the_ledger_tells_what_was_delivered(places: Places, job: Job) -> None:
    assert steps.known_contents(job) == set()
    (places.landing / "MX-FGR" / "misnamed.ndjson").write_bytes(b"PK\x03\x04 no text")
    process(places, job)
    known = steps.known_contents(job)
    assert {agency for agency, _ in known} == {"MX-FGR", "US-HSI"}
    with job.opened() as store:
        read = load_deliveries(store).filter(status="staged")
    assert known == set(read.select("agency", "sha256").iter_rows())
    assert read_published(places.published) is not None


def test_what_could_not_be_read_may_come_again_under_another_name(places: Places, job: Job) -> None:
    """The service passes over contents it knows; one that was misnamed must not be among them."""
    worker = Worker(places, job.settings, Inbox(places.landing, time.monotonic), asyncio.Event())
    found = find_in(places.landing)[:2]
    worker._contents = {each.display_path: (each.agency, each.path.name) for each in found}
    statuses = ("unreadable", "staged")
    receipts = (
        Receipt("D", each.agency, each.display_path, told) for each, told in zip(found, statuses, strict=True)
    )
    worker._note_outcome(found, steps.Intake(tuple(receipts), ()))
    assert worker._known == {(found[1].agency, found[1].path.name)}
