"""What a dialect says, and how words are compared with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field


def fold_word(word: str) -> str:
    """A word without case, accents and punctuation: `Fecha  Hechos` and `fecha_hechos` are one."""
    decomposed = unicodedata.normalize("NFKD", word)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return re.sub(r"[\W_]+", "_", plain.casefold()).strip("_")


@dataclass(frozen=True)
class Dialect:
    """How one agency writes its deliveries; the plain one writes as the contract does.

    Attributes:
        agency: Agency whose deliveries these are.
        encoding: Encoding of its text files, None to find out.
        delimiter: Separator of its CSV files, None to find out.
        list_separator: What splits a list within a cell.
        date_formats: Its date formats (strftime), tried in order.
        timestamp_formats: Its formats of date and time, tried in order.
        time_zone: IANA zone of times without one, None when they stay without.
        decimal_comma: Whether its decimals are written with a comma.
        delivers_for: Other agencies whose records it may deliver.
        tables: Its file or sheet names (casefolded) to contract names.
        columns: Folded header to column, for all tables.
        table_columns: Per table, folded header to column, where it differs from `columns`.
        values: Per (table, column), folded code word to code.
    """

    agency: str
    encoding: str | None = None
    delimiter: str | None = None
    list_separator: str = "|"
    date_formats: tuple[str, ...] = ()
    timestamp_formats: tuple[str, ...] = ()
    time_zone: str | None = None
    decimal_comma: bool = False
    delivers_for: frozenset[str] = frozenset()
    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    table_columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
