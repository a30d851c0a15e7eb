"""What a sheet is made of: plain values in rows under words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.words.catalogue import Words

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Share:
    """A share between 0 and 1, shown as per cent."""

    value: float


Cell = Value | Share


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the words for its columns, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def make_sheet(title: str, columns: Sequence[str], rows: Iterable[tuple[Cell, ...]], words: Words) -> Sheet:
    """A sheet from the message ids of its name and columns."""
    return Sheet(words(title), tuple(words(column) for column in columns), tuple(rows))
