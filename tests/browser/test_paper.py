"""A report on paper: marked on every sheet, whole, and without what only a screen can do."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from reports.words.catalogue import load_words
from tests.browser.conftest import cluster_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[[Path], "Page"]

A4_PX = 718
"""Width of the text of an A4 sheet with margins of 1 cm each, at 96 pixels an inch."""


def print_page(page: Page) -> list[str]:
    """The text of each sheet, as `plain` has it."""
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True))).pages
    return [plain(sheet.extract_text()) for sheet in sheets]


def plain(text: str) -> str:
    """Words parted by single spaces, ligatures that a typeface makes (ﬁ) as the letters they are of."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def page_of(rich: Path, language: str, which: str) -> Path:
    reports = rich / ("out/reports" if language == "en" else language)
    if which == "index":
        return reports / "index.html"
    return max((reports / "clusters").glob("*.html"), key=lambda page: page.stat().st_size)


@pytest.mark.parametrize(("language", "which"), [("en", "index"), ("es", "cluster"), ("fr", "cluster")])
def test_every_sheet_bears_the_marking_and_the_reminder(
    rich: Path, open_page: Open, language: str, which: str
) -> None:
    path, words = page_of(rich, language, which), load_words(language)
    sheets = print_page(open_page(path))
    assert len(sheets) > 1
    handling = re.search(r"TLP:[A-Z+]+", path.read_text(encoding="utf-8"))
    assert handling is not None
    for sheet in sheets:
        assert handling[0] in sheet
        assert plain(words("page.lead")) in sheet


def test_all_evidence_is_printed_also_what_a_search_has_hidden(rich: Path, open_page: Open) -> None:
    page = open_page(page_of(rich, "en", "cluster"))
    keys = page.locator("#records tbody code").all_inner_texts()
    assert len(keys) > 5
    page.locator("#search").fill("nothing is like this")
    assert page.locator("#records tbody tr:visible").count() == 0
    printed = "".join(print_page(page)).replace(" ", "")
    assert [key for key in keys if key.replace(" ", "") not in printed] == []


@pytest.mark.parametrize("which", ["index", "cluster"])
def test_controls_stay_on_the_screen_and_nothing_is_cut_off_at_the_side(
    rich: Path, open_page: Open, which: str
) -> None:
    page = open_page(page_of(rich, "en", which))
    page.set_viewport_size({"width": A4_PX, "height": 1000})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("input:visible, select:visible, textarea:visible").count() == 0
    outside = "all => all.filter(one => !one.closest('th')).map(one => one.textContent)"
    assert page.locator("button:visible").evaluate_all(outside) == []
    beyond = """() => Array.from(document.querySelectorAll('main :is(td, th, p, li, figure, svg)'))
      .filter(part => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map(part => part.outerHTML.slice(0, 120))"""
    assert page.evaluate(beyond) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_what_is_folded_away_on_the_screen_is_unfolded_on_paper_and_folded_again(
    rich: Path, open_page: Open
) -> None:
    page = open_page(page_of(rich, "en", "cluster"))
    folded = page.locator("#people details")

    assert folded.get_attribute("open") is None
    name = str(page.locator("#people details tbody th").last.text_content()).split("\n")[0].strip()
    printed = "".join(print_page(page)).replace(" ", "")
    assert name.replace(" ", "") in printed
    assert folded.get_attribute("open") is None


def test_the_tiny_worlds_picture_is_on_paper(tiny: Path, open_page: Open) -> None:
    page = open_page(cluster_page(tiny))
    page.emulate_media(media="print")
    assert page.locator("#network-picture .node:visible").count() > 3
    assert "Ramiro" in " ".join(print_page(page))
