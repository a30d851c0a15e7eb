"""From a figure to its records: pressed, it leaves in the evidence just the rows that it rests on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.conftest import cluster_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[[Path], "Page"]


def shown(page: Page) -> list[int]:
    """Numbers of the evidence's rows that are in sight."""
    rows = page.locator("#records tbody tr:visible").evaluate_all("rows => rows.map((row) => row.id)")
    return [int(each.removeprefix("r")) for each in rows]


def told(figure_title: str | None) -> list[int]:
    """The numbers in a figure's tooltip."""
    spans = re.findall(r"(\d+)(?:–(\d+))?", figure_title or "")
    return [each for start, end in spans for each in range(int(start), int(end or start) + 1)]


def test_a_figure_shows_its_records_and_all_come_back(open_page: Open, tiny: Path) -> None:
    page = open_page(cluster_page(tiny))
    everything = shown(page)
    figure = page.locator("#people a.from").first
    rests_on = told(figure.get_attribute("title"))
    assert 0 < len(rests_on) < len(everything)
    figure.click()
    assert shown(page) == rests_on
    assert page.locator("#shown").inner_text().startswith(f"{len(rests_on)} of {len(everything)}")
    page.get_by_role("button", name="Show all records").click()
    assert shown(page) == everything
    assert not page.get_by_role("button", name="Show all records").is_visible()


def test_a_figure_is_followed_by_key_and_takes_the_place_of_a_search(open_page: Open, tiny: Path) -> None:
    page = open_page(cluster_page(tiny))
    page.locator("#search").fill("no such record")
    assert shown(page) == []
    figure = page.locator("#gaps a.from").first
    rests_on = told(figure.get_attribute("title"))
    figure.focus()
    page.keyboard.press("Enter")
    assert shown(page) == rests_on
    assert page.locator("#search").input_value() == ""


def test_the_diagram_leads_to_the_records_of_a_node_and_of_its_links(open_page: Open, tiny: Path) -> None:
    page = open_page(cluster_page(tiny))
    page.locator(".node.leading").first.click()
    for figure in (page.locator("#detail > div a.from"), page.locator("#detail li a.from").first):
        rests_on = told(figure.get_attribute("title"))
        assert rests_on
        figure.click()
        assert shown(page) == rests_on


def test_without_javascript_the_numbers_are_in_the_tooltips_and_in_the_table(
    browser: object, tiny: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(cluster_page(tiny).resolve().as_uri())
    first = page.locator("#people a.from").first
    assert told(first.get_attribute("title"))
    assert page.locator("#records tbody tr:visible td.number").first.inner_text() == "1"
    context.close()
