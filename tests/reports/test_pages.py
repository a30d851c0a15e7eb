"""The pages: whole, sealed, in three languages, and free of anything hostile or protected."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from reports.html.pages import content_policy
from reports.html.writing import sweep_left_over, write_reports
from reports.words.catalogue import load_words
from schemas.errors import ConfigError
from tests.reports.network_factory import HOSTILE, make_hostile, make_world, view_of


class _Elements(HTMLParser):
    """Counts elements and collects attributes, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes.extend(attrs)


def _parse(text: str) -> _Elements:
    elements = _Elements()
    elements.feed(text)
    return elements


def test_index_and_a_page_for_every_cluster_are_written(tmp_path: Path) -> None:
    files = write_reports(view_of(make_world(clusters=3)), tmp_path / "out")
    assert [file.name for file in files] == ["index.html", *(f"C-{number:012d}.html" for number in range(3))]
    index = files[0].read_text(encoding="utf-8")
    assert all(f'href="clusters/{file.name}"' in index for file in files[1:])


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_same_view_gives_the_same_bytes_in_each_language(tmp_path: Path, language: str) -> None:
    view = view_of(make_world())
    first = write_reports(view, tmp_path / "a", language=language)
    second = write_reports(view, tmp_path / "b", language=language)
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]
    assert f'<html lang="{load_words(language).tag}">' in first[0].read_text(encoding="utf-8")


def test_shuffled_frames_give_the_same_pages(tmp_path: Path) -> None:
    world = make_world()
    names = ("mentions", "entities", "links", "clusters", "key_players", "occurrences", "corridors")
    for name in names:
        frame = getattr(world.network, name)
        object.__setattr__(world.network, name, frame.sample(fraction=1.0, shuffle=True, seed=5))
    first = write_reports(view_of(make_world()), tmp_path / "a")
    second = write_reports(view_of(world), tmp_path / "b")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_no_protected_name_and_no_narrative_is_in_any_page(tmp_path: Path, language: str) -> None:
    for file in write_reports(view_of(make_world()), tmp_path, language=language):
        text = file.read_text(encoding="utf-8")
        assert "SECRETNAME" not in text
        assert "NARRATIVE-MUST-NOT-LEAVE" not in text


def test_hostile_text_adds_no_element_and_no_handler(tmp_path: Path) -> None:
    plain = write_reports(view_of(make_world()), tmp_path / "plain")
    hostile = write_reports(view_of(make_hostile(make_world())), tmp_path / "hostile")
    for before, after in zip(plain, hostile, strict=True):
        elements = _parse(after.read_text(encoding="utf-8"))
        assert elements.names.count("script") == _parse(before.read_text(encoding="utf-8")).names.count(
            "script"
        )
        assert "img" not in elements.names
        assert not [name for name, _ in elements.attributes if name.startswith("on")]
        assert HOSTILE not in after.read_text(encoding="utf-8")
        assert "\u202e" not in after.read_text(encoding="utf-8")


def test_template_syntax_in_data_is_not_evaluated(tmp_path: Path) -> None:
    page = write_reports(view_of(make_hostile(make_world())), tmp_path)[1].read_text(encoding="utf-8")
    assert "{{7*7}}" in page
    assert "`49" not in page


def test_policy_names_exactly_the_pages_own_style_and_script(tmp_path: Path) -> None:
    for file in write_reports(view_of(make_world()), tmp_path):
        text = file.read_text(encoding="utf-8")
        style = re.search(r"<style>(.*?)</style>", text, re.S)
        script = re.search(r"<script>(.*?)</script>", text, re.S)
        assert style is not None
        assert script is not None
        assert f'content="{content_policy(style[1], script[1])}"' in text
        assert "unsafe" not in text


def test_no_page_asks_for_anything_outside_itself(tmp_path: Path) -> None:
    for file in write_reports(view_of(make_world()), tmp_path):
        attributes = _parse(file.read_text(encoding="utf-8")).attributes
        assert not [name for name, _ in attributes if name in ("src", "srcset", "style", "action")]
        assert all(
            not (value or "").startswith(("http", "//")) for name, value in attributes if name == "href"
        )


def test_every_page_is_marked_with_handling_recipient_and_lead_not_proof(tmp_path: Path) -> None:
    for file in write_reports(view_of(make_world()), tmp_path / "own"):
        text = file.read_text(encoding="utf-8")
        assert "TLP:AMBER" in text
        assert "own complete view" in text
        assert "not proof" in text
    for file in write_reports(view_of(make_world(), "UNODC"), tmp_path / "partner"):
        text = file.read_text(encoding="utf-8")
        assert "For UNODC" in text
        assert "own complete view" not in text


def test_a_failing_page_leaves_the_former_report_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    before = {file: file.read_bytes() for file in write_reports(view_of(make_world()), out)}

    def fail(*_: object) -> str:
        raise RuntimeError("no room left")

    monkeypatch.setattr("reports.html.writing.render_index", fail)
    with pytest.raises(RuntimeError):
        write_reports(view_of(make_world(clusters=3)), out)
    assert {file: file.read_bytes() for file in out.rglob("*.html")} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def _page_bytes(out: Path) -> dict[Path, bytes]:
    return {file.relative_to(out): file.read_bytes() for file in out.rglob("*.html")}


