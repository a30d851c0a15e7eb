"""How figures stand on an English page, and where they lead."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.reports.oracle import Record
from tests.reports.page_tree import Element, ReadPage, read_ints

AGES = ((0, 11), (12, 17), (18, 29), (30, 59), (60, 130))


def find_figure(tree: Element, name: str) -> Element:
    found = tree.figure(name)
    assert found is not None, name
    return found


def figure_ints(tree: Element, name: str) -> list[int]:
    found = tree.figure(name)
    return read_ints(found.text) if found else []


def alone(link: Element) -> Element:
    return Element("span", parts=[link])


def list_leading(page: ReadPage, elements: list[Element]) -> list[list[str]]:
    """The records that each of these leads to, in an order of their own."""
    return sorted(sorted(page.records(alone(each))) for each in elements)


def keys_of_spans(page: ReadPage, spans: str) -> set[str]:
    return page.records(alone(Element("a", {"class": "from", "title": spans})))


def say_day(day: str | date) -> str:
    given = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{given.day} {given:%b} {given.year}".replace("Sep", "Sept")


def of_epoch(days: int) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + days)


def say_grade(record: Record) -> list[str]:
    said = f"{record.get('source_grade') or '–'}{record.get('info_grade') or ''}"
    return [said, *([record["grading_scheme"]] if record.get("grading_scheme") else [])]


def age_group(person: dict[str, Any]) -> str | None:
    age = person.get("age")
    return next((f"{low}-{high}" for low, high in AGES if age is not None and low <= age <= high), None)
