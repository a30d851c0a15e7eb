"""The workbook: text stays text, dates are dates, and the same view gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reports.model import ClusterView
from reports.sections.grouping import clean_text
from reports.words.catalogue import load_words
from reports.xlsx.sheets import build_sheets
from reports.xlsx.workbook import HEAD_ROW, LONGEST, render_cluster_workbook
from schemas.errors import ConfigError
from tests.reports.network_factory import World, make_hostile, make_world, view_of

LANGUAGES = ("en", "es", "fr")
DANGEROUS = (
    "=1+1", "+52 55 1234 5678", "-2+3", "@SUM(A1)", "=HYPERLINK(\"http://a.example\",\"x\")", "\t=1", "http://a.example",
    "mailto:a@a.example", "internal:Sheet1!A1", "file:///etc/passwd", "0044", "1E5", "2024-01-02", "TRUE",
    "{=SUM(A1:A2)}", "'=1+1", "_x0041_", "<f>1</f>", "=cmd|' /C calc'!A0",
)  # fmt: skip


def _cluster(world: World | None = None) -> ClusterView:
    return view_of(world or make_world()).clusters[0]


def _sheets(book: bytes) -> dict[str, list[list[Any]]]:
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    return {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}


def _parts(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return {name: parts.read(name).decode("utf-8") for name in parts.namelist()}


def _assert_inert(book: bytes) -> None:
    """No cell with a formula, no link to anywhere, nothing embedded, no macro."""
    for name, text in _parts(book).items():
        assert "vba" not in name
        assert "embeddings" not in name
        assert "externalLink" not in name
        if name.startswith("xl/worksheets/"):
            assert not re.search(r"<(\w+:)?f[ >]", text), name
            assert "<hyperlink" not in text
            assert "relationships/hyperlink" not in text


def _named(cluster: ClusterView, label: str) -> ClusterView:
    players = (replace(cluster.players[0], label=label, role_raw=(label,)), *cluster.players[1:])
    record = cluster.evidence[0]._replace(record_key=label, municipality=label, source_grade=label)
    nodes = (cluster.nodes[0]._replace(label=label), *cluster.nodes[1:])
    return replace(cluster, players=players, nodes=nodes, evidence=(record, *cluster.evidence[1:]))


@pytest.mark.parametrize("label", DANGEROUS)
def test_text_that_looks_like_something_else_stays_text(label: str) -> None:
    words = load_words("en")
    book = render_cluster_workbook(_named(_cluster(), label), None, "en")
    _assert_inert(book)
    sheets = _sheets(book)
    said = " ".join(label.split())
    assert sheets[words("people.title")][HEAD_ROW + 1][1] == said
    assert sheets[words("evidence.title")][HEAD_ROW + 1][0] == said
    assert sheets[words("xlsx.entities")][HEAD_ROW + 1][0] == said


@settings(max_examples=60, deadline=None)
@given(label=st.text(min_size=1, max_size=40) | st.text(alphabet="=+-@'\"|!(){}0123456789eE.:/", min_size=1))
def test_no_text_becomes_formula_link_or_number(label: str) -> None:
    book = render_cluster_workbook(_named(_cluster(), label), None, "es")
    _assert_inert(book)
    found = _sheets(book)[load_words("es")("people.title")][HEAD_ROW + 1][1]
    assert found == " ".join((clean_text(label) or "").split())


def test_hostile_text_in_every_field_leaves_a_workbook_that_opens() -> None:
    book = render_cluster_workbook(_cluster(make_hostile(make_world())), None, "fr")
    _assert_inert(book)
    assert len(_sheets(book)) == 10


def test_texts_are_cells_formatted_as_text_and_quoted() -> None:
    styles = _parts(render_cluster_workbook(_cluster(), None, "en"))["xl/styles.xml"]
    assert re.search(r'<xf numFmtId="49"[^>]*quotePrefix="1"', styles)


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    words = load_words("en")
    sheets = _sheets(render_cluster_workbook(_named(_cluster(), "x" * 40_000), None, "en"))
    found = sheets[words("people.title")][HEAD_ROW + 1][1]
    assert len(found) == LONGEST
    assert found.endswith("…")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_says_how_it_was_taken_in(language: str) -> None:
    words, cluster = load_words(language), _cluster()
    record = cluster.evidence[0]._replace(marks=("incomplete", "warning"))
    marked = replace(cluster, evidence=(record, *cluster.evidence[1:]))
    rows = _sheets(render_cluster_workbook(marked, None, language))[words("evidence.title")][HEAD_ROW:]
    assert rows[0][-1] == words("xlsx.marks")
    said = f"{words.code('mark', 'incomplete')}, {words.code('mark', 'warning')}"
    assert [row[-1] for row in rows[1:]] == [said, *[""] * (len(cluster.evidence) - 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_dates_with_the_months_name(language: str) -> None:
    words, cluster = load_words(language), _cluster()
    book = render_cluster_workbook(cluster, None, language)
    starts = [row[1] for row in _sheets(book)[words("evidence.title")][HEAD_ROW + 1 :]]
    assert starts == [record.start for record in cluster.evidence]
    assert isinstance(starts[0], date)
    formats = re.findall(r'formatCode="([^"]*)"', _parts(book)["xl/styles.xml"])
    assert [each for each in formats if "mmm" in each]
    assert not [each for each in formats if re.search(r"(?<!m)mm?(?!m)", each)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_is_marked_on_screen_and_paper(language: str) -> None:
    words = load_words(language)
    book = render_cluster_workbook(replace(_cluster(), handling="AMBER"), "US-HSI", language)
    parts = {name: text for name, text in _parts(book).items() if name.startswith("xl/worksheets/sheet")}
    assert len(parts) == 10
    for rows in _sheets(book).values():
        assert rows[0][0].startswith("TLP:AMBER · ")
        assert words("marking.partner", partner="US-HSI") in rows[0][0]
        assert rows[1][0] == words("page.lead")
        assert rows[2][0] == words("page.protected")
    for text in parts.values():
        assert "TLP:AMBER" in re.findall(r"<oddHeader>(.*?)</oddHeader>", text)[0]
        assert "<oddFooter>" in text
        assert "<autoFilter" in text
        assert 'state="frozen"' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_names_fit_and_every_row_has_a_cell_for_each_column(language: str) -> None:
    sheets = build_sheets(_cluster(), load_words(language))
    names = [sheet.name for sheet in sheets]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    for sheet in sheets:
        assert all(len(row) == len(sheet.columns) for row in sheet.rows), sheet.name


def test_everybody_and_every_record_is_there_and_nobody_protected() -> None:
    cluster, words = _cluster(), load_words("en")
    book = render_cluster_workbook(cluster, None, "en")
    sheets = _sheets(book)
    people = sheets[words("people.title")][HEAD_ROW + 1 :]
    assert [row[1] for row in people] == [player.label for player in cluster.players]
    assert len(sheets[words("xlsx.links")]) == HEAD_ROW + 1 + len(cluster.edges)
    assert len(sheets[words("evidence.title")]) == HEAD_ROW + 1 + len(cluster.evidence)
    whole = "".join(_parts(book).values())
    assert "SECRETNAME" not in whole
    assert "NARRATIVE-MUST-NOT-LEAVE" not in whole


def test_same_view_gives_the_same_bytes() -> None:
    first, second = (render_cluster_workbook(_cluster(), None, "es") for _ in range(2))
    assert first == second
    assert str(_cluster().last_seen) in _parts(first)["docProps/core.xml"]


def test_another_language_is_a_wrong_call() -> None:
    with pytest.raises(ConfigError):
        render_cluster_workbook(_cluster(), None, "de")
