"""kill -9 between a link and its pages: the next life publishes what was left, and tells of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.job import Job
from flows.service import steps
from flows.service.facts import save_published
from flows.service.places import Places, choose_watch
from flows.service.watcher import find_in
from flows.settings import Settings, read_settings
from flows.steps.link import link_step
from flows.steps.report import report_step
from tests.flows.service.test_publishing import read_tree
from tests.flows.tiny_world import make_record, write_delivery, write_world

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("killed_publishing.py")


def take_in(places: Places, job: Job) -> None:
    assert steps.take_in(find_in(places.landing), job).failed == ()


def publish(places: Places, job: Job) -> steps.Publication:
    link_step(job)
    made = steps.publish(job, places)
    save_published(places.published, made.published)
    return made


def places_in(folder: Path) -> Places:
    store = folder / "s.duckdb"
    return Places(store, folder / "landing", folder / "out", choose_watch(store))


@pytest.fixture(scope="module")
def due(tmp_path_factory: pytest.TempPathFactory, world_settings: Settings) -> Path:
    """A folder that is published once, and a delivery more is taken in."""
    folder = tmp_path_factory.mktemp("due")
    made, job = places_in(folder), Job(folder / "s.duckdb", world_settings)
    write_world(made.landing)
    take_in(made, job)
    publish(made, job)
    report_step(folder / "whole", job)
    write_delivery(made.landing, "US-HSI", "april.ndjson", [make_record("US-HSI", 8)])
    take_in(made, job)
    return folder


@pytest.fixture
def places(due: Path, tmp_path: Path) -> Places:
    """The same, to be published."""
    shutil.copytree(due, tmp_path, dirs_exist_ok=True)
    return places_in(tmp_path)


@pytest.fixture
def job(places: Places) -> Job:
    return Job(places.store, read_settings())


@pytest.mark.parametrize("door", ["before the pages", "among the pages", "before the notes"])
def test_what_was_linked_and_not_published_is_published_by_the_next_life(
    places: Places, job: Job, door: str, tmp_path: Path
) -> None:
    command = [sys.executable, str(SCRIPT), str(job.store), door]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "inside\n"
        process.kill()
    assert not link_step(job).changed
    assert steps.needs_update(job, places)
    made = publish(places, job)
    assert [each.kind for each in made.changes] == ["updated"]
    assert not steps.needs_update(job, places)
    report_step(tmp_path / "whole", job)
    assert read_tree(places.out / "reports") == read_tree(tmp_path / "whole")


def test_two_batches_at_once_are_published_together(places: Places, job: Job, tmp_path: Path) -> None:
    write_delivery(places.landing, "MX-FGR", "abril.ndjson", [make_record("MX-FGR", 9)])
    take_in(places, job)
    assert len(publish(places, job).changes) == 1
    assert publish(places, job).changes == ()
    report_step(tmp_path / "whole", job)
    assert read_tree(places.out / "reports") == read_tree(tmp_path / "whole")
