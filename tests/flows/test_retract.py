"""A withdrawn record is gone from everywhere but the note that it was withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.job import Job
from flows.settings import Settings
from flows.steps.decide import decide_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.retract import retain_step, retract_step
from schemas.errors import ConfigError
from staging.accounts import load_ledger, load_quarantine, load_warnings, load_withdrawals
from staging.decisions import load_decisions
from staging.intake import archive_folder
from staging.network_store import load_network
from staging.records import load_records
from tests.flows.decision_files import same, write_decisions
from tests.flows.store_copies import copy_job
from tests.flows.tiny_world import make_record, write_delivery

KEY, SECRET = "US-HSI/R-0000", "Celestino Xicoténcatl"


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory, world_settings: Settings) -> Job:
    """A store whose first record, and a broken row of it, say something that nothing else says."""
    told = make_record("US-HSI", 0, narrative=f"{SECRET} was there.")
    told["persons"].append({"person_no": 4, "status": "saint", "full_name": SECRET})
    others = [make_record("US-HSI", number) for number in range(1, 4)]
    opened = Job(tmp_path_factory.mktemp("delivered") / "store.duckdb", world_settings)
    deliver(opened, "first.ndjson", [told, others[0]])
    deliver(opened, "again.ndjson", [told | {"persons": told["persons"][:3]}, others[1]])
    deliver(opened, "other.ndjson", [others[2]])
    link_step(opened)
    return opened


@pytest.fixture
def job(delivered: Job, tmp_path: Path) -> Job:
    """The same store, to withdraw from."""
    return copy_job(delivered, tmp_path)


def deliver(job: Job, name: str, records: list[dict[str, object]]) -> None:
    ingest_step([write_delivery(job.store.parent / name.partition(".")[0], "US-HSI", name, records)], job)


def archived(job: Job) -> set[str]:
    return {each.name for each in archive_folder(job.store).rglob("*.ndjson")}


def everything(job: Job) -> str:
    """All that the store can be asked for, as one text."""
    with job.opened() as store:
        frames = [*load_records(store).values(), load_quarantine(store), load_decisions(store)]
        frames += [*load_network(store).values(), load_warnings(store)]
    return "".join(str(frame.rows()) for frame in frames)


def test_what_was_withdrawn_is_nowhere_and_the_note_stays(job: Job, tmp_path: Path) -> None:
    decision = same("US-HSI/R-0000#1", "US-HSI/R-0001#2", why=f"{SECRET} told us")
    decide_step(write_decisions(tmp_path, decision), job)
    assert everything(job).count(SECRET) > 2
    with job.opened() as store:
        ledger = load_ledger(store)
    retract_step(KEY, "court order", job)
    link_step(job)
    assert SECRET not in everything(job)
    assert archived(job) == {"other.ndjson"}
    with job.opened() as store:
        assert load_ledger(store).equals(ledger)
        noted = load_withdrawals(store).select("agency", "record_id", "reason").rows()
        assert noted == [("US-HSI", "R-0000", "court order")]
        assert load_records(store)["cases"].filter(record_id="R-0000").is_empty()
        assert load_network(store, ["mentions"])["mentions"].filter(record_id="R-0000").is_empty()


def test_to_withdraw_twice_notes_it_once(job: Job) -> None:
    retract_step(KEY, "court order", job)
    retract_step(KEY, "once more", job)
    with job.opened() as store:
        assert load_withdrawals(store)["reason"].to_list() == ["court order"]


def test_an_unknown_record_is_a_wrong_call(job: Job) -> None:
    with pytest.raises(ConfigError, match="no such record"):
        retract_step("US-HSI/NONE", "why", job)


@pytest.mark.parametrize("revision", [1, 2])
def test_a_delivery_that_withdraws_is_swept_up_after_as_well(job: Job, revision: int) -> None:
    deliver(job, "gone.ndjson", [make_record("US-HSI", 0) | {"revision": revision, "retracted": True}])
    link_step(job)
    assert SECRET not in everything(job)
    assert archived(job) == {"other.ndjson"}
    deliver(job, "back.ndjson", [make_record("US-HSI", 0, narrative=SECRET)])
    assert SECRET not in everything(job)
    assert archived(job) == {"other.ndjson"}


def test_what_a_policy_keeps_no_longer_is_listed_and_then_goes(job: Job, tmp_path: Path) -> None:
    policy = tmp_path / "keep.toml"
    policy.write_text('[[keep]]\nmonths = 60\n[[keep]]\nagency = "US-HSI"\nmonths = 23\n', encoding="utf-8")
    assert retain_step(policy, job, is_preview=True).records == ()
    policy.write_text("[[keep]]\nmonths = 23\n[[keep]]\nhandling = 'RED'\nmonths = 6\n", encoding="utf-8")
    assert retain_step(policy, job, is_preview=False).records == ()
    policy.write_text("[[keep]]\nmonths = 12\n", encoding="utf-8")
    listed = retain_step(policy, job, is_preview=True)
    assert len(listed.records) == 4
    with job.opened() as store:
        assert load_withdrawals(store).is_empty()
    assert retain_step(policy, job, is_preview=False).records == listed.records
    link_step(job)
    with job.opened() as store:
        assert load_records(store)["persons"].is_empty()
        assert load_network(store, ["entities"])["entities"].is_empty()
    assert retain_step(policy, job, is_preview=True).records == ()
