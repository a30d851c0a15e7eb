"""The network diagram as a person uses it: opened outward, filtered, searched, by mouse, by key, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reports.html.pages import render_cluster
from reports.model import ClusterView
from tests.reports.network_view import fill_cluster, make_cluster, make_edge, make_node

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[[Path], "Page"]

ALL = 68
"""Entities of `make_cluster()`: sixty persons and the first one's eight phones."""


VISIBLE = "parts => parts.filter(part => getComputedStyle(part).display !== 'none').length"


OVERLAPPING = """names => {
  const isSeen = ({visibility, display}) => visibility === "visible" && display !== "none";
  const boxes = names.filter((name) => isSeen(getComputedStyle(name)))
    .map((name) => [name.textContent, name.getBoundingClientRect()]);
  const touch = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const over = ([name, box], place) => boxes.slice(0, place)
    .filter((other) => touch(box, other[1])).map((other) => [name, other[0]]);
  return [boxes.length, boxes.flatMap(over)];
}"""
"""How many names are written, and which two of them lie on one another; lines may come close, not through."""


def open_cluster(open_page: Open, folder: Path, cluster: ClusterView | None = None) -> Page:
    path = folder / "cluster.html"
    path.write_text(render_cluster(cluster or make_cluster(), None, "en"), encoding="utf-8")
    return open_page(path)


def count(page: Page) -> tuple[int, int]:
    """Entities and links that the page says are shown, checked against those that are."""
    entities, links = (
        int(found) for found in re.findall(r"(\d+) of \d+", page.locator("#network-count").inner_text())
    )
    assert page.locator("#network-picture .node").evaluate_all(VISIBLE) == entities
    assert page.locator("#network-picture .edge").evaluate_all(VISIBLE) == links
    return entities, links


def press(page: Page, name: str) -> None:
    page.locator("#network").get_by_role("button", name=name, exact=True).click()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.querySelector('title')?.textContent ?? ''"))


def test_it_starts_from_the_key_players_and_opens_outward(open_page: Open, tmp_path: Path) -> None:
    page = open_cluster(open_page, tmp_path)
    first = count(page)
    assert first[0] < ALL / 2
    page.locator(".node.leading .badge").first.click()
    opened = count(page)
    assert opened[0] == first[0] + 8  # the first person's own phones
    press(page, "Show all")
    assert count(page) == (ALL, 67)
    press(page, "Key players")
    assert count(page) == first


def test_one_neighbourhood_by_itself_and_back(open_page: Open, tmp_path: Path) -> None:
    page = open_cluster(open_page, tmp_path)
    before = count(page)
    page.locator(".node.leading").nth(1).click()
    press(page, "Only this neighbourhood")
    assert count(page) == (3, 2)
    assert page.locator("#detail h3").inner_text() == "Person Número 1"
    press(page, "Back to the wider view")
    assert count(page) == before


def test_what_the_keyboard_is_at_stays_lit_when_a_held_node_goes_out_of_view(
    open_page: Open, tmp_path: Path
) -> None:
    page = open_cluster(open_page, tmp_path)
    field = page.get_by_label("Search the diagram")
    field.fill("numero 59")
    field.press("Enter")
    page.locator("#network-picture").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("f")
    assert page.locator(".node[aria-pressed=true]").count() == 0
    assert page.locator("#detail h3").inner_text() == "Person Número 0"
    assert page.locator("#network-picture.busy .node.at").count() == 1


def test_filters_work_together_and_are_reset(open_page: Open, tmp_path: Path) -> None:
    page = open_cluster(open_page, tmp_path)
    press(page, "Show all")
    page.get_by_label("phone", exact=True).uncheck()
    assert count(page) == (60, 59)
    page.get_by_label("Distinct sources of a link").select_option("2")
    assert count(page) == (24, 12)  # every fifth of 59 links, and their ends
    page.get_by_label("First day").fill("2023-01-20")
    page.get_by_label("Last day").fill("2023-02")
    page.keyboard.press("Tab")
    inner = count(page)
    assert 0 < inner[0] < 24
    page.get_by_label("Weight of a link").select_option("1")
    page.get_by_label("cross", exact=True).uncheck()
    assert count(page) == (0, 0)
    assert "Nothing passes" in page.locator("#network-count").inner_text()
    press(page, "Reset filters")
    assert count(page) == (ALL, 67)


def test_role_narrows_persons_and_no_other_kind(open_page: Open, tmp_path: Path) -> None:
    page = open_cluster(open_page, tmp_path)
    press(page, "Show all")
    for role in ("organiser", "driver", "guide", "role not stated"):
        page.locator(".roles").get_by_label(role, exact=True).uncheck()
    assert count(page)[0] == 8


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("2023-02-30", "no date"),
        ("13/02/2023", "no date"),
        ("2023-13", "no date"),
        ("2022", "after the second"),
    ],
)
def test_a_wrong_date_is_told_and_changes_nothing(
    open_page: Open, tmp_path: Path, wrong: str, told: str
) -> None:
    page = open_cluster(open_page, tmp_path)
    page.get_by_label("First day").fill("2023-01-03")
    page.get_by_label("First day").press("Enter")
    before = count(page)
    page.get_by_label("Last day").fill(wrong)
    page.get_by_label("Last day").press("Enter")
    assert told in page.get_by_role("alert").inner_text()
    assert page.locator("[aria-invalid=true]").get_attribute("id") == "network-to"
    assert count(page) == before
    page.get_by_label("Last day").fill("")
    page.get_by_label("Last day").press("Enter")
    assert not page.get_by_role("alert").is_visible()


