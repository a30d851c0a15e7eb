"""What comes under a number that the network knows reaches it, and what nobody delivered is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.job import Job
from flows.settings import read_settings
from flows.steps import follow, link
from flows.steps.ingest import describe_loose, ingest_step
from flows.steps.link import link_step
from flows.steps.verify import verify_step
from staging.network_store import load_network
from staging.records import changed_records
from tests.flows.tiny_world import make_record, write_delivery

LOST = {"person_no": 9, "status": "saint", "full_name": "Zenobio Zazueta"}


def deliver(job: Job, name: str, *records: dict[str, object]) -> None:
    ingest_step([write_delivery(job.store.parent / name, "US-HSI", f"{name}.ndjson", list(records))], job)


def test_a_link_follows_a_record_that_was_completed_under_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []

    def remember(*given: object) -> bool:
        told.append(follow.follow_changes(*given))  # type: ignore[arg-type]
        return told[-1]

    monkeypatch.setattr(link, "follow_changes", remember)
    monkeypatch.setattr(follow, "MOST_CHANGED", 1.0)
    job = Job(tmp_path / "store.duckdb", read_settings())
    record = make_record("US-HSI", 0)
    whole = [*record["persons"], LOST | {"status": "facilitator"}]
    deliver(job, "a", record | {"persons": [*record["persons"], LOST]}, make_record("US-HSI", 1))
    link_step(job)
    told.clear()
    deliver(job, "b", record | {"persons": whole})
    link_step(job)
    with job.opened() as store:
        assert changed_records(store).is_empty()
        mentions = load_network(store, ["mentions"])["mentions"].filter(record_id="R-0000")
    assert told == [True]
    assert mentions.height == len(whole)
    assert [each for each in verify_step(job, has_rebuild=True) if not each.is_passed] == []


def test_files_in_no_agencys_folder_are_told_with_what_to_do() -> None:
    assert describe_loose([]) == ""
    told = describe_loose([f"landing/{name}.csv" for name in "gfedcba"])
    assert "landing/a.csv, landing/b.csv" in told
    assert "landing/g.csv" not in told
    assert "and 2 more (move each into the folder of the agency that sent it" in told


def test_loose_files_neither_stop_an_ingest_nor_are_told_where_an_agency_is_named(tmp_path: Path) -> None:
    told: list[str] = []

    class Listener:
        def start(self, stage: str, total: int | None = None) -> None:
            """A stage begins."""

        def advance(self, step: str) -> None:
            """A step is done."""

        def finish(self, result: str) -> None:
            told.append(result)

    landing = tmp_path / "landing"
    write_delivery(landing, "US-HSI", "a.ndjson", [make_record("US-HSI", 0)])
    (landing / "loose.ndjson").write_text("{}\n", encoding="utf-8")
    job = Job(tmp_path / "store.duckdb", read_settings(), Listener())
    assert ingest_step([landing], job).deliveries == 1
    assert ingest_step([landing], job, agency="US-HSI").deliveries == 2
    assert "no agency's folder: landing/loose.ndjson" in told[0]
    assert "loose" not in told[1]
