"""What the published pages were made from, so that the next time only those that come out otherwise are made.

A file of the service's own. It counts only while the pages' notes and the report's state lie in the folder as
this service left them, and while the same program draws; otherwise all pages are made. Of a page it counts
only while its file is as this service left it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from markupsafe import Markup

from flows.service.facts import ClusterFacts, to_facts
from flows.service.remembered import Remembered
from reports.html.drawn import NOTES, describe_program
from reports.html.entries import Entry, Line
from reports.html.state import STATE

FORM = 2
"""Number of the file's form."""

PageMark = tuple[int, int]
"""Size and time of change of a page's file."""


@dataclass(frozen=True)
class KeptPage:
    """One cluster as it was published.

    Attributes:
        digest: What its page rests on (`staging.cluster_digests`); null where that was not asked for, because
            it was known without it that the page is that of its network.
        line: Its line of the index.
        facts: What is told of it.
    """

    digest: int | None
    line: Line
    facts: ClusterFacts


@dataclass(frozen=True)
class Kept:
    """All clusters as they were published.

    Attributes:
        generation: Which network they are of (`staging.kept_frames`); null where that has no mark.
        pages: The clusters.
    """

    generation: str | None = None
    pages: Mapping[str, KeptPage] = field(default_factory=dict)


@dataclass(frozen=True)
class _KeptFile:
    """What the file holds.

    Attributes:
        mark: The folder's notes and state, the language, the program.
        files: The pages' files.
        kept: The clusters as they were published.
    """

    mark: str
    files: dict[str, PageMark]
    kept: Kept


_UNREADABLE = (OSError, ValueError, KeyError, TypeError)
"""What it may come to when nothing is kept, or something else lies there."""


def read_kept(file: Path, reports: Path, language: str) -> Kept:
    """The clusters as they were published, without those that are no longer what lies there.

    Args:
        file: Where it is kept.
        reports: The folder of the reports.
        language: The language of the pages.
    """
    try:
        noted = _read_noted(file, reports, language)
        files = _list_pages(reports)
    except _UNREADABLE:
        return Kept()
    left = {name for name, mark in files.items() if noted.files.get(name) == mark}
    pages = {each: page for each, page in noted.kept.pages.items() if f"{each}.html" in left}
    return Kept(noted.kept.generation, pages)


def assume_kept(file: Path, reports: Path, language: str) -> Kept:
    """As `read_kept`, where nobody has touched a page; the pages are not looked at.

    To look at 3,000 takes as long as to make three. Who relies on it looks later whether it was so.
    """
    try:
        noted = _read_noted(file, reports, language)
    except _UNREADABLE:
        return Kept()
    return noted.kept


def _read_noted(file: Path, reports: Path, language: str) -> _KeptFile:
    noted = _REMEMBERED.read(file)
    if noted.mark != _describe_folder(reports, language):
        raise ValueError("other pages lie there, or they were drawn otherwise")
    return noted


def save_kept(file: Path, reports: Path, language: str, kept: Kept) -> None:
    """Note the clusters as they were just published; whole, or not so that it would be read."""
    noted = _KeptFile(_describe_folder(reports, language), _list_pages(reports), kept)
    rows = {
        name: (page.digest, page.line.entry, page.line.row, page.line.has_news, page.facts)
        for name, page in kept.pages.items()
    }
    content = {"mark": noted.mark, "generation": kept.generation, "files": noted.files, "pages": rows}
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.part")
    unfinished.write_bytes(orjson.dumps(content))
    unfinished.replace(file)
    _REMEMBERED.keep(file, noted)


def _load(file: Path) -> _KeptFile:
    content = orjson.loads(file.read_bytes())
    files = {name: (size, written_ns) for name, (size, written_ns) in content["files"].items()}
    pages = {name: _to_page(*values) for name, values in content["pages"].items()}
    return _KeptFile(content["mark"], files, Kept(content["generation"], pages))


_REMEMBERED = Remembered(_load)


def _describe_folder(reports: Path, language: str) -> str:
    digest = hashlib.sha256(f"{FORM}\n{language}\n{describe_program()}\n".encode())
    for name in (NOTES, STATE):
        digest.update(hashlib.sha256((reports / name).read_bytes()).digest())
    return digest.hexdigest()


def _list_pages(reports: Path) -> dict[str, PageMark]:
    with os.scandir(reports / "clusters") as found:
        marks = ((each.name, each.stat()) for each in found)
        return {name: (mark.st_size, mark.st_mtime_ns) for name, mark in marks}


def _to_page(
    digest: int | None, entry: Mapping[str, Any], row: str, has_news: bool, facts: Mapping[str, Any]
) -> KeptPage:
    lists = {name: tuple(entry[name]) for name in ("agencies", "countries", "corridor")}
    days = {name: _to_day(entry[name]) for name in ("first_seen", "last_seen")}
    return KeptPage(digest, Line(Entry(**{**entry, **lists, **days}), Markup(row), has_news), to_facts(facts))


def _to_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
