"""What the browser tests share: a real Chromium, and the pages of a tiny world that has been run once.

No browser is downloaded: the system's own is used. Where there is none these tests are passed over, unless
TRAMA_BROWSER_REQUIRED=1 says that there must be one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.job import Job
from flows.settings import Settings
from flows.steps.run import run_pipeline
from flows.store_lock import hold_store
from tests.browser.rich_world import AS_OF, publish_hostile, publish_rich
from tests.cores import every_core
from tests.flows.tiny_world import make_record, write_delivery, write_world

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LONGEST_S = 300
"""How long a worker waits for a world that another one makes: seconds, unless something hangs."""

DOUBTFUL = "GT-PNC/R-0000#1"
"""Somebody who may be the ring's first person: same surnames and year, another given name."""


def find_chromium() -> str | None:
    """Path of the system's Chromium; null where there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def _give_up(reason: str) -> None:
    if os.environ.get("TRAMA_BROWSER_REQUIRED") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file; each test gets a profile of its own from `context`.

    Playwright keeps an event loop running, in which no flow of another file's tests could be run.
    """
    path = find_chromium()
    if path is None:
        _give_up("there is no Chromium on this machine")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser
    except ImportError:
        _give_up("the package playwright is not installed")
    with ExitStack() as until_done:
        with every_core():
            started = until_done.enter_context(sync_playwright())
            running = started.chromium.launch(executable_path=path, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A profile without memory of other tests, whose language is English."""
    made = browser.new_context(accept_downloads=True, locale="en-GB", viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def open_page(context: BrowserContext) -> Iterator[Callable[[Path], Page]]:
    """Opens a file as by double click; afterwards no page may have failed or asked for anything outside."""
    faults: list[str] = []

    def open_file(path: Path) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("request", lambda asked: faults.append(asked.url) if is_outside(asked) else None)
        page.goto(path.resolve().as_uri())
        return page

    yield open_file
    assert faults == []


def is_outside(asked: Request) -> bool:
    """Whether a page asks for more than itself: only another page that is followed to may be opened."""
    own = asked.url.startswith(("blob:", "data:"))
    return not own and not (asked.url.startswith("file:") and asked.is_navigation_request())


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the main job has run over the tiny world and a doubtful person; only to look at.

    It has `landing`, `store.duckdb` and `out`.
    """
    return make_once(tmp_path_factory, "tiny", publish_tiny)


def publish_tiny(folder: Path) -> Path:
    """Run the main job over the tiny world and a doubtful person."""
    person = {"given_names": "Ramón", "surname_1": "Treviño", "surname_2": "Garza", "birth_year": "1979"}
    record = make_record("GT-PNC", 0)
    record |= {
        "persons": [{"person_no": 1, "status": "facilitator", **person}],
        "identifiers": [],
        "calls": [],
    }
    write_delivery(folder / "landing", "GT-PNC", "doubtful.ndjson", [record])
    run_pipeline(write_world(folder / "landing"), folder / "out", tiny_job(folder))
    return folder


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report of a world of several clusters: see `publish_rich`. Only to look at."""
    return make_once(tmp_path_factory, "rich", publish_rich)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports of a world whose every field means harm: see `publish_hostile`."""
    return make_once(tmp_path_factory, "hostile", publish_hostile)


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """A folder that all workers of a run look at: made by whoever needs it first, while others wait."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, done = shared / name, shared / f"{name}.done"
    with hold_store(folder, timeout_s=LONGEST_S):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            done.touch()
    return folder


def tiny_job(folder: Path) -> Job:
    """The job over the store of such a folder."""
    return Job(folder / "store.duckdb", Settings(as_of=AS_OF, threads=1))


@pytest.fixture
def world(tiny: Path, tmp_path: Path) -> Path:
    """A copy of that folder to change."""
    return Path(shutil.copytree(tiny, tmp_path / "world"))


def cluster_page(folder: Path) -> Path:
    """The page of the largest cluster in such a folder."""
    return max((folder / "out" / "reports" / "clusters").glob("*.html"), key=lambda page: page.stat().st_size)
