"""Each flow under Prefect's test server: the outcome of the plain steps, and nothing of a case outside."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from tests.flows.tiny_world import MIGRANT, write_world

pytestmark = [
    pytest.mark.usefixtures("tracked_runs", "swept"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]


@pytest.fixture(scope="module")
def linked(tracked_runs: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that the flow `run` has filled."""
    from flows.run_flow import run_deliveries  # noqa: PLC0415 - Prefect after its environment

    folder = tmp_path_factory.mktemp("tracked")
    landing = write_world(folder / "landing")
    counts = asyncio.run(run_deliveries(landing, folder / "s.duckdb", folder / "out"))
    assert counts.ingest.received == 77
    assert counts.network.clusters == 1
    assert counts.report.index is not None
    assert counts.report.index.is_file()
    return folder


def test_run_gives_the_bytes_of_the_plain_steps(linked: Path, finished: Path) -> None:
    for name in ("reports/index.html", "tables/mentions.parquet", "tables/links.parquet"):
        assert (linked / "out" / name).read_bytes() == (finished / "out" / name).read_bytes()


def test_ingest_takes_in_what_is_new(linked: Path) -> None:
    from flows.ingest_flow import ingest_deliveries  # noqa: PLC0415

    counts = asyncio.run(ingest_deliveries([linked / "landing"], linked / "s.duckdb"))
    assert (counts.deliveries, counts.new_deliveries) == (2, 0)


def test_link_does_nothing_when_nothing_has_changed(linked: Path) -> None:
    from flows.link_flow import link_records  # noqa: PLC0415

    assert not asyncio.run(link_records(linked / "s.duckdb")).changed


def test_report_and_export_write_for_a_partner(linked: Path, tmp_path: Path) -> None:
    from flows.export_flow import write_tables  # noqa: PLC0415
    from flows.report_flow import write_reports  # noqa: PLC0415

    pages = asyncio.run(write_reports(linked / "s.duckdb", tmp_path / "pages", "US-HSI"))
    assert pages.index == tmp_path / "pages" / "index.html"
    tables = asyncio.run(write_tables(linked / "s.duckdb", tmp_path / "tables", "US-HSI", True))
    assert tables.files == 18


def test_a_form_refuses_what_is_no_partner_before_the_run(linked: Path, tmp_path: Path) -> None:
    from prefect.exceptions import ParameterTypeError  # noqa: PLC0415

    from flows.report_flow import write_reports  # noqa: PLC0415

    with pytest.raises(ParameterTypeError):
        asyncio.run(write_reports(linked / "s.duckdb", tmp_path, "not a partner"))


def test_a_failed_run_says_nothing_of_a_case(
    linked: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from flows import link_flow  # noqa: PLC0415
    from schemas.errors import TramaError  # noqa: PLC0415

    def stumble(*_: object, **__: object) -> None:
        raise ValueError(f"cannot convert {MIGRANT!r}")

    monkeypatch.setattr(link_flow, "link_step", stumble)
    with caplog.at_level(logging.DEBUG), pytest.raises(TramaError, match="ValueError"):
        asyncio.run(link_flow.link_records(linked / "s.duckdb", True))
    assert MIGRANT not in caplog.text


def test_only_a_busy_store_is_tried_again(linked: Path) -> None:
    from prefect.states import Failed  # noqa: PLC0415

    from flows.link_flow import update_network  # noqa: PLC0415
    from flows.store_lock import StoreBusyError  # noqa: PLC0415

    condition = update_network.retry_condition_fn
    assert condition is not None
    assert condition(update_network, None, Failed(data=StoreBusyError("held")))  # type: ignore[arg-type]
    assert not condition(update_network, None, Failed(data=ValueError("no")))  # type: ignore[arg-type]


def test_forms_explain_every_parameter() -> None:
    from flows.export_flow import write_tables  # noqa: PLC0415
    from flows.ingest_flow import ingest_deliveries  # noqa: PLC0415
    from flows.link_flow import link_records  # noqa: PLC0415
    from flows.report_flow import write_reports  # noqa: PLC0415
    from flows.run_flow import run_deliveries  # noqa: PLC0415

    for each in (run_deliveries, ingest_deliveries, link_records, write_reports, write_tables):
        properties = each.parameters.properties
        assert properties
        assert all(value.get("description") for value in properties.values()), each.name
