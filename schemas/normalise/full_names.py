"""Split a name that came in one field, its order unknown, into given names and surnames.

Heuristics for names of one to five words along the corridors (two surnames, one or two given names), helped
by the list of known given names. A comma settles the order: `SURNAME SURNAME, GIVEN`.
"""

from __future__ import annotations

from typing import NamedTuple

from schemas.normalise.given_names import is_given_name, short_forms
from schemas.normalise.name_folding import fold_name

SURNAMES_IN_FULL = 2


class NameParts(NamedTuple):
    """A full name's parts, folded; None where there is none."""

    given_names: str | None
    surname_1: str | None
    surname_2: str | None


NOTHING = NameParts(None, None, None)


def split_full_name(full_name: str | None) -> NameParts:
    """The parts of a name in one field, `NOTHING` when it says that the name is unknown.

    Without a comma, given names are taken to come first unless only the last word is a known given name.
    """
    if full_name is None:
        return NOTHING
    before, comma, after = full_name.partition(",")
    surnames, given = fold_name(before), fold_name(after)
    if comma and surnames and given:
        return _parts(given.split(), surnames.split())
    words = (fold_name(full_name) or "").split()
    if not words:
        return NOTHING
    if len(words) == 1:
        return _parts(words, []) if is_given_name(words[0]) else _parts([], words)
    if is_given_name(words[-1]) and not is_given_name(words[0]):
        given_reversed, surnames_reversed = _given_first(words[::-1])
        return _parts(given_reversed[::-1], surnames_reversed[::-1])
    return _parts(*_given_first(words))


def _given_first(words: list[str]) -> tuple[list[str], list[str]]:
    """Given names are all words but two surnames; among three words the middle one decides."""
    count = max(1, len(words) - SURNAMES_IN_FULL)
    is_pair = " ".join(words[:2]) in short_forms()
    if len(words) == SURNAMES_IN_FULL + 1 and (is_pair or _is_given_between(words[1], words[2])):
        count = 2
    return words[:count], words[count:]


def _is_given_between(middle: str, last: str) -> bool:
    return is_given_name(middle) and not is_given_name(last)


def _parts(given: list[str], surnames: list[str]) -> NameParts:
    first = surnames[0] if len(surnames) > 1 else " ".join(surnames)
    return NameParts(" ".join(given) or None, first or None, " ".join(surnames[1:]) or None)
