"""Pages that would come out the same are left as they lie; any other is drawn: the report is whole."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from reports.html.drawn import NOTES, describe_content, read_notes
from reports.html.parcels import pack_cluster, unpack_cluster
from reports.html.state import STATE
from reports.html.writing import write_reports
from tests.reports.network_factory import make_world, view_of


def _make_old(out: Path) -> None:
    for page in (out / "clusters").iterdir():
        os.utime(page, (1, 1))


def _redrawn(out: Path) -> set[str]:
    return {page.name for page in (out / "clusters").iterdir() if page.stat().st_mtime > 1}


def _bytes(out: Path) -> dict[str, bytes]:
    return {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}


def test_a_cluster_comes_out_of_its_parcel_as_it_went_in() -> None:
    for cluster in view_of(make_world(clusters=3)).clusters:
        assert unpack_cluster(pack_cluster(cluster)) == cluster


def test_the_same_records_read_again_give_the_same_parcel() -> None:
    first, second = (view_of(make_world(clusters=2)) for _ in range(2))
    assert list(map(pack_cluster, first.clusters)) == list(map(pack_cluster, second.clusters))


def test_pages_of_the_same_content_are_left_as_they_lie(tmp_path: Path) -> None:
    write_reports(view_of(make_world(clusters=3)), tmp_path)
    before = _bytes(tmp_path)
    _make_old(tmp_path)
    seen: list[int] = []
    write_reports(view_of(make_world(clusters=3)), tmp_path, progress=lambda done, _: seen.append(done))
    assert _redrawn(tmp_path) == set()
    assert _bytes(tmp_path) == before
    assert seen == [1, 2, 3]


@pytest.mark.parametrize("change", ["persons", "language", "recipient", "program", "page", "notes", "gone"])
def test_whatever_changed_the_report_is_what_drawing_all_of_it_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    out = tmp_path / "out"
    write_reports(view_of(make_world(clusters=2)), out)
    _make_old(out)
    if change == "program":
        monkeypatch.setattr("reports.html.drawn.describe_program", lambda: "another")
    first = out / "clusters" / "C-000000000000.html"
    if change == "page":
        first.write_text("tampered with", encoding="utf-8")
    if change == "notes":
        (out / NOTES).write_text("[1", encoding="utf-8")
    if change == "gone":
        first.unlink()
    language = "fr" if change == "language" else "en"
    world = make_world(clusters=2, persons=9) if change == "persons" else make_world(clusters=2)
    view = view_of(world, "UNODC" if change == "recipient" else None)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    shutil.copy(out / STATE, fresh)  # what it is compared with is part of what a report says
    write_reports(view, out, language=language)
    write_reports(view, fresh, language=language)
    assert _bytes(out) == _bytes(tmp_path / "fresh")
    assert len(_redrawn(out)) == (1 if change in ("page", "gone") else 2)


@pytest.mark.parametrize("notes", ["", "[]", "null", '{"C-1": 3}', '{"C-1": ["a"]}'])
def test_notes_that_are_none_count_as_no_notes(tmp_path: Path, notes: str) -> None:
    (tmp_path / NOTES).write_text(notes, encoding="utf-8")
    assert read_notes(tmp_path) == {}


def test_content_is_told_apart_by_recipient_and_language() -> None:
    said = {describe_content(b"x", who, how) for who in (None, "UNODC") for how in ("en", "fr")}
    assert len(said) == 4
