"""CURP, Mexico's population code: 18 characters made of name, birth date, sex and state, with a check digit.

Source of the composition rules and of the check digit: RENAPO, Instructivo normativo para la asignación de la
CURP (Diario Oficial de la Federación, 18 October 2021), whose annex lists the words that must not be spelled.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import polars as pl

from schemas.normalise.curp_letters import (
    censor_root,
    letters_of_given,
    letters_of_surname,
)
from schemas.normalise.distinct import map_distinct

SHAPE = r"^[A-Z]{4}[0-9]{6}[HMX][A-Z]{2}[A-Z]{3}[0-9A-Z][0-9]$"
ALPHABET = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ")}
SEXES = {"H": "M", "M": "F", "X": "X"}
"""CURP's letter (hombre, mujer, no binario) → the contract's code."""

STATE_CODES = (
    "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE"
)
STATES = frozenset(STATE_CODES.split())
"""The 32 federal entities and NE, born abroad."""


class Curp(NamedTuple):
    """What a well-formed CURP says."""

    root: str
    """Characters 1–4: initial and first inner vowel of surname one, initials of surname two and given
    name."""
    birth_date: date | None
    """None where the six digits are no date."""
    sex: str
    """`M`, `F` or `X`, as in the contract."""
    state: str
    consonants: str
    """Characters 14–16: first inner consonants of surname one, surname two and given name."""
    homoclave: str
    check_digit: str
    first_17: str
    """What the check digit is computed from."""


def normalise_curp(value: str | None) -> str | None:
    """Upper-case letters and digits.

    None when that has not the shape of a CURP. The check digit is not asked.
    """
    if value is None:
        return None
    plain = re.sub(r"[^0-9A-Z]", "", value.upper())
    return plain if re.search(SHAPE, plain) else None


def curp_column(values: pl.Series) -> pl.Series:
    """`normalise_curp` over a String Series."""
    return map_distinct(values, normalise_curp)


def curp_check_digit(first_17: str) -> str:
    """The 18th character: weights 18 down to 2, modulo 10, complement to 10."""
    total = sum((18 - position) * ALPHABET[character] for position, character in enumerate(first_17))
    return str(-total % 10)


def parse_curp(value: str | None) -> Curp | None:
    """The parts of a CURP; None when it has not the shape of one."""
    curp = normalise_curp(value)
    if curp is None:
        return None
    return Curp(
        curp[:4], _birth_date(curp), SEXES[curp[10]], curp[11:13], curp[13:16], curp[16], curp[17], curp[:17]
    )


def make_curp(
    given_names: str,
    surname_1: str,
    surname_2: str | None,
    *,
    birth_date: date,
    sex: str,
    state: str,
    serial: int = 0,
) -> str:
    """Compose the 18 characters from a person's particulars.

    Args:
        given_names: All given names.
        surname_1: First surname.
        surname_2: Second surname or None, which writes X.
        birth_date: Decides whether character 17 is a digit (before 2000) or a letter.
        sex: `M`, `F` or `X`, as in the contract.
        state: Two letters of `STATES`.
        serial: 0–9, tells apart those whose CURP would be the same.
    """
    one, two = letters_of_surname(surname_1), letters_of_surname(surname_2 or "")
    given = letters_of_given(given_names)
    root = censor_root(one.initial + one.vowel + two.initial + given.initial)
    letter = {code: letter for letter, code in SEXES.items()}[sex]
    homoclave = str(serial) if birth_date.year < 2000 else chr(ord("A") + serial)
    consonants = one.consonant + two.consonant + given.consonant
    first_17 = f"{root}{birth_date:%y%m%d}{letter}{state}{consonants}{homoclave}"
    return first_17 + curp_check_digit(first_17)


def _birth_date(curp: str) -> date | None:
    century = 1900 if curp[16].isdigit() else 2000
    try:
        return date(century + int(curp[4:6]), int(curp[6:8]), int(curp[8:10]))
    except ValueError:
        return None
