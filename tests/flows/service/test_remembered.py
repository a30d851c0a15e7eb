"""A file that somebody else replaced is read again; the same one is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.service.remembered import Remembered


def test_a_file_is_read_once_until_it_is_another(tmp_path: Path) -> None:
    reads: list[str] = []

    def load(file: Path) -> str:
        reads.append(file.read_text(encoding="utf-8"))
        return reads[-1]

    remembered, file = Remembered(load), tmp_path / "noted"
    file.write_text("first", encoding="utf-8")
    assert [remembered.read(file) for _ in range(2)] == ["first", "first"]
    other = tmp_path / "other"
    other.write_text("later", encoding="utf-8")
    other.replace(file)
    assert (remembered.read(file), reads) == ("later", ["first", "later"])
    file.write_text("own words", encoding="utf-8")
    remembered.keep(file, "own words")
    assert (remembered.read(file), len(reads)) == ("own words", 2)
    file.unlink()
    with pytest.raises(FileNotFoundError):
        remembered.read(file)
