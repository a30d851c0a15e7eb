"""A report where scripts are off, and on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import cluster_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[[Path], "Page"]

SECTIONS = (
    *("network", "people", "timeline", "corridor", "identities", "review", "corroboration"),
    *("protected", "gaps", "history", "evidence"),
)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_without_scripts_a_cluster_is_all_there_and_no_control_is_dead(
    rich: Path, browser: Browser, language: str
) -> None:
    reports = rich / ("out/reports" if language == "en" else language)
    path = max((reports / "clusters").glob("*.html"), key=lambda page: page.stat().st_size)
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        for name in SECTIONS:
            assert page.locator(f"#{name}").is_visible(), name
            assert len(page.locator(f"#{name}").inner_text()) > 20, name
        assert page.locator("#network-picture .node:visible").count() > 5
        assert page.locator("#timeline svg:visible").count() >= 1
        assert page.locator("#corridor svg:visible").count() >= 1
        assert (
            page.locator("#records tbody tr:visible").count() == page.locator("#records tbody tr").count() > 5
        )
        assert page.locator("input:visible, select:visible, button:visible, output:visible").count() == 0


@pytest.mark.parametrize("width", [390, 320])
def test_a_narrow_screen_scrolls_down_only(rich: Path, open_page: Open, width: int) -> None:
    for path in (rich / "fr" / "index.html", cluster_page(rich)):
        page = open_page(path)
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for box in page.locator(".scroll").all():
            assert box.get_attribute("tabindex") == "0"


def test_whoever_reads_by_keyboard_sees_where_they_are_and_is_nowhere_caught(
    rich: Path, open_page: Open
) -> None:
    page = open_page(cluster_page(rich))
    seen = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => { const at = document.activeElement; if (at === document.body) return null;
            at.dataset.stop ??= String(window.stops = (window.stops ?? 0) + 1);
            const style = getComputedStyle(at);
            return [at.dataset.stop, style.outlineStyle !== 'none' || at.matches('svg *')]; }"""
        )
        if at is None or at[0] in seen:
            break
        seen.add(at[0])
        assert at[1], page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    reached = page.locator("[data-stop]").evaluate_all(
        "all => all.map(one => one.closest('section, nav, header')?.id)"
    )
    assert {"network", "review", "evidence"} <= set(reached)
