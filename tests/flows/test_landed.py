"""Decisions in the landing folder: taken as decisions, once, and only upon what their agency may see."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.counts import IngestCounts
from flows.job import Job
from flows.settings import read_settings
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.report import report_step
from flows.steps.run import run_pipeline
from flows.steps.verify import verify_step
from staging.accounts import load_deliveries, load_ledger, load_quarantine
from staging.decisions import load_decisions
from staging.network_store import load_network
from tests.flows.decision_files import SIGNED, not_same, same
from tests.flows.tiny_world import write_world

RAMIRO, RAMIRO_TOO = "MX-FGR/R-0000#1", "US-HSI/R-0000#1"
YESENIA = "MX-FGR/R-0000#2"
SECRET = "MX-FGR/R-0006#1"
"""Of a record that only its originator may see."""
PHONE = "MX-FGR/R-0000|identifiers|1|value"
LINK = {"judgement": "link_rejected", "left": RAMIRO, "right": PHONE, "kind": "uses_phone"}


def drop(folder: Path, agency: str, *decisions: dict[str, Any], name: str = "x", **shared: Any) -> Path:  # noqa: ANN401
    path = folder / "landing" / agency / f"{name}.decisions.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**SIGNED, **shared, "decisions": list(decisions)}), encoding="utf-8")
    return path


def take(path: Path, job: Job) -> IngestCounts:
    return ingest_step([path], job)


def books(job: Job) -> tuple[int, pl.DataFrame]:
    with job.opened() as store:
        return load_decisions(store).height, load_quarantine(store).filter(pl.col("table") != "cases")


def checks(job: Job) -> list[str]:
    with job.opened() as store:
        found = load_quarantine(store)
    return found.filter(pl.col("check").str.starts_with("decision"))["check"].to_list()


def test_dropped_decisions_are_stored_in_the_ledger_and_change_the_network(job: Job, tmp_path: Path) -> None:
    path = drop(tmp_path, "US-HSI", not_same(RAMIRO, RAMIRO_TOO), LINK)
    counts = take(path, job)
    assert (counts.accepted, counts.quarantined, counts.waiting) == (2, 0, 0)
    with job.opened() as store:
        (line,) = load_ledger(store).filter(pl.col("table") == "decisions").to_dicts()
        assert (line["received"], line["accepted"]) == (2, 2)
        sha256 = load_deliveries(store).filter(pl.col("path") == f"US-HSI/{path.name}")["sha256"].item()
    assert (job.store.with_name("store.duckdb.archive") / sha256 / path.name).is_file()
    assert link_step(job).changed
    with job.opened() as store:
        frames = load_network(store, ["mentions", "links"])
    ends = frames["mentions"].filter(pl.col("record_id") == "R-0000", pl.col("person_no") == 1)
    assert ends["entity_id"].n_unique() == 2
    assert all(each.is_passed for each in verify_step(job))


def test_the_same_file_and_the_same_decisions_in_another_change_nothing(job: Job, tmp_path: Path) -> None:
    path = drop(tmp_path, "US-HSI", same(RAMIRO, YESENIA))
    take(path, job)
    assert take(path, job).new_deliveries == 0
    more = drop(tmp_path, "US-HSI", same(RAMIRO, YESENIA), not_same(RAMIRO, "MX-FGR/R-0001#2"), name="y")
    counts = take(more, job)
    assert (counts.accepted, counts.duplicates) == (1, 1)
    assert books(job)[0] == 2


@pytest.mark.parametrize("text", ["{", '{"decisions": [{"judgement": "perhaps"}]}', "[" * 100_000, "\xff"])
def test_what_is_no_file_of_decisions_is_quarantined_whole(job: Job, tmp_path: Path, text: str) -> None:
    path = drop(tmp_path, "US-HSI")
    path.write_bytes(text.encode("latin-1"))
    assert take(path, job).unreadable == 1
    assert checks(job) == ["decisions_form"]
    assert books(job)[0] == 0


@pytest.mark.parametrize(
    ("agency", "decision", "check"),
    [
        ("US-HSI", same(RAMIRO, SECRET), "decision_out_of_sight"),
        ("US-HSI", same(RAMIRO, "MX-FGR/NONE#1"), "decision_out_of_sight"),
        ("US-HSI", same(RAMIRO, YESENIA, rests_on=["MX-FGR/R-0006@1"]), "decision_out_of_sight"),
        ("US-HSI", same(RAMIRO, YESENIA, rests_on=["MX-FGR/R-0000@2"]), "decision_stale"),
        ("US-HSI", LINK | {"rests_on": ["MX-FGR/R-0000@1"]}, "decision_stale"),
        ("US-HSI", same(RAMIRO, "P-AAAAAAAAAAAA"), "decision_by_entity"),
        ("US-HSI", LINK | {"kind": "is_cousin_of"}, "decision_unknown"),
        ("US-HSI", LINK | {"right": "MX-FGR/R-0000|identifiers|7|value"}, "decision_unknown"),
        ("US-HSI", {"revokes": "J-AAAAAAAAAAAA"}, "decision_revokes_other"),
    ],
)
def test_a_decision_that_may_not_be_is_put_aside_and_the_others_are_taken(
    job: Job, tmp_path: Path, agency: str, decision: dict[str, Any], check: str
) -> None:
    counts = take(drop(tmp_path, agency, not_same(RAMIRO, RAMIRO_TOO), decision), job)
    assert (counts.accepted, counts.quarantined) == (1, 1)
    assert checks(job) == [check]
    assert all(each.is_passed for each in verify_step(job))


def test_what_changed_names_no_record_that_the_agency_may_not_see(job: Job, tmp_path: Path) -> None:
    take(drop(tmp_path, "US-HSI", LINK | {"rests_on": ["MX-FGR/R-0000@1"]}), job)
    (message,) = books(job)[1].filter(pl.col("check") == "decision_stale")["message"]
    assert "R-0003 is new" in message
    assert "R-0006" not in message


def test_that_there_is_no_such_link_is_not_told_to_who_may_not_see_all(job: Job, tmp_path: Path) -> None:
    """Whom withheld records protect has links in a partner's report and none in the holder's network."""
    counts = take(drop(tmp_path, "US-HSI", LINK | {"kind": "holds_account"}), job)
    assert (counts.accepted, checks(job)) == (1, [])
    link_step(job)
    assert all(each.is_passed for each in verify_step(job))


def test_the_originator_may_decide_upon_what_only_it_may_see(job: Job, tmp_path: Path) -> None:
    assert take(drop(tmp_path, "MX-FGR", same(RAMIRO, SECRET)), job).accepted == 1


def test_contradictions_are_refused_whole_with_the_decisions_named(job: Job, tmp_path: Path) -> None:
    take(drop(tmp_path, "MX-FGR", same(RAMIRO, RAMIRO_TOO)), job)
    counts = take(drop(tmp_path, "US-HSI", not_same(RAMIRO, RAMIRO_TOO), name="y"), job)
    assert (counts.unreadable, checks(job)) == (1, ["decisions_contradict"])
    message = books(job)[1].filter(pl.col("check") == "decisions_contradict")["message"].item()
    assert message.count("J-") == 2
    assert "R-0000" not in message


def test_an_agency_may_revoke_its_own_decision_and_no_other(job: Job, tmp_path: Path) -> None:
    take(drop(tmp_path, "MX-FGR", same(RAMIRO, YESENIA)), job)
    with job.opened() as store:
        decision = load_decisions(store)["decision_id"].item()
    take(drop(tmp_path, "US-HSI", {"revokes": decision}), job)
    assert (books(job)[0], checks(job)) == (1, ["decision_revokes_other"])
    take(drop(tmp_path, "MX-FGR", {"revokes": decision}, name="z"), job)
    assert books(job)[0] == 0


def test_who_changes_its_mind_replaces_its_own_decision_and_nobody_elses(job: Job, tmp_path: Path) -> None:
    take(drop(tmp_path, "US-HSI", not_same(RAMIRO, RAMIRO_TOO), LINK), job)
    mind = [same(RAMIRO_TOO, RAMIRO), LINK | {"judgement": "link_confirmed"}]
    otherwise = [each | {"replaces": True, "at": "2026-01-11T09:00:00Z"} for each in mind]
    assert take(drop(tmp_path, "MX-FGR", *otherwise, name="y"), job).unreadable == 1
    counts = take(drop(tmp_path, "US-HSI", *otherwise, name="z"), job)
    assert (counts.accepted, counts.duplicates) == (2, 0)
    with job.opened() as store:
        assert sorted(load_decisions(store)["judgement"]) == ["link_confirmed", "same"]
        assert load_decisions(store, only_active=False).height == 6
    assert all(each.is_passed for each in verify_step(job))


def test_decisions_made_for_another_are_refused_whole(job: Job, tmp_path: Path) -> None:
    take(drop(tmp_path, "US-HSI", same(RAMIRO, YESENIA), view="MX-FGR"), job)
    assert checks(job) == ["decisions_view"]


def test_the_main_job_takes_records_first_and_decisions_on_links_once_there_is_a_network(
    tmp_path: Path,
) -> None:
    landing = write_world(tmp_path / "landing")
    drop(tmp_path, "MX-FGR", LINK, name="a")
    drop(tmp_path, "US-HSI", not_same(RAMIRO, RAMIRO_TOO), LINK | {"why": "So do we."}, name="b")
    job = Job(tmp_path / "store.duckdb", read_settings())
    assert ingest_step([landing], job).waiting == 2
    assert books(job)[0] == 0
    counts = run_pipeline(landing, tmp_path / "out", job)
    assert (counts.ingest.deliveries, counts.ingest.accepted, counts.ingest.waiting) == (4, 3, 0)
    again = run_pipeline(landing, tmp_path / "out", job)
    assert (again.ingest.new_deliveries, again.network.changed) == (0, False)


def test_whatever_a_partners_report_offers_is_taken_from_it(job: Job, tmp_path: Path) -> None:
    report_step(tmp_path / "out", job, recipient="US-HSI")
    (page,) = (tmp_path / "out").rglob("C-*.html")
    offered = re.search(r'id="review-data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)
    assert offered is not None
    data = json.loads(offered[1])
    assert data["view"] == "US-HSI"
    assert not any(key.startswith("MX-FGR/R-0006") for key, _ in data["records"])
    made = [
        {
            "judgement": "link_confirmed",
            "left": left,
            "right": right,
            "kind": data["kinds"][kind][0],
            "rests_on": [data["records"][place][0] for place in places],
        }
        for _, _, kind, left, right, places, _, _ in data["links"]
    ]
    assert not re.search(r'"[PTVLADS]-[A-Z2-7]{12}"', json.dumps(made))
    counts = take(drop(tmp_path, "US-HSI", *made, view="US-HSI", evidence=data["snapshot"]), job)
    assert (counts.accepted, counts.quarantined) == (len(made), 0)
    assert len(made) > 10
    link_step(job)
    with job.opened() as store:
        links = load_network(store, ["links"])["links"]
    assert links.filter(pl.col("judgement") == "confirmed").height == len(made)
