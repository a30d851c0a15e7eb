"""What a reader is told of a value in the words of a language, the same in every form that is no web page."""

from __future__ import annotations

from reports.model import Cell
from reports.words.catalogue import Words
from schemas.withheld import is_withheld


def say_place(place: str | None, country: str | None, words: Words) -> str:
    """A place with its country's name; a dash for neither."""
    return ", ".join(filter(None, [place, country and words.country(country)])) or "–"


def say_count(item: Cell, words: Words) -> str:
    """A count of protected persons, or that it is withheld."""
    if item.count is not None:
        return words.number(item.count)
    return "<5" if item.is_small else words("protected.withheld")


def say_value(group: str | None, value: str | None, words: Words) -> str:
    """What a count is of: a code's word, or with no group a country's name."""
    if value is None:
        return words("protected.unknown")
    return words.country(value) if group is None else words.code(group, value)


def say_origin(origin_ref: str | None, words: Words) -> str | None:
    """The record that another was taken from; words where the reader may not see which."""
    return words("release.origin") if is_withheld(origin_ref) else origin_ref
