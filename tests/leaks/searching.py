"""Every form in which a word can be in a file: as it is, packed, encoded, in another case."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import polars as pl
from pypdf import PdfReader

MARKED = 10
"""Characters by which a canary is known, a word's or a number's."""

DEEPEST = 3
"""How many times one in the other what is packed is unpacked."""

_WORD = re.compile("q(?:[bdfgkmnprtvz][aeiou]){4}x")
_DIGITS = re.compile("[0-9]{10,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .,\-()/\u00a0\u202f]+(?=\d)")
_COMBINING = re.compile("[\u0300-\u036f]")
_BROKEN_LINE = re.compile("[-\u00ad\u2010]?\\s*\n\\s*")
_PDF_HEX = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")


def find_leaks(out: Path, forbidden: Iterable[str]) -> list[tuple[str, str]]:
    """`(file, canary)` of every forbidden canary in the name or content of any file below a folder."""
    wanted = {fold(each)[:MARKED] for each in forbidden}
    found: set[tuple[str, str]] = set()
    for path in sorted(each for each in out.rglob("*") if each.is_file()):
        name = path.relative_to(out).as_posix()
        said = {*_canaries(fold(name)), *_search(path.read_bytes(), path.suffix)}
        found |= {(name, each) for each in wanted & said}
    return sorted(found)


def _canaries(text: str) -> Iterator[str]:
    """Whatever looks like a canary: a word between its marks, or ten digits of a longer number."""
    yield from _WORD.findall(text)
    for run in _DIGITS.findall(text):
        yield from (run[start : start + MARKED] for start in range(len(run) - MARKED + 1))


def _search(content: bytes, suffix: str, depth: int = 0) -> set[str]:
    """All canaries of a file, and of what is packed in it."""
    found: set[str] = set()
    for text in {content.decode("utf-8", errors="ignore"), content.replace(b"\0", b"").decode("latin-1")}:
        for form in _texts(text):
            found.update(_canaries(form))
    if depth < DEEPEST:
        for part, kind in _unpacked(content, suffix):
            found |= _search(part, kind, depth + 1)
        for run in set(_BASE64.findall(content)):
            found |= _search_run(run, depth + 1)
    return found


@cache
def _search_run(run: bytes, depth: int) -> frozenset[str]:
    """The same of what may be base64: ids and names of styles, for the most part, which are on every page."""
    with_padding = run.rstrip(b"=") + b"=" * (-len(run.rstrip(b"=")) % 4)
    altchars = b"-_" if b"-" in run or b"_" in run else None
    try:
        return frozenset(_search(base64.b64decode(with_padding, altchars=altchars), "", depth))
    except (binascii.Error, ValueError):
        return frozenset()


def _texts(text: str) -> Iterator[str]:
    for form in {text, html.unescape(text), unquote(text)}:
        folded = fold(form)
        yield folded
        yield _BETWEEN_DIGITS.sub("", folded)
    if "\\u" in text:
        yield fold(re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text))


def _unpacked(content: bytes, suffix: str) -> Iterator[tuple[bytes, str]]:
    """What is inside: table cells, members of a zip, streams of a PDF."""
    if suffix == ".parquet":
        yield pl.read_parquet(io.BytesIO(content)).write_json().encode(), ".json"
    elif content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content), ""
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                yield member.filename.encode(), ""
                yield archive.read(member), Path(member.filename).suffix
    elif content[:5] == b"%PDF-":
        yield from _pdf_parts(content)


def _pdf_parts(content: bytes) -> Iterator[tuple[bytes, str]]:
    """The text as a reader sees it, what is told of the file, and its streams as they are."""
    reader = PdfReader(io.BytesIO(content))
    pages = "\n".join(page.extract_text() for page in reader.pages)
    told = [str(reader.metadata), *(str(each) for each in reader.outline), str(reader.named_destinations)]
    yield "\n".join([pages, _BROKEN_LINE.sub("", pages), *told]).encode(), ""
    for stream in _PDF_STREAM.findall(content):
        try:
            plain = zlib.decompressobj().decompress(stream)
        except zlib.error:
            continue
        yield plain, ""
        for run in _PDF_HEX.findall(plain):
            yield bytes.fromhex(re.sub(rb"\s", b"", run).decode().ljust(len(run) + len(run) % 2, "0")), ""


def fold(text: str) -> str:
    """Small letters without accents."""
    return (
        text.lower() if text.isascii() else _COMBINING.sub("", unicodedata.normalize("NFKD", text.casefold()))
    )
