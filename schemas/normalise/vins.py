"""Vehicle identification numbers (ISO 3779): 17 characters without I, O and Q.

The check digit in position 9 is compulsory in North America only (49 CFR 565.15); makers in Mexico follow it.
"""

from __future__ import annotations

import re

import polars as pl

from schemas.normalise.distinct import map_distinct

SHAPE = r"^[A-HJ-NPR-Z0-9]{17}$"
CHECK_POSITION = 8
NORTH_AMERICA = "12345"
"""First character of the numbers that makers in the US, Canada and Mexico give."""

LETTER_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True)
)
VALUES = LETTER_VALUES | {str(digit): digit for digit in range(10)}
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def normalise_vin(value: str | None) -> str | None:
    """Upper-case letters and digits; None when they are not 17 of the allowed ones."""
    if value is None:
        return None
    plain = re.sub(r"[^0-9A-Z]", "", value.upper())
    return plain if re.search(SHAPE, plain) and len(set(plain)) > 1 else None


def vin_column(values: pl.Series) -> pl.Series:
    """`normalise_vin` over a String Series."""
    return map_distinct(values, normalise_vin)


def vin_check_digit(vin: str) -> str:
    """What position 9 should be: the weighted sum modulo 11, ten written X."""
    total = sum(VALUES[character] * weight for character, weight in zip(vin, WEIGHTS, strict=True))
    return "X" if total % 11 == 10 else str(total % 11)


def is_vin_check_digit_right(value: str) -> bool:
    """Whether position 9 follows from the others.

    True for numbers from outside North America, false without the shape.
    """
    vin = normalise_vin(value)
    if vin is None:
        return False
    return vin[0] not in NORTH_AMERICA or vin[CHECK_POSITION] == vin_check_digit(vin)
