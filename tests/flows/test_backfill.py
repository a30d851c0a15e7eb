"""History month by month: the same as a plain ingest, failures left out, live deliveries in between."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from flows import backfill_course
from flows.backfill_course import Terms
from flows.cli.app import app
from flows.counts import NetworkCounts
from flows.job import Job
from flows.months import Span
from flows.progress import Silence
from flows.settings import read_settings
from flows.steps import backfill, backfill_intake
from flows.steps.backfill import backfill_step, only_backfill, windows_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.overview import overview_step
from flows.steps.verify import verify_step
from schemas.errors import ConfigError, TramaError
from staging.records import load_records
from tests.flows.decision_files import not_same, write_decisions
from tests.flows.old_world import FIRST, LAST, make_old, staged_rows, write_history
from tests.flows.tiny_world import make_record, write_delivery

WHOLE = Terms(Span(FIRST, LAST))


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfill_course, "RETRY_DELAYS_S", (0.0,))
    monkeypatch.setattr(backfill, "BREATH_S", 0.0)
    monkeypatch.setattr(backfill_intake, "BREATH_S", 0.0)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return write_history(tmp_path / "landing")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path / "store.duckdb", read_settings())


def check_sound(job: Job) -> None:
    assert [each for each in verify_step(job, has_rebuild=True) if not each.is_passed] == []


def current(job: Job) -> int:
    with job.opened() as store:
        return load_records(store)["cases"].height


def held(job: Job) -> list[tuple[str, int]]:
    windows = windows_step(job).filter(pl.col("held_count") > 0)
    return windows.select("month", "held_count").rows()


def refuse(monkeypatch: pytest.MonkeyPatch, *months: str, times: int = 99) -> list[str]:
    """The network cannot be updated with records of these months; tells what was tried."""
    tried: list[str] = []

    def link(job: Job, *, is_rebuild: bool) -> NetworkCounts:
        with job.opened() as store:
            dates = load_records(store)["cases"]["incident_start_date"]
        found = [each for each in months if (dates.dt.strftime("%Y-%m") == each).any()]
        tried.extend(found)
        if found and len(tried) <= times:
            raise TramaError(f"no room for {found[0]}")
        return link_step(job, is_rebuild=is_rebuild)

    monkeypatch.setattr(backfill, "link_step", link)
    return tried


@pytest.mark.parametrize("link_every", [1, 2])
def test_a_backfill_stages_what_an_ingest_stages(
    history: Path, job: Job, plain: Job, link_every: int
) -> None:
    counts = backfill_step(history, job, Terms(WHOLE.span, link_every=link_every))
    assert counts.is_complete
    assert (counts.windows_done, counts.records, counts.records_outside) == (3, 13, 0)
    assert staged_rows(job.store) == staged_rows(plain.store)
    check_sound(job)


def test_done_again_it_finds_nothing_to_do(history: Path, job: Job) -> None:
    backfill_step(history, job, WHOLE)
    before = staged_rows(job.store)
    counts = backfill_step(history, job, WHOLE)
    assert (counts.windows_done, counts.staged.counts.new_deliveries, counts.is_complete) == (0, 0, True)
    assert staged_rows(job.store) == before
    assert ingest_step([history], job).new_deliveries == 0


def test_other_months_wait_for_a_wider_span(history: Path, job: Job) -> None:
    counts = backfill_step(history, job, Terms(Span("2023-02", "2023-02")))
    assert (counts.windows_done, counts.records, counts.records_outside) == (1, 4, 9)
    assert counts.is_complete
    assert [month for month, _ in held(job)] == ["2023-01", "2023-03"]
    assert overview_step(job).store["held_count"] == 9
    assert current(job) == 4
    check_sound(job)
    assert backfill_step(history, job, WHOLE).records == 9
    assert current(job) == 12


def test_a_month_that_fails_is_tried_again(history: Path, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = refuse(monkeypatch, "2023-02", times=1)
    counts = backfill_step(history, job, Terms(WHOLE.span, retries=1))
    assert counts.is_complete
    assert len(tried) > 1
    assert windows_step(job)["attempts"].to_list() == [1, 2, 1]


def test_a_month_that_fails_for_good_is_left_out_and_the_others_are_in(
    history: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "2023-02")
    counts = backfill_step(history, job, WHOLE)
    assert counts.windows_failed == {"2023-02": "no room for 2023-02"}
    assert (counts.windows_done, counts.windows_left, counts.is_complete) == (2, 1, False)
    assert held(job) == [("2023-02", 4)]
    assert windows_step(job)["message"].to_list() == [None, "no room for 2023-02", None]
    check_sound(job)
    monkeypatch.setattr(backfill, "link_step", link_step)
    assert backfill_step(history, job, WHOLE).windows_done == 1
    check_sound(job)


def test_a_month_that_fails_among_others_is_found_out(
    history: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "2023-02")
    counts = backfill_step(history, job, Terms(WHOLE.span, retries=0, link_every=3))
    assert list(counts.windows_failed) == ["2023-02"]
    assert held(job) == [("2023-02", 4)]
    check_sound(job)


def test_the_first_failure_may_end_it(history: Path, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, "2023-01")
    counts = backfill_step(history, job, Terms(WHOLE.span, retries=0, stops_on_failure=True))
    assert (counts.windows_done, counts.windows_left) == (0, 3)
    assert current(job) == 0


def test_a_failure_says_nothing_of_a_record(history: Path, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(job: Job, *, is_rebuild: bool) -> NetworkCounts:
        raise ValueError("cannot convert 'Ramiro'")

    monkeypatch.setattr(backfill, "link_step", stumble)
    counts = backfill_step(history, job, Terms(WHOLE.span, retries=0))
    assert "Ramiro" not in str(counts.counts())
    assert "ValueError" in counts.windows_failed["2023-01"]


class Interruption(Silence):
    """Somebody who writes to the store whenever a part of a backfill is done."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def advance(self, part: str | None = None) -> None:
        """Write."""
        self._write(part or "")


