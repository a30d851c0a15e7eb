"""The service's own pages as an analyst sees them: the deployments, a form, its run and what that leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.flows.service.live import LiveService, wait_until
from tests.flows.tiny_world import MIGRANT, write_world

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SLOW_MS = 60_000
"""A loaded machine takes its time; a quiet one needs three seconds for all of it."""

FORMS = ("backfill", "ingest", "link", "release", "report", "verify")


@pytest.fixture(scope="module")
def service(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """A service that has taken in the tiny world; not started where there is no browser."""
    assert browser.is_connected()
    live = LiveService(tmp_path_factory.mktemp("ui"))
    live.start()
    try:
        for made in sorted(write_world(live.landing.parent / "made").rglob("*.ndjson")):
            live.drop(made)
        wait_until(lambda: bool(live.events("trama.cluster.changed")), 60, live.log)
        wait_until(lambda: len(live.ask("/deployments/filter", {})) == len(FORMS), 60, live.log)
        yield live
    finally:
        live.stop()


@pytest.fixture
def page(context: BrowserContext, service: LiveService) -> Iterator[Page]:
    """A page of the service's UI, which may ask nobody else for anything."""
    asked: list[str] = []
    made = context.new_page()
    made.set_default_timeout(SLOW_MS)
    made.on("request", lambda request: asked.append(request.url))
    yield made
    own = (f"http://127.0.0.1:{service.port}/", f"ws://127.0.0.1:{service.port}/", "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []


def open_form(page: Page, service: LiveService, name: str) -> None:
    deployment = service.ask(f"/deployments/name/{name}/{name}")["id"]
    page.goto(f"http://127.0.0.1:{service.port}/deployments/deployment/{deployment}/run")
    page.get_by_role("button", name="Submit").wait_for()


def count_runs(service: LiveService) -> int:
    found: int = service.ask("/flow_runs/count", {"flow_runs": {"name": {"like_": "ingest"}}})
    return found


def test_an_analyst_finds_the_forms(page: Page, service: LiveService) -> None:
    page.goto(f"http://127.0.0.1:{service.port}/deployments")
    for name in FORMS:
        page.get_by_role("link", name=name, exact=True).first.wait_for()


def test_a_wrong_entry_is_refused_before_there_is_a_run(page: Page, service: LiveService) -> None:
    before = count_runs(service)
    open_form(page, service, "ingest")
    page.get_by_text("Agency code or path below the landing folder").wait_for()
    page.locator("textarea").first.fill("../../etc/passwd")
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("Validation failed for field 'delivery'").first.wait_for()
    assert page.url.endswith("/run")
    assert count_runs(service) == before


def test_a_run_is_started_followed_and_leaves_its_counts(
    page: Page, service: LiveService, tmp_path: Path
) -> None:
    open_form(page, service, "ingest")
    page.locator("textarea").first.fill("MX-FGR")
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("link", name="ingest MX-FGR").first.click()  # it gets this name when it begins
    page.get_by_text("Completed", exact=True).first.wait_for()
    page.get_by_text("Artifacts", exact=True).first.click()
    page.locator('a[href*="/artifacts/artifact/"]').first.click()
    page.get_by_role("cell", name="MX-FGR/marzo.ndjson").wait_for()
    page.get_by_text("Put aside, by reason").wait_for()
    page.screenshot(path=tmp_path / "artifact.png")
    assert (tmp_path / "artifact.png").stat().st_size > 0
    text = page.inner_text("body")
    assert re.search(r"cases\s+handling\s+code_list\s+1", text)
    assert MIGRANT not in text
