"""Numbers of records in a cluster's evidence, as text such as `3,17,18`.

Text, because a cell that is a list takes ten times as long to become a value. `tracing.spell_numbers` does
the same within a frame.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

MAX_EVIDENCE_ROWS = 5000
"""A page shows at most so many records (design: the rest goes to the tables for machines)."""


def list_numbers(numbers: Iterable[int]) -> str:
    """The numbers as text, without those beyond what a page shows; they come in order."""
    return ",".join(str(number) for number in numbers if number <= MAX_EVIDENCE_ROWS)


@lru_cache(maxsize=4096)
def span_numbers(records: str) -> str:
    """For a reader: `1,2,3,7` as `1–3, 7`."""
    if "," not in records:  # of most entities and links there is one
        return records
    spans: list[list[int]] = []
    for number in map(int, records.split(",")):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)