def test_live_deliveries_are_taken_in_between_months(history: Path, job: Job, tmp_path: Path) -> None:
    live = Job(job.store, job.settings)
    seen: list[int] = []

    def write(part: str) -> None:
        if part.startswith("2023-01"):
            copied, corrected = make_old("MX-FGR", 5, LAST), make_old("MX-FGR", 4, "2023-02", revision=2)
            write_delivery(tmp_path / "live", "US-HSI", "new.ndjson", [make_record("US-HSI", 8)])
            write_delivery(tmp_path / "live", "MX-FGR", "new.ndjson", [copied, corrected])
            ingest_step([tmp_path / "live"], live)
            link_step(live)
            seen.append(current(live))

    counts = backfill_step(history, Job(job.store, job.settings, Interruption(write)), WHOLE)
    assert seen == [7]
    assert counts.is_complete
    assert current(job) == 13
    with job.opened() as store:
        revisions = load_records(store)["cases"].filter(record_id="R-0004", agency="MX-FGR")["revision"]
    assert revisions.to_list() == [2]
    check_sound(job)


def test_decisions_wait_until_everything_is_in(
    history: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_decisions(history / "MX-FGR", not_same("MX-FGR/R-0000#1", "MX-FGR/R-0001#1"))
    path.rename(path.with_name("x.decisions.json"))
    counts = backfill_step(history, job, Terms(Span(FIRST, FIRST)))
    assert counts.staged.counts.waiting == 1
    counts = backfill_step(history, job, WHOLE)
    assert counts.staged.counts.waiting == 0
    assert counts.staged.counts.accepted == 1
    check_sound(job)


def test_a_second_backfill_of_the_store_is_refused(history: Path, job: Job) -> None:
    with only_backfill(job), pytest.raises(ConfigError, match="Another backfill"):
        backfill_step(history, job, WHOLE)


def test_a_wrong_path_makes_nothing(job: Job, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        backfill_step(tmp_path / "nowhere", job, WHOLE)
    assert not list(tmp_path.iterdir())


def test_the_command_tells_what_is_in_and_ends_with_one_where_something_is_left_out(
    history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "s.duckdb"
    call = ["backfill", str(history), "--from", FIRST, "--to", "2023-02", "--store", str(store)]
    refuse(monkeypatch, "2023-02", times=1)
    failed = CliRunner().invoke(app, [*call, "--retries", "0", "--json"])
    assert failed.exit_code == 1
    assert json.loads(failed.stdout.splitlines()[-1])["windows_failed"] == {"2023-02": "no room for 2023-02"}
    windows = CliRunner().invoke(app, ["backfill", "--status", "--store", str(store)])
    assert "no room for 2023-02" in windows.stdout
    done = CliRunner().invoke(app, call)
    assert done.exit_code == 0
    assert "1 done" in done.stdout
    assert "5 records of other months" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        (".",),
        (".", "--from", "2023-02", "--to", "2023-01"),
        (".", "--from", "2023-13", "--to", "2024-01"),
        ("nowhere", "--from", "2023-01", "--to", "2024-01"),
        (".", "--from", "2023-01", "--to", "2024-01"),
    ],
)
def test_a_wrong_call_ends_with_two_and_makes_nothing(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["backfill", *arguments])
    assert result.exit_code == 2
    assert result.stderr
    assert not list(tmp_path.iterdir())
