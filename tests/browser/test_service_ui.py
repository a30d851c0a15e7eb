"""The service's own pages as an analyst sees them: the deployments, a form, its run and what that leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.flows.service.live import LiveService, wait_until
from tests.flows.tiny_world import MIGRANT, write_world

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SLOW_MS = 60_000
"""A loaded machine takes its time; a quiet one needs three seconds for all of it."""

LOOK_MS = 2_000
"""How long one looks at a list before one loads it again."""

TRIES, PATIENCE_S = 4, 15
"""How often a form is handed in, and how long one waits for its answer before doing so again."""

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


def hand_in(page: Page, value: str, is_answered: Callable[[], bool]) -> None:
    """Write into the form's first field and press Submit, until there is an answer.

    A service whose SQLite is locked for the moment refuses with 503: the UI says that something went wrong
    and leaves the form as it is, for the reader to press again.
    """
    field = page.locator("textarea").first
    for _ in range(TRIES):
        field.fill(value)
        page.wait_for_timeout(100)
        assert field.input_value() == value
        page.get_by_role("button", name="Submit").click()
        for _ in range(PATIENCE_S * 10):
            if is_answered():
                return
            page.wait_for_timeout(100)
    raise AssertionError(page.inner_text("body"))


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
    refusal = page.get_by_text("Validation failed for field 'delivery'")
    hand_in(page, "../../etc/passwd", lambda: refusal.count() > 0)
    assert page.url.endswith("/run")
    assert count_runs(service) == before


def test_a_run_is_started_followed_and_leaves_its_counts(
    page: Page, service: LiveService, tmp_path: Path
) -> None:
    open_form(page, service, "ingest")
    hand_in(page, "MX-FGR", lambda: not page.url.endswith("/run"))
    named = page.get_by_role("link", name="ingest MX-FGR").first  # it gets this name when it begins
    for _ in range(SLOW_MS // LOOK_MS):
        page.reload()  # left alone, the list of runs looks every thirty seconds
        page.wait_for_timeout(LOOK_MS)
        if named.count():
            break
    named.click()
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
