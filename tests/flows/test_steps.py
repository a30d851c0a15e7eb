"""The steps, called as the command line and the flows call them."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import polars as pl
import pytest

from flows.counts import IngestCounts, NetworkCounts
from flows.job import Job
from flows.progress import Silence
from flows.settings import read_settings
from flows.steps.explain import explain_step
from flows.steps.export import export_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.overview import overview_step
from flows.steps.quarantine import delivery_findings_step, quarantine_step
from flows.steps.report import report_step
from flows.steps.run import run_pipeline
from schemas.errors import ConfigError
from staging.network_store import load_network
from tests.flows.tiny_world import MIGRANT, make_record, write_delivery, write_world


class Notes(Silence):
    """A listener that remembers what it was told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def advance(self, part: str | None = None) -> None:
        """Remember."""
        self.said += [part] if part else []

    def finish(self, outcome: str) -> None:
        """Remember."""
        self.said.append(outcome)


def open_job(store: Path) -> Job:
    return Job(store, read_settings(), Notes())


@pytest.fixture
def copied(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished run, to change."""
    return Path(shutil.copytree(finished, tmp_path / "copied"))


def digest_files(folder: Path) -> dict[str, str]:
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return {str(each.relative_to(folder)): hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


def test_the_main_job_accounts_for_every_row(landing: Path, tmp_path: Path) -> None:
    counts = run_pipeline(landing, tmp_path / "out", open_job(tmp_path / "s.duckdb"))
    ingest = counts.ingest
    assert (ingest.deliveries, ingest.new_deliveries, ingest.unreadable) == (2, 2, 0)
    assert ingest.received == ingest.accepted + ingest.quarantined + ingest.duplicates == 77
    assert ingest.quarantined == 7
    assert (counts.network.records, counts.network.mentions) == (10, 30)
    assert counts.report.index is not None
    assert counts.report.index.is_file()


def test_where_nothing_can_be_written_nothing_is_taken_in(landing: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(ConfigError, match="nothing was done"):
        run_pipeline(landing, tmp_path / "taken", open_job(tmp_path / "s.duckdb"))
    assert not (tmp_path / "s.duckdb").exists()


def test_the_same_deliveries_in_another_store_give_the_same_bytes(finished: Path, tmp_path: Path) -> None:
    run_pipeline(finished / "landing", tmp_path / "out", open_job(tmp_path / "other.duckdb"))
    assert digest_files(tmp_path / "out") == digest_files(finished / "out")


def test_a_second_run_on_the_same_store_changes_nothing(copied: Path) -> None:
    before = digest_files(copied / "out")
    counts = run_pipeline(copied / "landing", copied / "out", open_job(copied / "store.duckdb"))
    assert counts.ingest == IngestCounts(deliveries=2)
    assert not counts.network.changed
    assert digest_files(copied / "out") == before


def test_a_new_delivery_changes_the_network(copied: Path) -> None:
    job = open_job(copied / "store.duckdb")
    ingest_step(
        [write_delivery(copied / "landing", "MX-INM", "abril.ndjson", [make_record("MX-INM", 9)])], job
    )
    counts = link_step(job)
    assert counts.changed
    assert counts.records == 11


def test_rebuilding_gives_what_was_there(copied: Path) -> None:
    job = open_job(copied / "store.duckdb")
    with job.opened() as store:
        before = load_network(store)
    counts = link_step(job, is_rebuild=True)
    assert counts.changed
    with job.opened() as store:
        after = load_network(store)
    assert before.keys() == after.keys()
    assert all(before[name].equals(after[name]) for name in before)


def test_another_threshold_is_another_network(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAMA_SAME_BITS", "50")
    counts = link_step(open_job(copied / "store.duckdb"))
    assert counts.changed
    assert counts.persons > 4


def test_reports_of_records_that_are_not_linked_yet_are_refused(copied: Path) -> None:
    job = open_job(copied / "store.duckdb")
    ingest_step(
        [write_delivery(copied / "landing", "MX-INM", "abril.ndjson", [make_record("MX-INM", 9)])], job
    )
    with pytest.raises(ConfigError, match="trama link"):
        report_step(copied / "out", job)


def test_a_partner_gets_only_what_it_may_see_and_the_saved_network_stays(copied: Path) -> None:
    job = open_job(copied / "store.duckdb")
    before = overview_step(job)
    export_step(copied / "for", job, recipient="US-HSI")
    mentions = pl.read_parquet(copied / "for" / "mentions.parquet")
    assert mentions.filter(record_id="R-0006").is_empty()
    assert mentions["record_id"].n_unique() == 6
    ledger = pl.read_parquet(copied / "for" / "ledger.parquet")
    assert ledger["path"].unique().to_list() == ["US-HSI/march.ndjson"]
    assert pl.read_parquet(copied / "for" / "quarantine.parquet").is_empty()
    assert overview_step(job).network == before.network


def test_no_protected_name_is_in_any_file_that_leaves(finished: Path, tmp_path: Path) -> None:
    export_step(tmp_path, open_job(finished / "store.duckdb"), has_csv=True)
    written = [
        each for folder in (finished / "out", tmp_path) for each in folder.rglob("*") if each.is_file()
    ]
    assert len(written) > 20
    parts = [part.encode() for name in MIGRANT.split() for part in (name, name.upper(), name.lower())]
    assert not [each for each in written if any(part in each.read_bytes() for part in parts)]


def test_one_cluster_can_be_reported_alone(finished: Path, tmp_path: Path) -> None:
    job = open_job(finished / "store.duckdb")
    (page,) = (finished / "out" / "reports" / "clusters").iterdir()
    written = report_step(tmp_path, job, cluster_id=page.stem)
    assert written.files == 2
    with pytest.raises(ConfigError, match="no cluster C-NONE"):
        report_step(tmp_path, job, cluster_id="C-NONE")


def test_a_pair_is_explained_by_mention_and_by_person(finished: Path) -> None:
    job = open_job(finished / "store.duckdb")
    told = explain_step("MX-FGR/R-0000#1", "US-HSI/R-0000#1", job)
    assert "same person" in told
    mentions = pl.read_parquet(finished / "out" / "tables" / "mentions.parquet")
    left, right = (
        mentions.filter(pl.col("status") == "facilitator")["entity_id"].unique().sort()[:2].to_list()
    )
    assert "different persons" in explain_step(left, right, job)


def test_a_protected_person_is_explained_without_its_values(finished: Path) -> None:
    told = explain_step("MX-FGR/R-0000#3", "US-HSI/R-0000#3", open_job(finished / "store.duckdb"))
    assert "zelaya" not in told.lower()
    assert "wilmer" not in told.lower()


def test_the_overview_counts_by_agency(finished: Path) -> None:
    overview = overview_step(open_job(finished / "store.duckdb"))
    assert overview.agencies.rows() == [("MX-FGR", 1, 56, 49, 7, 0), ("US-HSI", 1, 21, 21, 0, 0)]
    assert overview.is_current
    assert isinstance(overview.network, NetworkCounts)
    assert overview.counts()["quarantined"] == 7


def test_the_quarantine_tells_reasons_and_rows(finished: Path) -> None:
    job = open_job(finished / "store.duckdb")
    summary = quarantine_step(job)
    assert ("cases", "handling", "code_list", 1, 1) in summary.reasons.rows()
    assert summary.deliveries["path"].to_list() == ["MX-FGR/marzo.ndjson"]
    assert summary.deliveries["rows"].to_list() == [7]
    rows = delivery_findings_step(job, delivery_id=summary.deliveries["delivery_id"][0]).rows
    assert "PURPLE" in rows.filter(table="cases")["message"][0]
    assert MIGRANT not in "".join(rows["message"])
    with pytest.raises(ConfigError, match="no delivery D-0"):
        delivery_findings_step(job, delivery_id="D-0")


def test_an_unreadable_delivery_does_not_stop_the_others(landing: Path, tmp_path: Path) -> None:
    (landing / "MX-FGR" / "roto.zip").write_bytes(b"PK\x03\x04 broken")
    job = open_job(tmp_path / "s.duckdb")
    counts = ingest_step([landing], job)
    assert (counts.deliveries, counts.unreadable) == (3, 1)
    assert isinstance(job.progress, Notes)
    assert any("roto.zip" in each and "cannot be read" in each for each in job.progress.said)


def test_a_path_named_twice_is_taken_in_once(tmp_path: Path) -> None:
    landing = write_world(tmp_path / "landing")
    counts = ingest_step([landing, landing / "US-HSI"], open_job(tmp_path / "s.duckdb"))
    assert (counts.deliveries, counts.new_deliveries) == (2, 2)


def test_looking_at_no_store_makes_none(tmp_path: Path) -> None:
    job = open_job(tmp_path / "none.duckdb")
    for look in (overview_step, quarantine_step, link_step):
        with pytest.raises(ConfigError, match="no store"):
            look(job)
    assert not list(tmp_path.iterdir())