@pytest.mark.parametrize("moves", [0, 1, 3, 4, 5, 6])
def test_a_writer_stopped_between_moves_leaves_whole_pages_and_no_dead_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    fresh, out = tmp_path / "fresh", tmp_path / "out"
    for folder in (fresh, out):
        write_reports(view_of(make_world(clusters=2)), folder)
    view = view_of(make_world(clusters=3, persons=9))
    old = _page_bytes(out)
    write_reports(view, fresh)
    new = _page_bytes(fresh)
    assert all(page != new[name] for name, page in old.items())
    replace, left = os.replace, iter(range(moves))

    def stop(source: Path, target: Path) -> None:
        if next(left, None) is None:
            raise OSError("the disk went away")
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr("reports.html.writing.os.replace", stop)
        if moves <= len(new) + 1:  # the notes of what was drawn and of what was said move last
            with pytest.raises(OSError, match="went away"):
                write_reports(view, out)
        else:
            write_reports(view, out)
    moved = {name for name, page in _page_bytes(out).items() if page == new[name]}
    assert len(moved) == min(moves, len(new))
    assert all(page in (old.get(name), new[name]) for name, page in _page_bytes(out).items())
    links = re.findall(r'href="(clusters/[^"]+)"', (out / "index.html").read_text(encoding="utf-8"))
    assert len(set(links)) == (3 if moves >= len(new) else 2)
    assert all((out / link).is_file() for link in links)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh", "out"]
    write_reports(view, out)
    assert _page_bytes(out) == new


def _make_aged(folder: Path, age: timedelta) -> None:
    (folder / "clusters").mkdir(parents=True)
    stamp = folder.parent.stat().st_mtime - age.total_seconds()
    os.utime(folder, (stamp, stamp))


def test_only_old_folders_of_killed_writers_are_swept(tmp_path: Path) -> None:
    for name in (".out-old12345", ".out2-old12345", ".out-kept", "out-old12345"):
        _make_aged(tmp_path / name, timedelta(hours=25))
    _make_aged(tmp_path / ".out-new12345", timedelta(hours=23))
    write_reports(view_of(make_world()), tmp_path / "out")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {".out2-old12345", ".out-kept", "out-old12345", ".out-new12345", "out"}
    sweep_left_over(tmp_path / "out", tmp_path, timedelta(hours=22))
    assert ".out-new12345" not in {path.name for path in tmp_path.iterdir()}


def test_pages_of_clusters_that_are_gone_are_gone_and_other_files_stay(tmp_path: Path) -> None:
    write_reports(view_of(make_world(clusters=3)), tmp_path)
    (tmp_path / "tables").mkdir()
    write_reports(view_of(make_world(clusters=1)), tmp_path)
    assert [file.name for file in (tmp_path / "clusters").iterdir()] == ["C-000000000000.html"]
    assert (tmp_path / "tables").exists()


def test_an_id_that_is_no_file_name_is_refused(tmp_path: Path) -> None:
    world = make_world()
    for name in ("clusters", "cluster_summary", "key_players", "corridors"):
        frame = getattr(world.network, name)
        renamed = frame.with_columns(frame["cluster_id"].str.replace("C-0", "../C-0", literal=True))
        object.__setattr__(world.network, name, renamed)
    with pytest.raises(ConfigError):
        write_reports(view_of(world), tmp_path / "out")


def test_worker_processes_write_the_same_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = view_of(make_world(clusters=3))
    alone = write_reports(view, tmp_path / "alone", workers=1)
    monkeypatch.setattr("reports.html.writing.SMALL_REPORT", 2)
    seen: list[tuple[int, int]] = []
    helped = write_reports(
        view, tmp_path / "helped", workers=2, progress=lambda done, all_: seen.append((done, all_))
    )
    assert [file.read_bytes() for file in alone] == [file.read_bytes() for file in helped]
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_store_without_clusters_still_gives_an_index(tmp_path: Path) -> None:
    world = make_world()
    for name in (
        "clusters",
        "cluster_summary",
        "key_players",
        "links",
        "link_evidence",
        "corridors",
        "bridges",
    ):
        object.__setattr__(world.network, name, getattr(world.network, name).clear())
    files = write_reports(view_of(world), tmp_path)
    assert [file.name for file in files] == ["index.html"]


def test_the_print_mark_is_one_quoted_text_whatever_the_handling_says(tmp_path: Path) -> None:
    page = write_reports(view_of(make_hostile(make_world())), tmp_path)[1].read_text(encoding="utf-8")
    found = re.search(r"@bottom-center\{content:\"([^\"]*)\";font:8pt sans-serif\}\}\n</style>", page)
    assert found is not None
    assert re.fullmatch(r"(?:[0-9A-Za-z]|\\[0-9a-f]+ )+", found[1])


@pytest.mark.parametrize(
    ("language", "word"), [("en", "incomplete"), ("es", "incompleto"), ("fr", "incomplet")]
)
def test_a_mark_beside_a_record_is_explained_once_and_only_where_there_is_one(
    tmp_path: Path, language: str, word: str
) -> None:
    world = make_world(clusters=2)
    cases = world.tables["cases"].with_row_index("at")
    world.tables["cases"] = cases.with_columns(is_incomplete=pl.col("at") == 0).drop("at")
    _, first, second = write_reports(view_of(world), tmp_path / "out", language=language)
    marked, plain = (each.read_text(encoding="utf-8") for each in (first, second))
    meaning = load_words(language).code("mark_means", "incomplete")
    assert f'<small class="warn" title="{meaning}">{word}</small></th>' in marked
    assert marked.count(f'<b class="warn">{word}</b> – {meaning}</p>') == 1
    assert marked.count(f">{word}</") == 2
    assert f">{word}</" not in plain
    assert load_words(language).code("mark_means", "warning") not in marked
