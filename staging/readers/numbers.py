"""Numbers in plain digits, and which of them are longer than the form that brought them can keep."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from schemas.normalise.lost_digits import KEPT_DIGITS, LARGEST_EXACT

EXCEL_LIMIT: Final = 10**KEPT_DIGITS
"""The smallest number of which Excel may have written zeros for the last digits."""

IN_EXCEL: Final = f"Excel keeps {KEPT_DIGITS} digits of a number; format the column as text and send again"
IN_JSON: Final = "programs round a number of this length; write it in quotes and send again"
IN_FLOATS: Final = "a column of floats rounds a number of this length; store it as text and send again"


def number_text(value: float) -> str:
    """A number as one writes it: where values are missing, many make `5512345678.0` of a telephone.

    Whole numbers are plain digits however long they are, never in exponent form.
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value)) if abs(value) <= LARGEST_EXACT else str(int(Decimal(repr(value))))
    return repr(value)


def number_texts(numbers: Sequence[float | None]) -> list[str | None]:
    """`number_text` of a column of nothing but numbers."""
    return [None if number is None else number_text(number) for number in numbers]


def find_rounded(values: Sequence[object]) -> list[int]:
    """Positions of whole numbers that may be what a binary float has left of longer ones."""
    return [
        at
        for at, value in enumerate(values)
        if isinstance(value, (int, float))
        and not -LARGEST_EXACT <= value <= LARGEST_EXACT
        and _is_rounded(value)
    ]


def _is_rounded(value: float) -> bool:
    """Whether a float prints as this number: one that no float prints as has passed through none."""
    if isinstance(value, float):
        return value.is_integer()
    nearest = float(value)
    return value in (int(nearest), int(Decimal(repr(nearest))))
