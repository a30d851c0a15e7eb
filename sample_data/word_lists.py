"""The lists under `lists/`: names, streets, towns and corridors as plain CSV."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "lists"


def read_rows(file_name: str) -> list[dict[str, str]]:
    """The rows of one CSV file of the folder, by header."""
    with (FOLDER / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _all_words() -> dict[str, tuple[str, ...]]:
    lists: dict[str, list[str]] = {}
    for row in read_rows("words.csv"):
        lists.setdefault(row["list"], []).append(row["word"])
    return {name: tuple(words) for name, words in lists.items()}


def read_words(name: str) -> tuple[str, ...]:
    """The words of one list, in the file's order (names: most frequent first)."""
    return _all_words()[name]
