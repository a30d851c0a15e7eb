"""Pages that are drawn while their network is being saved are those of the saved network, or are none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.job import Job
from flows.settings import read_settings
from flows.steps.export import export_step
from flows.steps.link import Linked, link_step
from flows.steps.report import report_step
from flows.steps.run import run_pipeline
from flows.steps.verify import verify_step
from flows.steps.view import view_linked
from reports.model import ClusterView
from schemas.errors import ConfigError, TramaError
from staging.network_store import network_basis
from tests.flows.tiny_world import make_record, write_delivery


def open_job(store: Path) -> Job:
    return Job(store, read_settings())


def read_files(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.fixture
def grown(finished: Path, tmp_path: Path) -> Path:
    """A finished run with one delivery more, not taken in yet."""
    folder = Path(shutil.copytree(finished, tmp_path / "grown"))
    write_delivery(folder / "landing", "MX-INM", "abril.ndjson", [make_record("MX-INM", 9)])
    return folder


@pytest.mark.parametrize("rows_of_a_large_intake", [1, 10_000])
def test_pages_of_the_computed_network_are_those_of_the_saved_one(
    landing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_of_a_large_intake: int
) -> None:
    monkeypatch.setattr("flows.steps.ahead.LARGE_INTAKE", rows_of_a_large_intake)
    job = open_job(tmp_path / "s.duckdb")
    counts = run_pipeline(landing, tmp_path / "out", job)
    assert counts.network.changed
    report_step(tmp_path / "again" / "reports", job)
    export_step(tmp_path / "again" / "tables", job)
    assert read_files(tmp_path / "out") == read_files(tmp_path / "again")
    assert counts.report.files == sum(1 for _ in (tmp_path / "out" / "reports").rglob("*.html"))


def test_a_network_that_is_not_saved_is_not_shown(grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_files(grown / "out")

    def fail(*_: object, **__: object) -> None:
        raise TramaError("the disk is full")

    monkeypatch.setattr("flows.steps.link.save_network", fail)
    monkeypatch.setattr("flows.steps.follow.MOST_CHANGED", -1.0)
    with pytest.raises(TramaError, match="the disk is full"):
        run_pipeline(grown / "landing", grown / "out", open_job(grown / "store.duckdb"))
    assert read_files(grown / "out") == before
    assert sorted(each.name for each in (grown / "out").iterdir()) == ["reports", "tables"]


def test_pages_that_fail_leave_the_saved_network_and_the_former_pages(
    grown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_files(grown / "out" / "reports")
    job = open_job(grown / "store.duckdb")

    monkeypatch.setattr("flows.steps.follow.MOST_CHANGED", -1.0)

    def fail(*_: object) -> Iterator[ClusterView]:
        raise TramaError("somebody protected would have been shown")

    with monkeypatch.context() as patched:
        patched.setattr("flows.steps.ahead.build_clusters", fail)
        with pytest.raises(TramaError, match="would have been shown"):
            run_pipeline(grown / "landing", grown / "out", job)
    assert read_files(grown / "out" / "reports") == before
    assert sorted(each.name for each in (grown / "out").iterdir()) == ["reports", "tables"]
    assert not link_step(job).changed


def test_a_network_that_another_has_replaced_meanwhile_is_not_shown(grown: Path) -> None:
    job = open_job(grown / "store.duckdb")
    seen: list[Linked] = []
    link_step(job, is_rebuild=True, on_computed=seen.append)
    with job.opened() as store:
        assert network_basis(store) == seen[0].basis
    assert view_linked(seen[0], job).basis == seen[0].basis
    with pytest.raises(ConfigError, match="trama link"):
        view_linked(Linked(seen[0].tables, seen[0].frames, "another"), job)


def test_what_goes_wrong_while_who_is_kept_is_told_and_done_again(
    grown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = open_job(grown / "store.duckdb")

    def fail(*_: object) -> None:
        raise TramaError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("flows.steps.keep_ahead.write_kept", fail)
        with pytest.raises(TramaError, match="full"):
            link_step(job, is_rebuild=True)
    assert link_step(job, is_rebuild=True).changed
    assert [each for each in verify_step(job, has_rebuild=True) if not each.is_passed] == []
