"""Which pages lie there already: what each was drawn from, by which program, and what its bytes were.

A page is left as it is only if it would be drawn from the same content by the same program, and if the file
is still the one that was drawn. Everything else is drawn anew, so a report is always what drawing all of it
would give.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import orjson

NOTES = "drawn.json"
"""The notes, beside the index; without them all pages are drawn."""

ROOMS = ("reports", "schemas")
SUFFIXES = frozenset({".py", ".j2", ".css", ".js", ".po", ".toml", ".json"})
LIBRARIES = ("babel", "jinja2", "markupsafe", "pygraphviz")
"""What a page is drawn by: texts, styles and code of these rooms, and the libraries with a hand in it."""


class Drawn(NamedTuple):
    """One page: digests of what it was drawn from and of its bytes."""

    content: str
    page: str


@cache
def describe_program() -> str:
    """Digest of all that turns content into a page."""
    house = Path(__file__).parents[2]
    files = (file for room in ROOMS for file in (house / room).rglob("*") if file.suffix in SUFFIXES)
    digest = hashlib.sha256(platform.python_version().encode())
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for file in sorted(files):
        digest.update(f"{file.relative_to(house).as_posix()} {file.stat().st_size}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def describe_content(parcel: bytes, recipient: str | None, language: str) -> str:
    """Digest of what a page is drawn from: the packed cluster, for whom, in what language, by which code."""
    frame = json.dumps([describe_program(), recipient, language])
    return hashlib.sha256(frame.encode() + parcel).hexdigest()


def read_notes(out: Path) -> dict[str, Drawn]:
    """The pages noted in a folder by cluster id; none where the notes are missing or cannot be read."""
    try:
        noted = orjson.loads((out / NOTES).read_bytes())
        return {str(key): Drawn(str(content), str(page)) for key, (content, page) in noted.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def write_notes(folder: Path, pages: Mapping[str, Drawn]) -> None:
    """Note the pages of a folder."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    (folder / NOTES).write_bytes(orjson.dumps(dict(pages), default=tuple, option=options))


def is_as_drawn(page: Path, drawn: Drawn) -> bool:
    """Whether a file is still, to the byte, the page that was drawn."""
    return page.is_file() and hashlib.sha256(page.read_bytes()).hexdigest() == drawn.page
