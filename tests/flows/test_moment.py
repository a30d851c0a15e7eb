"""What a cluster looked like and what was known of it: the network of that day, computed from its records."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.backfill_course import Terms
from flows.cli.app import app
from flows.job import Job
from flows.months import Span
from flows.settings import Settings
from flows.steps import backfill
from flows.steps.decide import decide_step
from flows.steps.export import export_step, write_view
from flows.steps.ingest import ingest_step
from flows.steps.lineage import lineage_step
from flows.steps.link import link_step
from flows.steps.moment import Question, moment_step
from flows.steps.report import report_step
from flows.steps.retract import retract_step
from flows.steps.view import load_view
from schemas.errors import ConfigError
from staging.network_store import load_network
from tests.flows.decision_files import same, write_decisions
from tests.flows.old_world import make_old
from tests.flows.tiny_world import write_delivery

DAYS = ("2023-01-01", "2023-02-01", "2023-03-01")


def on(day: str) -> Settings:
    return Settings.model_validate({"as_of": f"{day}T12:00:00Z", "threads": 1})


def members(job: Job, cluster_id: str) -> set[str]:
    with job.opened() as store:
        clusters = load_network(store, ["clusters"])["clusters"]
    return set(clusters.filter(cluster_id=cluster_id)["entity_id"])


def only_cluster(job: Job) -> str:
    with job.opened() as store:
        (found,) = set(load_network(store, ["clusters"])["clusters"]["cluster_id"])
    return str(found)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Job, str, list[set[str]]]:
    """Three deliveries, each linked when it came; the cluster's members after each."""
    folder = tmp_path_factory.mktemp("grown")
    store, shapes = folder / "s.duckdb", []
    for number, day in enumerate(DAYS):
        job = Job(store, on(day))
        changes: dict[str, Any] = {"reported_at": f"2022-0{number + 1}-10T08:00:00Z"}
        old = make_old("MX-FGR", number, "2021-12", **changes)
        again = make_old("MX-FGR", 0, "2021-12", revision=number + 2, country="GT", **changes)
        records = [old] if number == 0 else [old, again]
        ingest_step([write_delivery(folder / "l", "MX-FGR", f"{number}.ndjson", records)], job)
        link_step(job)
        shapes.append(members(job, only_cluster(job)))
    return job, only_cluster(job), shapes


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("is_received", [False, True])
def test_what_was_known_is_what_a_link_made_of_it_then(
    grown: tuple[Job, str, list[set[str]]], number: int, is_received: bool
) -> None:
    job, cluster_id, shapes = grown
    day = date.fromisoformat(DAYS[number] if is_received else f"2022-0{number + 1}-10")
    answer = moment_step(cluster_id, Question(known=day, is_received=is_received), job)
    (moment,) = answer.moments
    assert moment.cluster_id == cluster_id
    assert set(moment.members["entity_id"]) == shapes[number]


def test_before_it_was_known_there_was_nothing(grown: tuple[Job, str, list[set[str]]]) -> None:
    job, cluster_id, _ = grown
    assert moment_step(cluster_id, Question(known=date(2022, 1, 9)), job).moments == []
    assert moment_step(cluster_id, Question(known=date(2022, 12, 31), is_received=True), job).moments == []


def test_what_had_happened_and_what_was_known_are_asked_together(
    grown: tuple[Job, str, list[set[str]]],
) -> None:
    job, cluster_id, _ = grown
    (now,) = moment_step(cluster_id, Question(at=date(2021, 12, 2)), job).moments
    (then,) = moment_step(cluster_id, Question(date(2021, 12, 2), date(2022, 1, 10)), job).moments
    assert (now.visible_from, now.records, then.records) == (date(2021, 12, 1), 2, 1)


def test_a_decision_counts_from_when_it_was_made(tmp_path: Path) -> None:
    job = Job(tmp_path / "s.duckdb", on("2026-01-11"))
    records = [make_old("MX-FGR", 0, "2021-12", reported_at="2022-01-10T08:00:00Z")]
    ingest_step([write_delivery(tmp_path / "l", "MX-FGR", "0.ndjson", records)], job)
    link_step(job)
    cluster_id = only_cluster(job)
    persons = members(job, cluster_id)
    decide_step(write_decisions(tmp_path, same("MX-FGR/R-0000#1", "MX-FGR/R-0000#2")), job)
    link_step(job)
    (then,) = moment_step(cluster_id, Question(known=date(2026, 1, 9)), job).moments
    assert set(then.members["entity_id"]) == persons
    assert moment_step(cluster_id, Question(known=date(2026, 1, 10)), job).moments == []


