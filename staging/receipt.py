"""What became of one delivery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from schemas.errors import TramaError
from schemas.table_names import TABLE_NAMES


@dataclass(frozen=True)
class Receipt:
    """Answer to one delivery.

    Attributes:
        delivery_id: Its id; empty when it was left alone.
        agency: Who delivered it.
        path: `<agency>/<name>`.
        status: `staged`, `seen` (same content as before, nothing changed; what could not be read counts
            under a name of the same form), `unreadable` (quarantined whole)
            or `changing` (still being written, left alone).
        received: Rows by table, as are `accepted`, `quarantined` and `duplicates`.
        reason: Why it is unreadable, in words.
        check: Short code of the reason.
    """

    delivery_id: str
    agency: str
    path: str
    status: str
    received: dict[str, int] = field(default_factory=dict)
    accepted: dict[str, int] = field(default_factory=dict)
    quarantined: dict[str, int] = field(default_factory=dict)
    duplicates: dict[str, int] = field(default_factory=dict)
    reason: str | None = None
    check: str | None = None


@dataclass
class Tally:
    """Running counts of one delivery by table."""

    received: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    duplicates: Counter[str] = field(default_factory=Counter)

    def add_rejects(self, rejects: pl.DataFrame) -> None:
        """Rows that a reader could not structure were received and are quarantined."""
        for table, count in rejects.group_by("table").len().iter_rows():
            self.received[table] += count
            self.quarantined[table] += count

    def add_verdicts(self, counts: pl.DataFrame) -> None:
        """Valid rows are accepted, duplicates, or quarantined as conflicts: table, verdict, row count.

        A withdrawal is taken at its word whatever its number; what completes a record repeats it but for the
        rows that are added (`add_completed`).
        """
        by_verdict = {
            "new": self.accepted,
            "withdrawal": self.accepted,
            "duplicate": self.duplicates,
            "completion": self.duplicates,
            "conflict": self.quarantined,
        }
        for table, verdict, count in counts.iter_rows():
            by_verdict[verdict][table] += count

    def add_completed(self, added: Mapping[str, int]) -> None:
        """Rows by table that were added to records which had lost them: accepted, and no repetition."""
        for table, count in added.items():
            self.accepted[table] += count
            self.duplicates[table] -= count

    def ledger_rows(self, delivery_id: str) -> pl.DataFrame:
        """The delivery's lines of the ledger, one per table that a row was received of, and `cases` always.

        Raises:
            TramaError: When they do not add up; the delivery is then not staged.
        """
        tables = [name for name in TABLE_NAMES if self.received[name] or name == "cases"]
        for name in tables:
            if self.received[name] != self.accepted[name] + self.quarantined[name] + self.duplicates[name]:
                raise TramaError(f"{delivery_id}: the rows of {name} do not add up; nothing of it was staged")
        return pl.DataFrame(
            {
                "delivery_id": [delivery_id] * len(tables),
                "table_name": tables,
                "received": [self.received[name] for name in tables],
                "accepted": [self.accepted[name] for name in tables],
                "quarantined": [self.quarantined[name] for name in tables],
                "duplicates": [self.duplicates[name] for name in tables],
            }
        )
