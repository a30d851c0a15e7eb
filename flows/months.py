"""Incident months, and spans of them: the windows of a backfill."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.errors import ConfigError

MONTH_PATTERN = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"
"""`YYYY-MM`, as forms and the command line take it."""


@dataclass(frozen=True)
class Span:
    """Months from the first to the last, both included; as text they sort by time.

    Attributes:
        first: `YYYY-MM`.
        last: `YYYY-MM`.
    """

    first: str
    last: str

    def __contains__(self, month: str) -> bool:
        """Whether a month lies in it."""
        return self.first <= month <= self.last


def read_span(first: str, last: str) -> Span:
    """The span that a call names.

    Raises:
        ConfigError: One of them is no month, or the first lies after the last.
    """
    for month in (first, last):
        if re.fullmatch(MONTH_PATTERN, month) is None:
            raise ConfigError(f"{month!r} is no month: write the year and the month, such as 2019-03.")
    if first > last:
        raise ConfigError(f"The first month, {first}, lies after the last, {last}.")
    return Span(first, last)
