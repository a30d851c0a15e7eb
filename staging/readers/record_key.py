"""Whose a row is that could not be structured, as far as it can be read: so that a clerk finds its record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from schemas.codes import AGENCY_PATTERN, RECORD_ID_PATTERN
from schemas.dialects.dialect import fold_word

OWN_WORDS: Final = {"agency": "agency", "record_id": "record_id"}
"""The contract's own headers of the key, as a dialect folds words."""


class RecordKey(NamedTuple):
    """A record's agency and number; both null when either cannot be read."""

    agency: str | None
    record_id: str | None


NO_KEY: Final = RecordKey(None, None)


def read_key(cells: Iterable[tuple[str, object]], words: Mapping[str, str]) -> RecordKey:
    """The key among the cells of a row.

    Args:
        cells: Header and cell. Of a row with too many or too few fields the cells may stand under the wrong
            header: where the agency is none, nothing is believed.
        words: Folded header to `agency` or `record_id`.
    """
    found: dict[str, str] = {}
    for header, cell in cells:
        column = words.get(fold_word(header))
        if column is not None and isinstance(cell, (str, int)):
            found.setdefault(column, str(cell).strip())
    agency, record_id = found.get("agency", ""), found.get("record_id", "")
    is_key = re.search(AGENCY_PATTERN, agency) and re.search(RECORD_ID_PATTERN, record_id)
    return RecordKey(agency, record_id) if is_key else NO_KEY


def is_key_first(header: Sequence[str], words: Mapping[str, str]) -> bool:
    """Whether a table begins with the key's two columns, in whatever order.

    Then they are where they belong in a row with too many or too few fields as well: what is too much or too
    little stands behind them. A key further behind may have slipped to its place from a neighbour's.
    """
    return {words.get(fold_word(name)) for name in header[: len(OWN_WORDS)]} == set(OWN_WORDS.values())