def test_lineage_says_since_when_a_backfilled_cluster_could_be_seen_and_when_it_was_learnt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfill, "BREATH_S", 0.0)
    job = Job(tmp_path / "s.duckdb", on("2023-06-01"))
    reported = "2022-02-01T08:00:00Z"
    records = [make_old("MX-FGR", number, "2021-12", reported_at=reported) for number in (2, 3)]
    path = write_delivery(tmp_path / "l", "MX-FGR", "0.ndjson", records)
    backfill.backfill_step(path, job, Terms(Span("2021-12", "2021-12")))
    history = lineage_step(only_cluster(job), job)
    assert history.visible_from == date(2021, 12, 3)
    (born,) = history.changes.to_dicts()
    assert born["visible_from"] == date(2021, 12, 3)
    assert f"{born['learnt_at']:%Y-%m-%d}" == "2023-06-01"
    assert born["is_backfilled"]
    said = CliRunner().invoke(app, ["lineage", history.cluster_id, "--store", str(job.store)]).stdout
    assert "visible from 2021-12-03" in said
    assert "visible from 2021-12-03, learnt 2023-06-01 by backfill" in said


def test_page_and_table_say_since_when_what_a_backfill_brought_could_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfill, "BREATH_S", 0.0)
    job = Job(tmp_path / "s.duckdb", on("2023-06-01"))
    new = make_old("MX-FGR", 3, "2023-04", reported_at="2023-04-20T08:00:00Z")
    ingest_step([write_delivery(tmp_path / "l", "MX-FGR", "new.ndjson", [new])], job)
    link_step(job)
    old = make_old("MX-FGR", 1, "2021-12", reported_at="2022-02-01T08:00:00Z")
    path = write_delivery(tmp_path / "old", "MX-FGR", "old.ndjson", [old])
    backfill.backfill_step(path, job, Terms(Span("2021-12", "2021-12")))
    cluster_id = only_cluster(job)
    report_step(tmp_path / "out", job)
    page = (tmp_path / "out" / "clusters" / f"{cluster_id}.html").read_text(encoding="utf-8")
    section = page[page.index('<section id="history">') : page.index('<section id="evidence">')]
    assert re.findall(r'"date">([^<]*)', section) == ["20 Apr 2023", "4 Apr 2023", "1 Feb 2022", "2 Dec 2021"]
    assert section.index("appeared") < section.index("grew")
    export_step(tmp_path / "tables", job)
    lineage = pl.read_parquet(tmp_path / "tables" / "lineage.parquet")
    days = dict(lineage.select("change", "visible_from").iter_rows())
    assert days == {"born": date(2023, 4, 4), "grown": date(2021, 12, 2)}
    write_view(load_view(job, None), tmp_path / "again", job)
    for name in ("lineage.parquet", "mentions.parquet"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "tables" / name).read_bytes()
    retract_step("MX-FGR/R-0001", "test", job)
    link_step(job)
    export_step(tmp_path / "tables", job)
    left = pl.read_parquet(tmp_path / "tables" / "lineage.parquet")
    assert left.filter(change="grown")["visible_from"].to_list() == [None]  # what is withdrawn tells no day


def test_the_command_shows_the_day_asked_for(grown: tuple[Job, str, list[set[str]]]) -> None:
    job, cluster_id, _ = grown
    call = ["lineage", cluster_id, "--store", str(job.store)]
    assert "learnt" not in CliRunner().invoke(app, call).stdout
    shown = CliRunner().invoke(app, [*call, "--at", "2021-12-01"]).stdout
    assert f"{cluster_id} · visible from 2021-12-01" in shown
    done = CliRunner().invoke(app, [*call, "--known", "2022-01-10", "--json"])
    (then,) = json.loads(done.stdout.splitlines()[-1])["clusters"]
    assert then["cluster_id"] == cluster_id
    nothing = CliRunner().invoke(app, [*call, "--known", "2021-01-10"])
    assert "Nothing of it was known then." in nothing.stdout
    for wrong in (["--at", "March"], ["--received"]):
        assert CliRunner().invoke(app, [*call, *wrong]).exit_code == 2


def test_a_cluster_that_never_was_is_refused(grown: tuple[Job, str, list[set[str]]]) -> None:
    with pytest.raises(ConfigError, match="never was"):
        moment_step("C-AAAAAAAAAAAA", Question(at=date(2022, 1, 1)), grown[0])
