"""The flows `backfill` and `verify` under Prefect's test server: a run a month, and no word of a case."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from flows.job import Job
from flows.settings import read_settings
from tests.flows.old_world import FIRST, LAST, staged_rows, write_history
from tests.flows.tiny_world import MIGRANT

pytestmark = [
    pytest.mark.usefixtures("tracked_runs", "swept"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return write_history(tmp_path / "landing-history")


async def months_below(first: str) -> list[tuple[str, str]]:
    """Names and states of the runs below the run that began at a month, by name."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.client.schemas.filters import (  # noqa: PLC0415
        FlowRunFilter,
        FlowRunFilterName,
        FlowRunFilterParentFlowRunId,
    )

    async with get_client() as client:
        named = FlowRunFilter(name=FlowRunFilterName(like_=f"backfill {first}"))
        (parent,) = await client.read_flow_runs(flow_run_filter=named)
        below = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[parent.id]))
        runs = await client.read_flow_runs(flow_run_filter=below)
    return sorted((run.name, run.state_name or "") for run in runs)


def test_every_month_is_a_run_below_the_backfill_s_and_the_store_is_as_without_prefect(
    history: Path, tmp_path: Path
) -> None:
    from flows.backfill_flow import backfill_months  # noqa: PLC0415 - Prefect after its environment
    from flows.steps.ingest import ingest_step  # noqa: PLC0415
    from flows.steps.link import link_step  # noqa: PLC0415

    counts = asyncio.run(backfill_months(history, tmp_path / "s.duckdb", FIRST, LAST))
    assert (counts.windows_done, counts.records, counts.is_complete) == (3, 13, True)
    assert asyncio.run(months_below(FIRST)) == [
        (f"2023-0{each}, attempt 1", "Completed") for each in (1, 2, 3)
    ]
    plain = Job(tmp_path / "plain.duckdb", read_settings())
    ingest_step([history], plain)
    link_step(plain)
    assert staged_rows(tmp_path / "s.duckdb") == staged_rows(plain.store)


def test_a_month_that_fails_is_shown_left_out_and_told_without_its_words(
    history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from flows import backfill_flow  # noqa: PLC0415
    from flows.steps import backfill  # noqa: PLC0415

    def stumble(job: Job, *, is_rebuild: bool) -> None:
        raise ValueError(f"cannot convert {MIGRANT!r}")

    monkeypatch.setattr(backfill, "link_step", stumble)
    store = tmp_path / "s.duckdb"
    with caplog.at_level(logging.DEBUG):
        counts = asyncio.run(backfill_flow.backfill_months(history, store, "2023-02", LAST, retries=0))
    assert set(counts.windows_failed) == {"2023-02", "2023-03"}
    assert [state for _, state in asyncio.run(months_below("2023-02"))] == ["Failed", "Failed"]
    assert MIGRANT not in caplog.text
    assert "tried again" not in caplog.text
    told = backfill_flow.describe_backfill(counts)
    assert "| 2023-02 |" in told
    assert MIGRANT not in told
    said = backfill_flow.describe_left_out(counts)
    assert said.startswith("2 left out (2023-02: ")
    assert MIGRANT not in said


def test_verify_passes_a_sound_store_and_fails_with_what_does_not_agree(
    finished: Path, tmp_path: Path
) -> None:
    import shutil  # noqa: PLC0415

    import duckdb  # noqa: PLC0415

    from flows.verify_flow import verify_records  # noqa: PLC0415
    from schemas.errors import TramaError  # noqa: PLC0415

    store = Path(shutil.copy(finished / "store.duckdb", tmp_path / "store.duckdb"))
    assert asyncio.run(verify_records(store)).checks > 10
    with duckdb.connect(str(store)) as connection:
        connection.execute("delete from quarantine")
    with pytest.raises(TramaError, match=r"1 of .* ledger and quarantine agree"):
        asyncio.run(verify_records(store))


def test_forms_explain_every_parameter_and_refuse_what_is_no_month(history: Path, tmp_path: Path) -> None:
    from prefect.exceptions import ParameterTypeError  # noqa: PLC0415

    from flows.backfill_flow import backfill_months, take_in_month  # noqa: PLC0415
    from flows.service.history_forms import backfill_history, verify_store  # noqa: PLC0415
    from flows.verify_flow import verify_records  # noqa: PLC0415

    for each in (backfill_months, take_in_month, verify_records, backfill_history, verify_store):
        properties = each.parameters.properties
        assert properties
        assert all(value.get("description") for value in properties.values()), each.name
    with pytest.raises(ParameterTypeError):
        asyncio.run(backfill_months(history, tmp_path / "s.duckdb", "2023-13", LAST))
    assert not (tmp_path / "s.duckdb").exists()


def test_a_form_reaches_only_the_folder_of_history(history: Path, tmp_path: Path) -> None:
    from flows.service.history_forms import find_history  # noqa: PLC0415
    from flows.service.places import Places  # noqa: PLC0415
    from schemas.errors import ConfigError  # noqa: PLC0415

    places = Places(tmp_path / "s.duckdb", tmp_path / "landing", tmp_path / "out", tmp_path / "watch")
    assert find_history(places, "") == history
    assert find_history(places, "MX-FGR/2023.ndjson").is_file()
    with pytest.raises(ConfigError, match="MX-INM"):
        find_history(places, "MX-INM")
    (history / "MX-FGR" / "away").symlink_to(tmp_path)
    with pytest.raises(ConfigError, match="away"):
        find_history(places, "MX-FGR/away")
