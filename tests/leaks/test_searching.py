"""The search finds a word however it is packed; it would be easy to find nothing."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from pathlib import Path
from urllib.parse import quote

import polars as pl
import pytest

from tests.leaks.searching import find_leaks

WORD, NUMBER = "Qbadegokuxq", "5281123456"


def _zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", content)
    return packed.getvalue()


def _table(text: str) -> bytes:
    packed = io.BytesIO()
    pl.DataFrame({"name": [[text]]}).write_parquet(packed, compression="zstd")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.txt", WORD.encode()),
        ("upper.txt", WORD.upper().encode()),
        ("accents.txt", "Qbádegökuxq".encode()),
        ("wide.txt", WORD.encode("utf-16-le")),
        ("percent.html", "".join(f"%{each:02X}" for each in WORD.encode()).encode()),
        ("quoted.html", quote(f"a b {WORD}").encode()),
        ("entity.html", "".join(f"&#{ord(each)};" for each in WORD).encode()),
        ("escaped.json", "".join(f"\\u{ord(each):04x}" for each in WORD).encode()),
        ("base64.html", b"data:text/plain;base64," + base64.b64encode(f"some {WORD} more".encode())),
        ("packed.gz", gzip.compress(WORD.encode())),
        ("packed.xlsx", _zipped(WORD.encode())),
        ("twice.zip", _zipped(gzip.compress(base64.b64encode(f"xx{WORD}xx".encode())))),
        ("table.parquet", _table(WORD)),
        (f"named-{WORD}.txt", b"nothing"),
    ],
    # not by their bytes: what is packed carries the time of packing
    ids=lambda value: value if isinstance(value, str) else "content",
)
def test_a_word_is_found_however_it_is_packed(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert [file for file, _ in find_leaks(tmp_path, {WORD})] == [name]
    assert find_leaks(tmp_path, {"Qkodobaduxq"}) == []


@pytest.mark.parametrize(
    "written", [NUMBER, "+52 81 1234-56", "52.81.12.34.56", "(528) 112 3456", "0052 81123456"]
)
def test_a_number_is_found_however_it_is_written(written: str, tmp_path: Path) -> None:
    (tmp_path / "numbers.txt").write_text(f"call {written} now", encoding="utf-8")
    assert len(find_leaks(tmp_path, {NUMBER})) == 1
