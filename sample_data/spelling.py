"""How a clerk writes a name, an address or a date: the noise of reports."""

from __future__ import annotations

import unicodedata
from datetime import date
from random import Random
from typing import Any, Final

from sample_data.geography import STREET_KINDS, Spot
from sample_data.names import HYPOCORISTICS
from sample_data.parameters import WorldParameters
from sample_data.people import Person

NEIGHBOURS: Final = {
    "a": "sq", "e": "wr", "i": "uo", "o": "ip", "u": "yi", "n": "mb", "m": "n", "s": "az", "z": "sc",
    "r": "te", "l": "k", "c": "sv", "v": "b", "b": "v", "y": "i", "j": "h", "g": "j", "d": "f", "t": "r",
}  # fmt: skip


def drop_accents(text: str) -> str:
    """The text without accents; Ñ becomes N as on an English keyboard."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def mistype(rng: Random, word: str) -> str:
    """One slip: a letter lost, doubled, swapped with the next, or its neighbour on the keyboard."""
    if len(word) < 4:
        return word
    at, slip = rng.randrange(1, len(word) - 1), rng.randrange(4)
    if slip == 0:
        return word[:at] + word[at + 1 :]
    if slip == 1:
        return word[:at] + word[at] + word[at:]
    if slip == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + rng.choice(NEIGHBOURS.get(word[at], word[at])) + word[at + 1 :]


def spell_name(rng: Random, person: Person, parameters: WorldParameters) -> dict[str, Any]:
    """The name columns of a person row as one report has them."""
    if person.aliases and rng.random() < parameters.alias_only:
        return {"given_names": None, "surname_1": None, "surname_2": None, "aliases": list(person.aliases)}
    given = _spell_given(rng, person, parameters)
    parts = [given, *_spell_surnames(rng, person, parameters)]
    if rng.random() < parameters.accents_dropped:
        parts = [part and drop_accents(part) for part in parts]
    if rng.random() < parameters.upper_case:
        parts = [part and part.upper() for part in parts]
    aliases = list(person.aliases) if rng.random() < parameters.alias_told else []
    if rng.random() < parameters.full_name_only:
        return {"full_name": _join_name(rng, parts), "aliases": aliases}
    return {"given_names": parts[0], "surname_1": parts[1], "surname_2": parts[2], "aliases": aliases}


def _spell_surnames(
    rng: Random, person: Person, parameters: WorldParameters
) -> tuple[str | None, str | None]:
    first, second = person.surname_1, person.surname_2
    if second and rng.random() < parameters.surname_2_missing:
        second = None
    if second and rng.random() < parameters.surnames_swapped:
        first, second = second, first
    if rng.random() < parameters.typo:
        first = mistype(rng, first)
    if second and rng.random() < parameters.typo:
        second = mistype(rng, second)
    return first, second


def _spell_given(rng: Random, person: Person, parameters: WorldParameters) -> str:
    given = list(person.given)
    if len(given) > 1 and rng.random() < parameters.second_given_dropped:
        given.pop(1 if rng.random() < 0.75 else 0)
    if rng.random() < parameters.short_form and given[0] in HYPOCORISTICS:
        given = [rng.choice(HYPOCORISTICS[given[0]])]
    if rng.random() < parameters.typo:
        given[0] = mistype(rng, given[0])
    return " ".join(given)


def _join_name(rng: Random, parts: list[str | None]) -> str:
    given, first, second = parts
    surnames = " ".join(part for part in (first, second) if part)
    form = rng.random()
    if form < 0.55:
        return f"{given} {surnames}"
    return f"{surnames} {given}" if form < 0.85 else f"{surnames}, {given}"


def spell_birth(rng: Random, birth: date, parameters: WorldParameters) -> dict[str, Any]:
    """The birth columns: missing, the year alone, the first of January, or with a slip."""
    chance = rng.random()
    for share, told in (
        (parameters.birth_missing, {}),
        (parameters.birth_year_only, {"birth_year": birth.year}),
        (parameters.birth_january_first, {"birth_date": f"{birth.year}-01-01"}),
    ):
        if chance < share:
            return dict(told)
        chance -= share
    if chance < parameters.birth_day_month_swapped and birth.day <= 12:
        return {"birth_date": birth.replace(month=birth.day, day=birth.month).isoformat()}
    if chance < parameters.birth_day_month_swapped + parameters.birth_digit_wrong:
        return {"birth_date": birth.replace(day=1 + (birth.day + 9) % 28).isoformat()}
    return {"birth_date": birth.isoformat()}


def spell_address(rng: Random, spot: Spot) -> str:
    """A street address in one of the ways people write it."""
    kind = rng.choice(STREET_KINDS[spot.street_kind])
    if spot.street_kind == "Street":
        return f"{spot.number} {spot.street} {kind}"
    if spot.street_kind == "Rue":
        return f"{spot.number}, {kind} {spot.street}"
    number = rng.choice((f"{spot.number}", f"{spot.number}", f"No. {spot.number}", f"#{spot.number}"))
    colonia = rng.choice(("Col.", "Colonia", "col", "Fracc."))
    text = f"{kind} {spot.street} {number}, {colonia} {spot.colonia}"
    if rng.random() < 0.12:
        text = f"{kind} {spot.street} {number}"
    if rng.random() < 0.25:
        text = drop_accents(text)
    return text.upper() if rng.random() < 0.35 else text
