"""The printed report: tagged and kept for good, the same every time, and a case's text is never markup."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from reports.model import ClusterView
from reports.pdf import blocks
from reports.pdf.content import build_content
from reports.pdf.glyphs import EUROPEAN_RANGES, LONG_RUN, RANGES, break_long_runs, to_printable
from reports.pdf.pictures import stand_alone
from reports.pdf.typesetting import ATTEMPTS, render_cluster_pdf, set_content
from reports.words.catalogue import load_words
from schemas.errors import ConfigError
from tests.reports.network_factory import make_hostile, make_world, view_of

MARKUP = '#eval("1+1") $x^2$ @ref \\n *b* _i_ <lbl> [c] // x /* y */ `r` = h ~ #sys.inputs'
LANGUAGES = ("en", "es", "fr")


def _cluster() -> ClusterView:
    return view_of(make_world()).clusters[0]


def _texts(pdf: bytes) -> list[str]:
    """Every page's letters, without the white space that breaking lines adds or takes."""
    return [re.sub(r"[\s\u200b]", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def _said(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_document_is_tagged_claims_its_standards_and_names_language_and_title(language: str) -> None:
    root = PdfReader(io.BytesIO(render_cluster_pdf(_cluster(), None, language))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert str(root["/Lang"]).startswith(language)
    claims = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in claims
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in claims
    assert "<pdfuaid:part>1</pdfuaid:part>" in claims
    assert root["/OutputIntents"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_every_picture_has_words_and_every_face_is_embedded() -> None:
    reader = PdfReader(io.BytesIO(render_cluster_pdf(_cluster(), None, "es")))
    objects = [
        reader.get_object(number) for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm))
    ]
    known = [each for each in objects if isinstance(each, dict)]
    figures = [each for each in known if each.get("/S") == "/Figure"]
    assert len(figures) >= 2
    assert all(each["/Alt"] for each in figures)
    faces = [each for each in known if each.get("/Type") == "/FontDescriptor"]
    assert faces
    assert all({"/FontFile2", "/FontFile3"} & set(each) for each in faces)
    assert not [each for each in known if {"/JS", "/URI", "/Launch"} & set(each)]


def test_same_view_gives_the_same_bytes_dated_by_the_data() -> None:
    cluster = _cluster()
    first, second = (render_cluster_pdf(cluster, None, "fr") for _ in range(2))
    assert first == second
    made = PdfReader(io.BytesIO(first)).metadata.creation_date
    assert made.date() == cluster.last_seen


def test_every_page_bears_handling_recipient_and_that_it_is_no_proof() -> None:
    words = load_words("es")
    cluster = replace(_cluster(), handling="AMBER+STRICT")
    pages = _texts(render_cluster_pdf(cluster, "US-HSI", "es"))
    assert len(pages) > 2
    for page in pages:
        assert page.count("TLP:AMBER+STRICT") >= 2
        assert page.count(_said(words("page.lead"))) == 2
        assert _said(words("marking.partner", partner="US-HSI")) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_says_what_the_page_says(language: str) -> None:
    words, cluster = load_words(language), _cluster()
    whole = "".join(_texts(render_cluster_pdf(cluster, None, language)))
    sections = ("summary", "network", "people", "timeline", "corridor", "identities", "corroboration")
    for name in (*sections, "protected", "gaps", "evidence"):
        assert _said(words(f"{name}.title")) in whole, name
    for player in cluster.players:
        assert _said(player.label) in whole
    for record in cluster.evidence:
        assert record.record_key in whole
    assert cluster.cluster_id in whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_marked_record_is_told_and_the_mark_explained(language: str) -> None:
    words, cluster = load_words(language), _cluster()
    means = _said(words.code("mark_means", "incomplete"))
    assert means not in "".join(_texts(render_cluster_pdf(cluster, None, language)))
    record = cluster.evidence[0]._replace(marks=("incomplete",))
    marked = replace(cluster, evidence=(record, *cluster.evidence[1:]))
    whole = "".join(_texts(render_cluster_pdf(marked, None, language)))
    assert whole.count(means) == 1
    assert whole.count(_said(words.code("mark", "incomplete"))) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_protected_and_no_narrative_is_named(language: str) -> None:
    whole = "".join(_texts(render_cluster_pdf(_cluster(), None, language)))
    assert "SECRET" not in whole
    assert "NARRATIVE" not in whole.upper()


def test_markup_in_a_case_is_set_as_the_text_it_is() -> None:
    cluster = _cluster()
    players = (replace(cluster.players[0], label=MARKUP), *cluster.players[1:])
    whole = "".join(_texts(render_cluster_pdf(replace(cluster, players=players), None, "en")))
    # twice in the summary's sentences, once in the table
    assert whole.count(_said(MARKUP)) == 3


def test_hostile_text_in_every_field_is_set_without_any_fallback() -> None:
    cluster = view_of(make_hostile(make_world())).clusters[0]
    content = to_printable(build_content(cluster, None, load_words("en")), *ATTEMPTS[0])
    assert "<script>alert(1)</script>" in "".join(_texts(set_content(content)))


def test_a_letter_without_a_shape_is_written_as_its_number_and_explained_once() -> None:
    cluster = _cluster()
    assert "[U+" not in "".join(_texts(render_cluster_pdf(cluster, None, "en")))
    players = (replace(cluster.players[0], label="陈 Wei"), *cluster.players[1:])
    whole = "".join(_texts(render_cluster_pdf(replace(cluster, players=players), None, "en")))
    assert "[U+9648]Wei" in whole
    assert whole.count(_said(load_words("en")("pdf.glyphs"))) == 1


def test_every_letter_said_to_have_a_shape_has_one_in_text_and_in_pictures() -> None:
    every = "".join(chr(point) for low, high in RANGES for point in range(low, high + 1))
    _set(every, "")
    european = "".join(chr(point) for low, high in EUROPEAN_RANGES for point in range(low, high + 1))
    _set("", european.translate({ord(mark): " " for mark in "<>&"}))


@settings(max_examples=20, deadline=None)
@given(text=st.text(max_size=30), caption=st.text(max_size=30))
def test_any_text_can_be_set_at_the_latest_in_plain_letters(text: str, caption: str) -> None:
    drawn = caption.translate({ord(mark): " " for mark in "<>&"})
    for letters in ATTEMPTS[1:]:
        _set(*(to_printable([text, f"<svg{drawn}"], *letters)))


def _set(text: str, caption: str) -> None:
    """One line in all styles and one drawing, set to the standards."""
    label = caption.removeprefix("<svg")
    drawing = stand_alone(f'<svg viewBox="0 0 90 9"><text y="8">{label}</text></svg>')
    styles = (blocks.plain, blocks.strong, blocks.code, blocks.warn, blocks.muted)
    line = blocks.paragraph(*(style(text) for style in styles))
    content = build_content(_cluster(), None, load_words("en"))
    set_content(content | {"sections": [blocks.section("x", line, blocks.figure(drawing, "x"))]})


def test_mixed_scripts_in_a_caption_leave_the_text_whole() -> None:
    mixed = "ẕ٩ẞǆІέẍẙםfṦȳ"
    with pytest.raises(typst.TypstError):
        _set("", mixed)
    cluster = _cluster()
    first = cluster.players[0].entity_id
    nodes = tuple(node._replace(label=mixed) if node.entity_id == first else node for node in cluster.nodes)
    names = ["Ana Núñez", *(player.label for player in cluster.players[1:])]
    players = tuple(replace(player, label=name) for player, name in zip(cluster.players, names, strict=True))
    whole = "".join(_texts(render_cluster_pdf(replace(cluster, nodes=nodes, players=players), None, "en")))
    assert "AnaNúñez" in whole


def test_control_and_direction_marks_are_gone_and_joined_accents_are_one_letter() -> None:
    assert to_printable("a\x07b\u202ec\u2066d\ufeffe\nf") == "a bcde f"
    assert to_printable("Nu\u0301n\u0303ez") == "Núñez"
    assert to_printable({"a": ["\ue000"], "b": 3, "c": None}) == {"a": ["[U+E000]"], "b": 3, "c": None}


@given(text=st.text(alphabet="ab ", max_size=200))
def test_long_runs_get_places_to_break_and_lose_nothing(text: str) -> None:
    broken = break_long_runs(text)
    assert broken.replace("\u200b", "") == text
    assert all(len(run) <= LONG_RUN for run in re.split("[ \u200b]", broken))


def test_another_language_is_a_wrong_call() -> None:
    with pytest.raises(ConfigError):
        render_cluster_pdf(_cluster(), None, "de")
