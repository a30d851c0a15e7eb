"""Numbers that a program shortened before they reached us: what is left of one is no key.

A spreadsheet keeps 15 digits of a number and writes zeros for the rest, and it shows a long one as
`7.12936E+17`. Two accounts of one bank then look alike, so such a value is shown and never compared: a link
missed can be mended by sending the column as text, two persons made one by zeros cannot be told from a real
match.

Sources: Microsoft, "Excel specifications and limits" (number precision: 15 digits); IEEE 754 binary64, which
keeps any 15 digits, and whole numbers up to 2^53.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

KEPT_DIGITS: Final = 15
LARGEST_EXACT: Final = 2**53
"""Up to this every whole number has a float of its own."""

LONG_NUMBER: Final = rf"^(-?[0-9]{{{KEPT_DIGITS}}})([0-9]+)$"
# `1E10` may be a plate or a document; a point, a comma or a plus makes it a number that a program wrote.
EXPONENT_FORM: Final = r"^[+-]?[0-9]+(?:[.,][0-9]+[eE][+-]?|[eE]\+)[0-9]{1,3}$"
LOST_DIGITS: Final = rf"^\s*(?:-?[0-9]{{{KEPT_DIGITS}}}\?+|{EXPONENT_FORM[1:-1]})\s*$"
_LOST = re.compile(LOST_DIGITS)


def has_lost_digits(value: str) -> bool:
    """Whether a text is a number of which the last digits are not known."""
    return _LOST.search(value) is not None


def without_lost_digits(value: pl.Expr) -> pl.Expr:
    """The text, null where it is a number of which the last digits are not known."""
    return pl.when(~value.str.contains(LOST_DIGITS)).then(value)


def mark_lost_digits(number: pl.Expr) -> pl.Expr:
    """A long number in plain digits with a question mark for every digit beyond the 15th.

    The 15th may have been rounded.
    """
    unknown = number.str.extract(LONG_NUMBER, 2).str.replace_all("[0-9]", "?")
    return pl.coalesce(number.str.extract(LONG_NUMBER, 1) + unknown, number)
