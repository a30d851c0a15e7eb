"""The flow `release` under Prefect's test server: it waits, and does as somebody says in the UI's form."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.counts import ReleaseCounts
from flows.job import Job
from flows.settings import read_settings
from flows.steps.retract import retract_step
from staging.releases import load_releases
from tests.flows.tiny_world import MIGRANT, RING_PHONE

pytestmark = [
    pytest.mark.usefixtures("tracked_runs", "swept"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]

WORD = {"approver": "A. Analyst", "reason": "Asked for under the joint operation."}
YES, NO = WORD | {"decision": "approve"}, WORD | {"decision": "reject"}
MOST_LOOKS = 300


@pytest.fixture
def store(copied_store: Path) -> Path:
    return copied_store


def log_of(store: Path) -> pl.DataFrame:
    with Job(store, read_settings()).opened() as opened:
        return load_releases(opened)


async def _paused_run(number: int) -> Any:  # noqa: ANN401 - Prefect's client is loaded late
    """The run that waits for its n-th answer."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - Prefect after its environment
    from prefect.client.schemas.filters import FlowRunFilter  # noqa: PLC0415

    waiting = FlowRunFilter.model_validate({"state": {"type": {"any_": ["PAUSED"]}}})
    async with get_client() as client:
        for _ in range(MOST_LOOKS):
            for run in await client.read_flow_runs(flow_run_filter=waiting):
                if run.state and run.state.state_details.pause_key == str(number):
                    return run
            await asyncio.sleep(0.1)
    raise AssertionError("no run waits for an answer")


async def _release(
    store: Path, out: Path, *answers: dict[str, str], meanwhile: Callable[[], object] | None = None
) -> ReleaseCounts:
    """Run the flow and answer as an analyst would in the UI; `meanwhile` happens before the first answer."""
    from prefect.flow_runs import aresume_flow_run  # noqa: PLC0415

    from flows.release_flow import release_records  # noqa: PLC0415

    run = asyncio.create_task(release_records(store, out, "US-HSI"))
    for number, answer in enumerate(answers, start=1):
        waiting = await _paused_run(number)
        assert not out.exists()
        if meanwhile is not None and number == 1:
            await asyncio.to_thread(meanwhile)
        await aresume_flow_run(waiting.id, run_input=answer)
    return await run


def test_approved_it_is_written_and_logged(store: Path, tmp_path: Path) -> None:
    made = asyncio.run(_release(store, tmp_path / "out", YES))
    assert (made.outcome, made.recipient) == ("written", "US-HSI")
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["recipient"] == "US-HSI"
    log = log_of(store)
    assert log["event"].to_list() == ["asked", "approved", "written"]
    assert log.row(1, named=True)["decided_by"] == "A. Analyst"


def test_rejected_nothing_is_written(store: Path, tmp_path: Path) -> None:
    assert asyncio.run(_release(store, tmp_path / "out", NO)).outcome == "rejected"
    assert not (tmp_path / "out").exists()
    assert log_of(store)["event"].to_list() == ["asked", "rejected"]


def test_approved_after_the_records_changed_it_is_asked_again(store: Path, tmp_path: Path) -> None:
    def withdraw() -> None:
        retract_step("MX-FGR/R-0001", "withdrawn by its originator", Job(store, read_settings()))

    made = asyncio.run(_release(store, tmp_path / "out", YES, YES, meanwhile=withdraw))
    assert made.outcome == "written"
    assert log_of(store)["event"].to_list() == ["asked", "superseded", "asked", "approved", "written"]
    mentions = pl.read_parquet(tmp_path / "out" / "tables" / "mentions.parquet")
    assert mentions.filter(agency="MX-FGR", record_id="R-0001").is_empty()


def test_the_form_says_what_it_asks_and_nothing_of_a_case(store: Path) -> None:
    from flows.release_flow import ReleaseForm, describe_proposal, release_records  # noqa: PLC0415
    from flows.steps.release import propose_release  # noqa: PLC0415

    proposal = propose_release("US-HSI", "a test", Job(store, read_settings()))
    said = describe_proposal(proposal) + json.dumps(ReleaseForm.model_json_schema())
    assert not [each for each in (MIGRANT, RING_PHONE, "Ramiro", "R-0000", str(store.parent)) if each in said]
    assert "US-HSI" in said
    assert all(each.get("description") for each in ReleaseForm.model_json_schema()["properties"].values())
    assert all(each.get("description") for each in release_records.parameters.properties.values())
