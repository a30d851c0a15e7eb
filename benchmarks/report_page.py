"""How large a cluster's page is, and how soon it can be used, in the system's Chromium.

Usage: `python -m benchmarks.report_page [--entities 300,2000] [--root DIR] [--runs 5]`, or
`python -m benchmarks --parts pages`. Each page is opened from its file in a fresh profile; of the runs the
median is told. "Ready" is from the navigation's start until the frame after its load event, when every
control works; a reaction is from the event until the frame that shows what came of it.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.page_view import make_page_view
from benchmarks.printing import numbers, table
from reports.html.pages import render_cluster
from schemas.errors import ConfigError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ENTITIES = [300, 2_000]
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

FRAME = (
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
)
NOTE_READY = f"addEventListener('load', async () => {{ window.readyAt = await {FRAME}; }});"
WAIT_READY = """(async () => {
  while (!window.readyAt) await new Promise((done) => setTimeout(done, 20));
  return window.readyAt;
})()"""
"""When the first frame after loading was painted, in milliseconds since the navigation began."""

STEPS = {
    "search diagram": ("#network-search", "field.value = 'numero 1'", "input"),
    "filter weight": ("#network-weight", "field.selectedIndex = 1", "input"),
    "filter kind": ('#network-kinds input[value="phone"]', "field.checked = false", "input"),
    "show all": ('[data-do="all"]', "", "click"),
    "search records": ("#search", "field.value = 'reynosa'", "input"),
    "follow a figure": ("#people a.from", "", "click"),
}
"""What is done on the page, in this order: where, how it is prepared, and which event does it."""


def react(selector: str, prepare: str, event: str) -> str:
    """Script that does one step and gives the milliseconds until it is painted."""
    change = f"new Event({event!r}, {{ bubbles: true }})"
    return (
        f"(async () => {{ const field = document.querySelector({selector!r}); {prepare}; "
        f"const began = performance.now(); field.dispatchEvent({change}); "
        f"return (await {FRAME}) - began; }})()"
    )


def measure_once(browser: Browser, page_file: Path) -> dict[str, float]:
    """Milliseconds until ready, and of each step, of one page in a fresh profile.

    Raises:
        ConfigError: A script of the page failed.
    """
    faults: list[str] = []
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script(NOTE_READY)
    page.goto(page_file.resolve().as_uri())
    found: dict[str, float] = {"ready": page.evaluate(WAIT_READY)}
    for name, (selector, prepare, event) in STEPS.items():
        found[name] = page.evaluate(react(selector, prepare, event))
    context.close()
    if faults:
        raise ConfigError(f"The page's script failed: {faults[0]}")
    return found


def measure_pages(root: Path, entities: list[int], runs: int = 5) -> str:
    """A table of pages by their number of entities.

    Raises:
        ConfigError: There is no Chromium on this machine, or a page's script failed.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where pages are measured

    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        raise ConfigError("There is no Chromium on this machine: install the system's package.")
    root.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=list(QUIET))
        for count in entities:
            rows.append(_measure_page(browser, root / f"page-{count}.html", count, runs))
        version = browser.version
        browser.close()
    return f"Chromium {version}, milliseconds, median of {runs}\n\n{table(rows)}"


def _measure_page(browser: Browser, file: Path, count: int, runs: int) -> dict[str, object]:
    cluster = make_page_view(count)
    file.write_text(render_cluster(cluster, None, "en"), encoding="utf-8")
    measured: list[dict[str, Any]] = [measure_once(browser, file) for _ in range(runs)]
    medians = {name: round(statistics.median(each[name] for each in measured)) for name in measured[0]}
    sizes = {"entities": count, "links": len(cluster.edges), "records": len(cluster.evidence)}
    return {**sizes, "kB": round(file.stat().st_size / 1000), **medians}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report_page", description=__doc__)
    parser.add_argument("--entities", type=numbers, default=ENTITIES)
    parser.add_argument("--root", type=Path, default=Path("build/bench/pages"))
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    print(measure_pages(options.root, options.entities, options.runs))


if __name__ == "__main__":
    main()
