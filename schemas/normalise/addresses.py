"""Addresses and names of places: one key for one house, however the form was filled.

`BLVD. INSURGENTES 525, COLONIA VEGA`, `Boulevard Insurgentes #525` and `525 Insurgentes Blvd` have one key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from schemas.normalise.address_words import (
    DISTRICTS,
    GENERIC,
    MONTHS,
    NUMBER_MARKS,
    PLAIN_TYPE,
    SMALL_WORDS,
    TYPE_OF_WORD,
    UNITS,
    ZONES,
)
from schemas.normalise.distinct import map_distinct_rows
from schemas.normalise.folding import fold_text
from schemas.normalise.municipalities import fold_municipality

NUMBER_SIGN = re.compile(r"#|\b[nN][°º]|\b[nN][oO]\.(?=\s*[0-9])")
POSTCODE = re.compile(r"\b[cC]\.?\s?[pP]\.?\s*[0-9]{4,5}\b")
ORDINAL = re.compile(r"^([0-9]{1,2})(?:[aoe]|ra|da|ta|va|na|ma|era|ro|do|to|er|st|nd|rd|th|eme)$")
"""Street names count up to two digits: `4a Avenida`, but `120A` is a house."""

HOUSE_NUMBER = re.compile(r"^[0-9]+[a-z]?$")


class House(NamedTuple):
    """Where a house stands in its street."""

    street: tuple[str, ...]
    number: str


def address_key(
    address: str | None, municipality: str | None = None, country: str | None = None
) -> str | None:
    """`street number|municipality|country`, or None when the address names no house.

    Args:
        address: In one line, Spanish, English or French. District, unit and postcode are left out, except a
            numbered zone.
        municipality: Folded into the key; what is missing stays empty, and such a key says less.
        country: ISO alpha-2.

    Returns:
        None without a street and a number: `centro`, `domicilio conocido`, `s/n` and a street alone are no
        address.
    """
    house = None if address is None else _read_house(address)
    if house is None:
        return None
    return _with_place(" ".join((*house.street, house.number)), municipality, country)


def address_key_column(
    addresses: pl.Series, municipalities: pl.Series | None = None, countries: pl.Series | None = None
) -> pl.Series:
    """`address_key` over Series of the same length, named as the first."""
    return _over_places(address_key, addresses, municipalities, countries)


def place_name_key(
    name: str | None, municipality: str | None = None, country: str | None = None
) -> str | None:
    """`name|municipality|country` of a named place.

    None when the name is only a kind of place (`hotel`, `casa`).

    The municipality's own words are left out of the name where something telling remains: `Hotel Central
    Reynosa`.
    """
    words = [word for word in fold_text(name or "").split() if word not in SMALL_WORDS]
    town = set((fold_municipality(municipality) or "").split())
    own = [word for word in words if word not in town]
    telling = own if set(own) - {"hotel", "motel"} and len(own) > 1 else words
    is_kind_only = set(telling) <= GENERIC and not ("central" in telling and len(telling) > 1)
    return None if is_kind_only else _with_place(" ".join(telling), municipality, country)


def place_name_key_column(
    names: pl.Series, municipalities: pl.Series | None = None, countries: pl.Series | None = None
) -> pl.Series:
    """`place_name_key` over Series of the same length, named as the first."""
    return _over_places(place_name_key, names, municipalities, countries)


def _over_places(
    key: Callable[..., str | None],
    texts: pl.Series,
    municipalities: pl.Series | None,
    countries: pl.Series | None,
) -> pl.Series:
    nothing = pl.lit(None, dtype=pl.String)
    frame = pl.DataFrame({"text": texts}).with_columns(
        municipality=nothing if municipalities is None else municipalities,
        country=nothing if countries is None else countries,
    )
    return map_distinct_rows(frame, key).rename(texts.name)


def _with_place(text: str, municipality: str | None, country: str | None) -> str:
    return f"{text}|{fold_municipality(municipality) or ''}|{(country or '').strip().upper()}"


@lru_cache(maxsize=100_000)
def _read_house(address: str) -> House | None:
    marked = NUMBER_SIGN.sub(" num ", POSTCODE.sub(" ", address))
    words: list[str] = []
    house = None
    for part in re.split(r"[,;\n]", marked):
        words += _house_words(fold_text(part).split())
        house = house or _split_number(words)
    zone = _zone(fold_text(marked).split())
    return house if house is None or zone is None else House((*house.street, zone), house.number)


def _house_words(words: list[str]) -> list[str]:
    """The words of one part of the address up to its district.

    A part that opens with one starts at its street type.
    """
    if words and words[0] in DISTRICTS:
        streets = [place for place, word in enumerate(words) if word in TYPE_OF_WORD and place > 1]
        words = words[streets[0] :] if streets else []
    districts = [place for place, word in enumerate(words) if word in DISTRICTS]
    return _without_units(words[: districts[0]] if districts else words)


def _without_units(words: list[str]) -> list[str]:
    units = {place for place, word in enumerate(words) if word in UNITS}
    return [word for place, word in enumerate(words) if place not in units and place - 1 not in units]


def _zone(words: list[str]) -> str | None:
    pairs = pairwise(words)
    return next((f"zona{number}" for word, number in pairs if word in ZONES and number.isdigit()), None)


def _split_number(words: list[str]) -> House | None:
    """The house number is the last number, or the one behind a mark.

    The street is before it, else behind it.
    """
    end = _number_place(words)
    if end is None:
        return None
    start = end
    while start and words[start - 1].isdigit() and start - 1 > 0:
        start -= 1
    if start < end and not _street(words[:start]):
        start += 1
    suffix = words[end + 1] if end + 1 < len(words) and re.fullmatch(r"[a-z]", words[end + 1]) else ""
    street = _street(words[:start]) or _street(words[end + 1 :])
    return House(street, " ".join(words[start : end + 1]) + suffix) if street else None


def _number_place(words: list[str]) -> int | None:
    numbers = [place for place, word in enumerate(words) if HOUSE_NUMBER.search(word)]
    marked = [place for place in numbers if place and words[place - 1] in NUMBER_MARKS]
    unmarked = [place for place in numbers if not _names_the_street(words, place)]
    return next(iter(marked or unmarked[-1:]), None)


def _names_the_street(words: list[str], place: int) -> bool:
    is_date = bool(MONTHS.intersection(words[place + 1 : place + 3]))
    return is_date or ORDINAL.search(words[place]) is not None


def _street(words: list[str]) -> tuple[str, ...]:
    """Street types first and in one spelling, ordinals as digits, small words out.

    Empty when only types are left.
    """
    kinds = [TYPE_OF_WORD[word] for word in words if word in TYPE_OF_WORD]
    names = [ORDINAL.sub(r"\1", word) for word in words if word not in TYPE_OF_WORD and _is_telling(word)]
    is_numbered = any(word.isdigit() for word in names)
    if not names or (set(names) <= GENERIC and not is_numbered):
        return ()
    return (*dict.fromkeys(kind for kind in kinds if kind != PLAIN_TYPE), *names)


def _is_telling(word: str) -> bool:
    return word not in SMALL_WORDS and word not in NUMBER_MARKS
