"""Every check passes on a sound store, and each of them fails on a store with its own fault."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.job import Job
from flows.settings import read_settings
from flows.steps.decide import decide_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.retract import retract_step
from flows.steps.verify import verify_step
from tests.flows.decision_files import not_same, write_decisions
from tests.flows.tiny_world import make_record, write_delivery

PERSON = "(select entity_id from net_entities where status = 'smuggled_migrant' limit 1)"
FAULTS = {
    "update ledger set accepted = accepted + 1, received = received + 1": "ledger adds",
    "delete from quarantine": "ledger and quarantine",
    "delete from cases where record_id = 'R-0000'": "its case row",
    "delete from record_versions where record_id = 'R-0000'": "has its revision",
    "delete from net_mentions where record_id = 'R-0001'": "is a mention",
    "insert into net_mentions select * from net_mentions limit 1": "is a mention",
    "delete from net_entities where kind = 'phone'": "exists",
    f"update net_clusters set entity_id = {PERSON} where kind = 'phone'": "protected",
    f"update net_links set source_id = {PERSON}": "protected",
    "delete from net_lineage": "history",
    "delete from kept_people where record_key like '%R-0001'": "kept to follow",
    "delete from kept_who_mentions where record_key like '%R-0001'": "kept to follow",
}


def failed(job: Job, **options: object) -> list[str]:
    return [each.name for each in verify_step(job, **options) if not each.is_passed]  # type: ignore[arg-type]


def damage(job: Job, statement: str) -> None:
    with duckdb.connect(str(job.store)) as connection:
        connection.execute(statement)


def test_a_sound_store_passes_every_check_and_equals_its_rebuild(job: Job, finished: Path) -> None:
    checks = verify_step(job, out=finished / "out", has_rebuild=True)
    assert [each for each in checks if not each.is_passed] == []
    assert len(checks) == 21


@pytest.mark.parametrize(("fault", "told"), list(FAULTS.items()))
def test_a_fault_is_found(job: Job, fault: str, told: str) -> None:
    damage(job, fault)
    assert any(told in each for each in failed(job))


def test_a_link_that_the_records_do_not_give_is_found_by_a_rebuild(job: Job) -> None:
    damage(job, "update net_links set weight = weight * 2")
    assert failed(job) == []
    assert failed(job, has_rebuild=True) == ["rebuilt: the same links"]


@pytest.mark.parametrize(
    "statement",
    [
        "update kept_factors set factor = factor / 2",
        "update kept_who_pairs set weight_0 = weight_0 + 1",
        "update kept_who_values set band = null",
        "delete from kept_who_blocks where number = 0",
    ],
)
def test_what_is_kept_wrongly_is_found_by_a_rebuild(job: Job, statement: str) -> None:
    damage(job, statement)
    assert failed(job) == []
    assert failed(job, has_rebuild=True) == ["rebuilt: the same kept beside it"]


def test_a_store_that_keeps_nothing_is_sound(job: Job) -> None:
    damage(job, "drop table kept_version")
    assert failed(job, has_rebuild=True) == []


def test_a_due_link_is_told_with_how_much_is_behind_and_is_no_fault(
    job: Job, finished: Path, tmp_path: Path
) -> None:
    ingest_step([write_delivery(tmp_path / "l", "MX-INM", "a.ndjson", [make_record("MX-INM", 9)])], job)
    one = verify_step(job, out=finished / "out")
    assert all(each.is_passed for each in one)
    network, reports = (each for each in one if each.is_due)
    assert network.detail == "the network is behind: 1 record changed since; run `trama link`"
    assert reports.name == "reports are of this network"
    assert "behind" in reports.detail
    retract_step("MX-FGR/R-0000", "order", job)
    decide_step(write_decisions(tmp_path, not_same("MX-FGR/R-0001#1", "US-HSI/R-0001#1")), job)
    assert "2 records and 1 decision changed since" in due(job)
    link_step(job)
    assert due(job) == ""


def due(job: Job) -> str:
    return "; ".join(each.detail for each in verify_step(job) if each.is_due)


def test_settings_that_differ_make_a_link_due(job: Job) -> None:
    other = Job(job.store, job.settings.model_copy(update={"seed": 7}))
    assert due(other) == "the network is behind: settings changed since; run `trama link`"


def test_a_store_with_records_and_no_network_has_a_link_due(tmp_path: Path) -> None:
    job = Job(tmp_path / "s.duckdb", read_settings())
    ingest_step([write_delivery(tmp_path / "l", "MX-INM", "a.ndjson", [make_record("MX-INM", 9)])], job)
    assert "there is none yet" in due(job)
    assert failed(job) == []


def test_the_command_prints_a_notice_and_tells_scripts(job: Job, tmp_path: Path) -> None:
    def call(*options: str) -> str:
        result = CliRunner().invoke(app, ["verify", "--store", str(job.store), *options])
        assert result.exit_code == 0
        return result.stdout

    assert "Notice" not in call()
    assert json.loads(call("--json").splitlines()[-1])["link_due"] is False
    ingest_step([write_delivery(tmp_path / "l", "MX-INM", "a.ndjson", [make_record("MX-INM", 9)])], job)
    told = call()
    assert "due     the network is of these records" in told
    assert "Notice: the network is behind: 1 record changed since; run `trama link`." in told
    assert json.loads(call("--json").splitlines()[-1])["link_due"] is True


def test_reports_of_an_older_network_are_told(job: Job, finished: Path, tmp_path: Path) -> None:
    decide_step(write_decisions(tmp_path, not_same("MX-FGR/R-0000#1", "US-HSI/R-0000#1")), job)
    link_step(job)
    assert failed(job, out=finished / "out") == ["reports are of this network"]
    assert failed(job, out=tmp_path) == ["reports are of this network"]
    assert failed(job, has_rebuild=True) == []


def test_a_decision_that_is_not_followed_is_found(job: Job, tmp_path: Path) -> None:
    decide_step(write_decisions(tmp_path, not_same("MX-FGR/R-0000#1", "US-HSI/R-0000#1")), job)
    with duckdb.connect(str(job.store)) as connection:
        mentions = connection.execute("from net_mentions").pl()
    link_step(job)
    with duckdb.connect(str(job.store)) as connection:
        connection.register("before", mentions.to_arrow())
        connection.execute("create or replace table net_mentions as from before")
    assert "every decision is followed" in failed(job)
    assert mentions.filter(pl.col("entity_id").is_null()).is_empty()


def test_what_is_left_of_a_withdrawn_record_is_found(job: Job) -> None:
    retract_step("MX-FGR/R-0000", "order", job)
    link_step(job)
    assert failed(job) == []
    damage(job, "update quarantine set record_id = 'R-0000', raw = 'left'")
    assert failed(job) == ["nothing is left of what was withdrawn"]
