"""Nothing that a reader sees is left in another language: pages, index and workbook, tooltips and labels."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from reports.html.writing import write_reports
from reports.words.catalogue import load_words, read_catalogue
from reports.xlsx.workbook import render_cluster_workbook
from tests.reports.network_factory import BAD_DATE, make_world, view_of
from tests.reports.network_rows import RAW
from tests.reports.page_tree import Element, read_page

CODE = re.compile("[a-z]+(_[a-z]+)+")
SAID_IN = ("title", "aria-label", "placeholder", "data-of")


def _texts(language: str) -> set[str]:
    found: set[str] = set()
    for message in read_catalogue(language):
        if message.id:
            found.update(message.string if isinstance(message.string, tuple) else [message.string])
    return found


def _foreign(language: str) -> set[str]:
    """What only the other languages say; the records' own words and codes without a word may be in any."""
    others = set().union(*(_texts(each) for each in ("en", "es", "fr") if each != language))
    as_it_came = {word for word in RAW if word} | {BAD_DATE["check"].replace("_", " ")}
    return {each for each in others - _texts(language) if "{" not in each} - as_it_came


def _said(tree: Element) -> Iterator[str]:
    for element in tree.walk():
        if element.name == "style" or (element.name == "script" and "id" not in element.given):
            continue
        if element.name == "script":
            yield from _strings(json.loads("".join(map(str, element.parts))))
        else:
            yield from (part.strip() for part in element.parts if isinstance(part, str))
            yield from (element.given[name] for name in SAID_IN if name in element.given)


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever the page's script gets
    """The texts that a script says: not the codes it knows them by."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _strings(
                [pair[-1:] for group in each.values() for pair in group] if name == "tables" else each
            )
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str) and " " in value:
        yield value


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_pages_and_index_say_nothing_in_another_language(language: str, tmp_path: Path) -> None:
    for recipient in (None, "UNODC"):
        view = view_of(make_world(), recipient)
        fewer = [replace(each, evidence=each.evidence[2:]) for each in view.clusters]
        write_reports(replace(view, clusters=tuple(fewer)), tmp_path, language=language)
        for file in write_reports(view, tmp_path, language=language):  # with news, then
            said = list(_said(read_page(file).tree))
            assert len(said) > 100
            assert not _foreign(language).intersection(said)
            assert [each for each in said if CODE.fullmatch(each)] == []


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_workbook_says_nothing_in_another_language(language: str) -> None:
    cluster = view_of(make_world()).clusters[0]
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_cluster_workbook(cluster, None, language)))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    said = {*sheets, *(str(cell) for rows in sheets.values() for row in rows for cell in row)}
    assert not _foreign(language).intersection(said)
    assert [each for each in said if CODE.fullmatch(each)] == []


@pytest.mark.parametrize(("language", "said"), [("en", "−1.2"), ("es", "-1.2"), ("fr", "-1,2")])
def test_bits_of_a_score_are_written_the_languages_way(language: str, said: str) -> None:
    words = load_words(language)
    assert words.signed(-1.2).replace("−", "-") == said.replace("−", "-")
    assert words.signed(3.14).replace(",", ".") == "+3.1"
