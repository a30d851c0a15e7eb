"""The index as a person uses it: narrowed, searched, sorted, by mouse and by key, in every language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

Open = Callable[[Path], "Page"]

COLUMNS = {"persons": 3, "records": 4, "seen": 6}
"""Place of a column in the table."""

SAID = {
    "en": ("Search", "{n} of {n} shown", "Persons", "A lead for a person to check, not proof."),
    "es": (
        "Buscar",
        "{n} de {n} visibles",
        "Personas",
        "Una pista que una persona debe verificar, no una prueba.",
    ),
    "fr": (
        "Rechercher",
        "{n} sur {n} affichés",
        "Personnes",
        "Une piste à vérifier par une personne, pas une preuve.",
    ),
}
"""By language: the search field, the count, a column and the reminder of what a report is."""


@pytest.fixture
def page(rich: Path, open_page: Open) -> Page:
    """The index in English."""
    return open_page(rich / "out" / "reports" / "index.html")


def shown(page: Page) -> Locator:
    """The lines that can be seen."""
    return page.locator("#clusters tbody tr:visible")


def read(page: Page, column: str) -> list[str]:
    cells = page.locator(f"#clusters tbody tr > :nth-child({COLUMNS[column] + 1})")
    return [str(cell.get_attribute("data-value")) for cell in cells.all()]


def told(page: Page) -> str:
    return page.locator("#shown").inner_text()


def test_each_filter_leaves_its_lines_and_they_work_together(page: Page) -> None:
    everything = shown(page).count()
    assert told(page) == f"{everything} of {everything} shown"
    found = {}
    for name in ("country", "agency", "handling", "news"):
        choice = page.locator(f"select[data-filter={name}]")
        code = str(choice.locator("option").nth(1).get_attribute("value"))
        choice.select_option(code)
        lines = shown(page)
        assert lines.count() > 0
        assert all(code in str(line.get_attribute(f"data-{name}")).split() for line in lines.all())
        assert told(page) == f"{lines.count()} of {everything} shown"
        found[name] = {str(line.get_attribute("id")) for line in lines.all()}
        choice.select_option("")
    assert shown(page).count() == everything
    for name in ("country", "agency"):
        page.locator(f"select[data-filter={name}]").select_option(index=1)
    assert {line.get_attribute("id") for line in shown(page).all()} == found["country"] & found["agency"]


def test_search_takes_every_word_whatever_accents_and_case_and_says_when_nothing_is_left(page: Page) -> None:
    first = shown(page).first
    cluster_id, leading = str(first.get_attribute("id")), first.locator("td.who").inner_text()
    field = page.get_by_label("Search")
    field.fill(f"{leading.upper()} {cluster_id}")
    assert [line.get_attribute("id") for line in shown(page).all()] == [cluster_id]
    field.fill("no such cluster anywhere")
    assert shown(page).count() == 0
    assert told(page).startswith("0 of ")
    field.press("ControlOrMeta+a")
    field.press("Delete")
    assert shown(page).count() > 1


def test_what_is_new_is_told_and_can_be_picked_out(page: Page) -> None:
    assert page.get_by_text("Since the report with records up to").is_visible()
    kinds = {
        kind: page.locator(f"#clusters tr[data-news={kind}]").count() for kind in ("new", "changed", "same")
    }
    assert kinds["changed"] > 0
    for kind, number in kinds.items():
        page.locator("select[data-filter=news]").select_option(kind)
        assert shown(page).count() == number


def test_columns_sort_by_what_they_mean_and_say_so(page: Page) -> None:
    records = [int(each) for each in read(page, "records")]
    assert records == sorted(records, reverse=True)
    head = page.get_by_role("columnheader", name="Persons")
    head.get_by_role("button").click()
    persons = [int(each) for each in read(page, "persons")]
    assert persons == sorted(persons, reverse=True)
    assert persons != records
    assert head.get_attribute("aria-sort") == "descending"
    head.get_by_role("button").click()
    assert [int(each) for each in read(page, "persons")] == sorted(persons)
    assert head.get_attribute("aria-sort") == "ascending"
    assert page.locator("#clusters th[aria-sort]").count() == 1


def test_it_is_sorted_searched_and_followed_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    field = page.get_by_label("Search")
    for _ in range(10):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    wanted = shown(page).last.get_attribute("id")
    page.keyboard.type(str(wanted))
    assert shown(page).count() == 1
    for _ in range(30):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.tagName + document.activeElement.textContent")
            == "BUTTONPersons"
        ):
            break
    page.keyboard.press("Enter")
    assert page.get_by_role("columnheader", name="Persons").get_attribute("aria-sort") is not None
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('tbody') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/clusters/{wanted}.html")


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_index_speaks_the_readers_language(rich: Path, open_page: Open, language: str) -> None:
    page = open_page(rich / ("out/reports" if language == "en" else language) / "index.html")
    search, count, column, lead = SAID[language]
    assert str(page.locator("html").get_attribute("lang")).startswith(language)
    assert told(page) == count.format(n=page.locator("#clusters tbody tr").count())
    assert page.get_by_label(search, exact=True).is_visible()
    assert page.get_by_role("button", name=column, exact=True).is_visible()
    assert page.get_by_text(lead).first.is_visible()


def test_without_scripts_every_cluster_is_listed_and_no_control_is_dead(rich: Path, browser: Browser) -> None:
    path = rich / "out" / "reports" / "index.html"
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        assert shown(page).count() == len(list((path.parent / "clusters").glob("*.html")))
        assert page.locator("input:visible, select:visible, button:visible, output:visible").count() == 0
        assert page.locator("#clusters tbody a").first.is_visible()
