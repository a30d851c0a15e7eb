"""A page as a tree of elements, so that tests read figures from what a browser gets and not from the view."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

SAID_AS = {"title": "", "script": "", "br": " "}
"""What stands in a text for elements that say nothing, or begin a line."""

VOID = {"meta", "input", "br", "img", "link", "hr"}


@dataclass
class Element:
    """One element; `parts` are texts and elements in their order."""

    name: str
    given: dict[str, str] = field(default_factory=dict)
    parts: list[str | Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says, without the tooltips of drawings."""
        said = (
            part if isinstance(part, str) else SAID_AS.get(part.name, part.text)
            for part in self.parts
        )  # fmt: skip
        return re.sub(r"\s+", " ", "".join(said)).strip()

    def walk(self) -> Iterator[Element]:
        """This element and all within it, in the page's order."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.walk()

    def all(self, name: str, **given: str) -> list[Element]:
        """The elements within it of a name, and with these attributes; `class_` is one of the classes."""
        return [each for each in self.walk() if each.name == name and each.has(**given)]

    def has(self, **given: str) -> bool:
        """Whether it has these attributes."""
        return all(
            value in self.given.get("class", "").split()
            if name == "class_"
            else self.given.get(name.replace("_", "-")) == value
            for name, value in given.items()
        )

    def one(self, name: str, **given: str) -> Element:
        """The only such element."""
        (found,) = self.all(name, **given)
        return found

    def figure(self, name: str) -> Element | None:
        """The element marked as this figure; None where the page does not say it."""
        found = [each for each in self.walk() if each.given.get("data-figure") == name]
        return found[0] if found else None

    def rows(self) -> list[list[Element]]:
        """The cells of the body's rows of the first table in it; none where there is no table."""
        bodies = self.all("tbody")
        return (
            [[cell for cell in row.parts if isinstance(cell, Element)] for row in bodies[0].all("tr")]
            if bodies
            else []
        )

    def numbers(self) -> set[int]:
        """The numbers of the records that the figures in it lead to."""
        return {each for link in self.all("a", class_="from") for each in read_numbers(link.given["title"])}


def read_numbers(said: str) -> set[int]:
    """The numbers in `… no. 1–3, 7`."""
    spans = re.findall(r"(\d+)(?:–(\d+))?", said)
    return {each for start, end in spans for each in range(int(start), int(end or start) + 1)}


def read_ints(said: str) -> list[int]:
    """The whole numbers of an English text."""
    return [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*", said)]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in [each.name for each in self.open[1:]]:
            while self.open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


@dataclass(frozen=True)
class ReadPage:
    """A page that was read: its tree, and the records of its evidence by their number."""

    tree: Element
    keys: dict[int, str]

    def part(self, section: str) -> Element:
        """A section of it."""
        return self.tree.one("section", id=section)

    def data(self, name: str) -> Any:  # noqa: ANN401 - whatever the page's script gets
        """What a block of data holds."""
        return json.loads("".join(map(str, self.tree.one("script", id=name).parts)))

    def records(self, element: Element) -> set[str]:
        """The keys of the records that the figures in an element lead to."""
        return {self.keys[number] for number in element.numbers()}


def read_page(path: Path) -> ReadPage:
    """Read a page."""
    builder = _Builder()
    builder.feed(path.read_text(encoding="utf-8"))
    tree = builder.open[0]
    rows = [row for row in tree.all("tr") if re.fullmatch(r"r\d+", row.given.get("id", ""))]
    return ReadPage(tree, {int(row.given["id"][1:]): row.all("code")[0].text for row in rows})