def test_search_folds_accents_opens_what_is_hidden_and_steps_on(open_page: Open, tmp_path: Path) -> None:
    page = open_cluster(open_page, tmp_path)
    before = count(page)[0]
    field = page.get_by_label("Search the diagram")
    field.fill("numero 59")
    assert "found: 1" in page.locator("#network-found").inner_text()
    field.press("Enter")
    assert count(page)[0] == before + 1
    assert page.locator("#detail h3").inner_text() == "Person Número 59"
    field.fill("P-00000000000")
    field.press("Enter")
    field.press("Enter")
    assert page.locator("#network-found").inner_text().startswith("2 of 10")
    field.fill("nobody")
    assert page.locator("#network-found").inner_text() == "Nothing found"
    page.get_by_label("person", exact=True).uncheck()
    field.fill("person")
    assert "hidden by the filters: 60" in page.locator("#network-found").inner_text()


def test_all_is_done_by_key(open_page: Open, tmp_path: Path) -> None:
    page = open_cluster(open_page, tmp_path)
    shown = count(page)[0]
    page.locator("#network-picture").focus()
    page.keyboard.press("Tab")
    assert focused(page).startswith("Person Número 0, rank 1")
    assert "hidden neighbours: 8" in focused(page)
    page.keyboard.press("o")
    assert count(page)[0] == shown + 8
    neighbours = set()
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        page.keyboard.press("Home")
        page.keyboard.press(key)
        neighbours.add(focused(page).split(",")[0])
    assert neighbours - {"Person Número 0"} <= {
        "Person Número 1",
        *(f"Phone Número {n}" for n in range(60, 68)),
    }
    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    assert focused(page).startswith("Person Número 1, rank 2")
    page.keyboard.press("Enter")
    assert page.locator(".node[aria-pressed=true]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".node[aria-pressed=true]").count() == 0
    page.keyboard.press("f")
    assert count(page)[0] == 3
    page.keyboard.press("Escape")
    assert count(page)[0] == shown + 8
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "network-picture"


def test_it_zooms_and_moves_by_key_button_and_wheel(open_page: Open, tmp_path: Path) -> None:
    page = open_cluster(open_page, tmp_path)
    picture = page.locator("#network-picture")

    def view() -> list[float]:
        page.wait_for_timeout(60)
        return [float(part) for part in (picture.get_attribute("viewBox") or "").split()]

    whole = view()
    press(page, "Nearer")
    nearer = view()
    assert nearer[2] < whole[2]
    picture.focus()
    page.keyboard.press("ArrowRight")
    assert view()[0] > nearer[0]
    page.keyboard.press("-")
    assert view()[2] > nearer[2]
    page.keyboard.press("0")
    assert view() == whole
    picture.hover()
    page.mouse.wheel(0, -300)
    assert view()[2] < whole[2]


def test_the_wheel_scrolls_the_page_until_the_diagram_is_used(open_page: Open, tmp_path: Path) -> None:
    page = open_cluster(open_page, tmp_path)
    picture = page.locator("#network-picture")
    picture.hover()
    before = picture.get_attribute("viewBox")
    page.mouse.wheel(0, 200)
    page.wait_for_function("scrollY > 0")
    assert picture.get_attribute("viewBox") == before


def test_paper_shows_the_still_picture_whatever_was_opened(open_page: Open, tmp_path: Path) -> None:
    page = open_cluster(open_page, tmp_path)
    picture = page.locator("#network-picture")
    still = re.search(
        r'id="network-picture" viewBox="([^"]+)"', (tmp_path / "cluster.html").read_text("utf-8")
    )
    assert still is not None
    press(page, "Show all")
    page.get_by_label("person", exact=True).uncheck()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert picture.get_attribute("viewBox") == still[1]
    assert page.locator("#network-picture .node").evaluate_all(VISIBLE) == 60
    assert not page.locator(".tools").is_visible()


def test_without_script_the_still_picture_and_its_key_are_there(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "cluster.html"
    path.write_text(render_cluster(make_cluster(), None, "es"), encoding="utf-8")
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        assert page.locator("#network-picture .node").count() == 60
        assert page.locator("#network-kinds").is_visible()
        assert not page.locator("#network input").first.is_visible()
        assert not page.locator("#network button").first.is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_no_name_is_written_over_another(open_page: Open, tmp_path: Path, width: int) -> None:
    persons = [make_node(n, rank=n + 1 if n < 12 else None) for n in range(40)]
    ties = [(a, b) for a in range(40) for b in (a * 7 % 40, a * 3 % 40, a // 2) if a != b]
    edges = tuple(make_edge(persons[a], persons[b]) for a, b in dict.fromkeys(ties))
    page = open_cluster(open_page, tmp_path, fill_cluster(tuple(persons), edges))
    page.set_viewport_size({"width": width, "height": 900})
    for step in ("Key players", "Show all", "Nearer", "Nearer"):
        press(page, step)
        page.wait_for_timeout(60)
        written, pairs = page.locator("#network-picture .name").evaluate_all(OVERLAPPING)
        assert written > 3
        assert pairs == []


def test_three_hundred_entities_are_all_there_when_asked_for(open_page: Open, tmp_path: Path) -> None:
    # how soon: `python -m benchmarks --parts pages`
    page = open_cluster(open_page, tmp_path, make_cluster(persons=260, leaves=40))
    press(page, "Show all")
    assert count(page) == (300, 299)
