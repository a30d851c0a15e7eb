"""From a figure on a page to its records: links that name the numbers of the evidence they rest on.

A figure that rests on one record leads to its row. Any other leads to the evidence and names the numbers in
its tooltip; the page's script then shows these rows only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from markupsafe import Markup

from reports.html.svg import tag
from reports.model import ClusterView, Evidence
from reports.sections.numbers import list_numbers, span_numbers
from reports.words.catalogue import Words

Key = TypeVar("Key", bound=Hashable)

NO_OFFENCE = "unknown"
"""Under what the timeline counts a record that states no offence."""


def trace_figure(said: str, records: str, words: Words) -> Markup:
    """A figure as a link to its records; as it is where there is none to lead to."""
    if not records:
        return Markup("{}").format(said)
    where = f"#r{records}" if records.isdecimal() else "#evidence"
    return tag("a", said, href=where, class_="from", title=say_records(records, words))


@lru_cache(maxsize=4096)
def say_records(records: str, words: Words) -> str:
    """The numbers of records, such as `Records no. 1–3, 7`."""
    return words("evidence.numbers", numbers=span_numbers(records))


class Trace:
    """The numbers of a cluster's records by what the page counts of them.

    Args:
        cluster: Whose page it is.
    """

    def __init__(self, cluster: ClusterView) -> None:
        rows = list(enumerate(cluster.evidence, start=1))
        self.by_key = {
            row.record_key: number
            for number, row in enumerate((*cluster.evidence, *cluster.further), start=1)
        }
        self.whole = list_numbers(number for number, _ in rows)
        self.first = list_numbers(number for number, row in rows if row.start == cluster.first_seen)
        self.last = list_numbers(
            number for number, row in rows if (row.end or row.start) == cluster.last_seen
        )
        self.months = _number_by((_name_month(row), number) for number, row in rows if row.start)
        self.grades = _number_by(
            ((row.grading_scheme, row.source_grade, row.info_grade), number) for number, row in rows
        )
        self.countries = _number_by((row.country, number) for number, row in rows)
        self.agencies = _number_by((row.record_key.partition("/")[0], number) for number, row in rows)
        self.circular = self.of(item.record_key for item in cluster.repeated if item.is_circular)
        self.repeated = self.of(item.record_key for item in cluster.repeated)

    def of(self, keys: Iterable[str]) -> str:
        """The numbers of these records, as far as the page shows them."""
        return list_numbers(sorted(self.by_key[key] for key in set(keys) if key in self.by_key))

    def of_mentions(self, mention_ids: Iterable[str]) -> str:
        """The numbers of the records that these mentions are of."""
        return self.of(each.rpartition("#")[0] for each in mention_ids)

    def of_month(self, month: str) -> str:
        """The numbers of the records of one month, `YYYY-MM`, or year."""
        return join_numbers(records for (each, _), records in self.months.items() if each.startswith(month))


def _name_month(row: Evidence) -> tuple[str, str]:
    return f"{row.start:%Y-%m}", row.offence or NO_OFFENCE


def _number_by(pairs: Iterable[tuple[Key, int]]) -> Mapping[Key, str]:
    found: dict[Key, list[int]] = defaultdict(list)
    for key, number in pairs:
        found[key].append(number)
    return {key: list_numbers(numbers) for key, numbers in found.items()}


def join_numbers(records: Iterable[str]) -> str:
    """Several lists of numbers as one."""
    return list_numbers(sorted({int(each) for part in records for each in part.split(",") if each}))
