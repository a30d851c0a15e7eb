"""A release: put aside, decided on by somebody who is named, written as it was approved, and logged."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from flows.cli.app import app
from flows.job import Job
from flows.settings import read_settings
from flows.steps.decide import decide_step
from flows.steps.export import export_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.release import WAITS_FOR, Approval, Proposal, decide_release, propose_release
from flows.steps.report import report_step
from flows.steps.retract import retract_step
from schemas.errors import ConfigError, TramaError
from staging.releases import load_releases
from tests.flows.decision_files import not_same, same, write_decisions
from tests.flows.tiny_world import make_record, write_delivery

YES = Approval(True, "A. Analyst", "Asked for under the joint operation.")
NO = Approval(False, "A. Analyst", "Not yet.")


def log_of(job: Job) -> pl.DataFrame:
    with job.opened() as store:
        return load_releases(store)


def events(job: Job) -> list[str]:
    return log_of(job)["event"].to_list()


def propose(job: Job, asked_for: str = "once") -> Proposal:
    return propose_release("US-HSI", asked_for, job)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_what_was_approved_is_what_is_written_byte_for_byte(job: Job, tmp_path: Path) -> None:
    proposal = propose(job)
    aside = contents(proposal.folder)
    assert decide_release(proposal, YES, tmp_path / "out", job) == "written"
    assert contents(tmp_path / "out") == aside
    assert not proposal.folder.exists()
    manifest = json.loads(aside.pop("manifest.json"))
    assert {name: hashlib.sha256(content).hexdigest() for name, content in aside.items()} == manifest["files"]
    assert {"reports/index.html", "tables/links.parquet"} < set(aside)
    assert manifest["held_back"]["records"] == {"from": 1, "to": 4}


def test_who_when_what_and_for_whom_is_in_the_log(job: Job, tmp_path: Path) -> None:
    decide_release(propose(job), YES, tmp_path / "out", job)
    log = log_of(job)
    assert log["event"].to_list() == ["asked", "approved", "written"]
    approved = log.row(1, named=True)
    assert (approved["recipient"], approved["decided_by"], approved["reason"]) == (
        "US-HSI",
        YES.by,
        YES.reason,
    )
    assert approved["happened_at"] == job.settings.now()
    manifest = (tmp_path / "out" / "manifest.json").read_bytes()
    assert approved["content_sha256"] == hashlib.sha256(manifest).hexdigest()
    assert log["snapshot"].n_unique() == log["release_id"].n_unique() == 1


def test_what_was_rejected_is_not_written(job: Job, tmp_path: Path) -> None:
    proposal = propose(job)
    assert decide_release(proposal, NO, tmp_path / "out", job) == "rejected"
    assert not (tmp_path / "out").exists()
    assert not proposal.folder.exists()
    assert events(job) == ["asked", "rejected"]
    with pytest.raises(TramaError, match="settled already"):
        decide_release(proposal, YES, tmp_path / "out", job)


def test_what_the_partner_may_no_longer_see_is_not_released_on_an_old_word(job: Job, tmp_path: Path) -> None:
    proposal = propose(job)
    retract_step("MX-FGR/R-0001", "withdrawn by its originator", job)
    assert decide_release(proposal, YES, tmp_path / "out", job) == "superseded"
    assert not (tmp_path / "out").exists()
    assert decide_release(propose(job, "again"), YES, tmp_path / "out", job) == "written"
    assert events(job) == ["asked", "superseded", "asked", "approved", "written"]
    mentions = pl.read_parquet(tmp_path / "out" / "tables" / "mentions.parquet")
    assert mentions.filter(agency="MX-FGR", record_id="R-0001").is_empty()


def test_what_is_held_back_from_the_partner_disturbs_no_approval(job: Job, tmp_path: Path) -> None:
    proposal = propose(job)
    hidden = make_record("MX-INM", 9, handling="RED")
    ingest_step([write_delivery(tmp_path / "landing", "MX-INM", "abril.ndjson", [hidden])], job)
    assert decide_release(proposal, YES, tmp_path / "out", job) == "written"


def test_what_was_put_aside_and_changed_is_not_written(job: Job, tmp_path: Path) -> None:
    proposal = propose(job)
    (proposal.folder / "reports" / "more.html").write_text("more")
    with pytest.raises(TramaError, match="not what it was"):
        decide_release(proposal, YES, tmp_path / "out", job)
    assert not (tmp_path / "out").exists()


def test_the_same_request_is_the_same_proposal(job: Job) -> None:
    assert propose(job) == propose(job)
    assert events(job) == ["asked"]


def test_nobody_and_no_reason_are_no_approval(job: Job, tmp_path: Path) -> None:
    proposal = propose(job)
    for wrong in (Approval(True, " ", "why"), Approval(True, "A", ""), Approval(True, "A", "two\nlines")):
        with pytest.raises(ConfigError, match="one line"):
            decide_release(proposal, wrong, tmp_path / "out", job)
    assert events(job) == ["asked"]


def test_nobodys_files_are_mixed_with_a_release(job: Job, tmp_path: Path) -> None:
    report_step(tmp_path / "mine", job)
    with pytest.raises(ConfigError, match="written for the holder"):
        decide_release(propose(job), YES, tmp_path / "mine", job)
    with pytest.raises(ConfigError, match="written for the holder"):
        report_step(tmp_path / "mine", job, recipient="US-HSI")
    report_step(tmp_path / "theirs", job, recipient="US-HSI")
    with pytest.raises(ConfigError, match="written for US-HSI"):
        report_step(tmp_path / "theirs", job)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    with pytest.raises(ConfigError, match="other files"):
        decide_release(propose(job), YES, tmp_path / "full", job)


def test_an_earlier_release_to_the_same_partner_is_replaced(job: Job, tmp_path: Path) -> None:
    decide_release(propose(job), YES, tmp_path / "out", job)
    link_step(job)
    decide_release(propose(job, "again"), YES, tmp_path / "out", job)
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".")) == []
    assert events(job)[-1] == "written"


def test_what_nobody_decided_on_in_time_is_gone(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = propose(job)
    later = (job.settings.now() + WAITS_FOR + timedelta(minutes=1)).isoformat()
    monkeypatch.setenv("TRAMA_AS_OF", later)
    propose(Job(job.store, read_settings()), "again")
    assert events(job) == ["asked", "expired", "asked"]
    assert not proposal.folder.exists()


def test_what_is_written_without_approval_is_logged_as_such(job: Job, tmp_path: Path) -> None:
    report_step(tmp_path / "pages", job, recipient="US-HSI")
    export_step(tmp_path / "tables", job, recipient="US-HSI")
    report_step(tmp_path / "mine", job)
    log = log_of(job)
    assert log.select("event", "recipient", "reason").rows() == [
        ("unapproved", "US-HSI", "report"),
        ("unapproved", "US-HSI", "export tables"),
    ]


def test_a_merge_that_a_hidden_record_decided_does_not_reach_a_partner(job: Job, tmp_path: Path) -> None:
    """`same` names all mentions of its two ends: one of them hidden, and the visible ones stay apart."""
    hidden, left, right = "MX-FGR/R-0006#1", "MX-FGR/R-0000#1", "US-HSI/R-0001#1"
    decide_step(write_decisions(tmp_path, same(left, hidden), same(hidden, right)), job)
    link_step(job)

    def persons(recipient: str | None) -> dict[str, str]:
        out = tmp_path / f"tables-{recipient}"
        export_step(out, job, recipient=recipient)
        rows = pl.read_parquet(out / "mentions.parquet").iter_rows(named=True)
        return {f"{r['agency']}/{r['record_id']}#{r['person_no']}": r["entity_id"] for r in rows}

    mine, theirs = persons(None), persons("US-HSI")
    assert mine[left] == mine[right]
    assert theirs[left] != theirs[right]


def test_a_word_that_keeps_persons_apart_reaches_every_partner(job: Job, tmp_path: Path) -> None:
    left, right = "MX-FGR/R-0000#1", "US-HSI/R-0000#1"
    decide_step(write_decisions(tmp_path, not_same(left, right)), job)
    link_step(job)
    export_step(tmp_path / "tables", job, recipient="US-HSI")
    mentions = pl.read_parquet(tmp_path / "tables" / "mentions.parquet")
    first = mentions.filter(record_id="R-0000", person_no=1)
    assert first["entity_id"].n_unique() == 2


def call(*arguments: str | Path, typed: str = "") -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], input=typed)


def test_the_command_writes_with_a_named_approver_and_status_shows_it(job: Job, tmp_path: Path) -> None:
    where = ("--for", "US-HSI", "--store", job.store, "--out", tmp_path / "out")
    wish = ("--format", "pdf,xlsx", "--language", "fr")
    result = call(
        "release", *where, *wish, "--approved-by", "A. Analyst", "--reason", "Joint operation", "--json"
    )
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout.splitlines()[-1])["outcome"] == "written"
    assert 'lang="fr-CA"' in (tmp_path / "out" / "reports" / "index.html").read_text()
    kinds = {each.suffix for each in (tmp_path / "out" / "reports").rglob("*") if each.is_file()}
    assert kinds >= {".html", ".pdf", ".xlsx"}
    told = call("status", "--store", job.store).stdout
    assert "A. Analyst" in told
    assert "US-HSI" in told
    state = json.loads(call("status", "--store", job.store, "--json").stdout.splitlines()[-1])
    assert [each["event"] for each in state["releases"]] == ["written"]


@pytest.mark.parametrize(
    "word",
    [(), ("--approved-by", "A"), ("--reason", "why"), ("--approved-by", "", "--reason", "why"),
     ("--tracked", "--approved-by", "A", "--reason", "why"), ("--for", "lower"),
     ("--for", "../up", "--approved-by", "A", "--reason", "why")],
)  # fmt: skip
def test_without_somebody_who_approves_the_call_is_wrong(
    word: tuple[str, ...], job: Job, tmp_path: Path
) -> None:
    result = call("release", "--for", "US-HSI", "--store", job.store, "--out", tmp_path / "out", *word)
    assert result.exit_code == 2, result.stdout
    assert events(job) == []
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob("*.releases/*"))
