"""Whole pages as axe sees them: WCAG 2.2 A and AA and its best practices, no violation."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

ASK = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(
  (found) => [found.id, found.nodes.length, found.nodes[0].html, found.nodes[0].failureSummary])"""


NOT_ON_PAPER = "link-in-text-block"
"""Nobody can follow a link on paper: there it looks like the text that it is."""


@cache
def read_axe() -> str:
    """axe-core, as its package ships it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def list_pages(rich: Path, language: str) -> list[Path]:
    reports = rich / ("out/reports" if language == "en" else language)
    largest = max((reports / "clusters").glob("*.html"), key=lambda page: page.stat().st_size)
    return [reports / "index.html", largest]


@pytest.mark.parametrize(
    ("language", "index_width", "cluster_width"), [("en", 1280, 390), ("es", 390, 1280), ("fr", 1280, 390)]
)
def test_no_violation(
    rich: Path, context: BrowserContext, language: str, index_width: int, cluster_width: int
) -> None:
    for path, width in zip(list_pages(rich, language), (index_width, cluster_width), strict=True):
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path.as_uri())
        page.evaluate(read_axe())
        assert page.evaluate(ASK) == []


def test_no_violation_on_paper_nor_after_use(rich: Path, context: BrowserContext) -> None:
    path = list_pages(rich, "en")[1]
    page = context.new_page()
    page.goto(path.as_uri())
    page.locator("#network").get_by_role("button", name="Show all", exact=True).click()
    page.locator(".node:visible").first.dispatch_event("click")
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    page.locator("#review-links select").first.select_option(index=1)
    page.evaluate(read_axe())
    assert page.evaluate(ASK) == []
    page.emulate_media(media="print")
    assert [found for found in page.evaluate(ASK) if found[0] != NOT_ON_PAPER] == []


def test_axe_finds_what_is_wrong(context: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(
        "<!doctype html><title>x</title><img src='data:,'><input>", encoding="utf-8"
    )
    page = context.new_page()
    page.goto((tmp_path / "x.html").as_uri())
    page.evaluate(read_axe())
    assert {"image-alt", "label", "html-has-lang"} <= {each[0] for each in page.evaluate(ASK)}


def test_a_partners_page_has_none_either(hostile: Path, context: BrowserContext) -> None:
    for path in ("partner/index.html", next((hostile / "partner" / "clusters").glob("*.html"))):
        page = context.new_page()
        page.goto((hostile / path).as_uri())
        page.evaluate(read_axe())
        assert page.evaluate(ASK) == []
