"""A report as a whole: its clusters, and all that its index says besides them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reports.model import ClusterView


@dataclass(frozen=True, slots=True)
class Hub:
    """An identifier or place that so many unrelated people share that it proves nothing.

    `records` are the keys of the first of its records.
    """

    kind: str
    label: str
    user_count: int
    record_count: int
    factor: float
    reason: str
    entity_id: str = ""
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuarantineLine:
    """How many rows of one table one check turned away."""

    table: str
    check: str
    row_count: int
    delivery_count: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures that open the index page."""

    records: int
    mentions: int
    persons: int
    protected: int
    clusters: int
    deliveries: int
    received: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Span:
    """A count told as a span, so that it points at no single item; `low` = `high` = 0 for none."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What a partner's view leaves out: spans by kind (None where not counted), and whom to ask for it."""

    recipient: str
    counts: tuple[tuple[str, Span | None], ...]
    ask: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether the partner sees all there is."""
        return all(span is None or span.high == 0 for _, span in self.counts)


@dataclass(frozen=True, slots=True)
class ReportView:
    """All pages of one report, for one recipient (None: the holder's own complete view).

    `data_until` is the day of the newest report among its records, in UTC.
    """

    recipient: str | None
    handling: str
    totals: Totals
    clusters: tuple[ClusterView, ...]
    hubs: tuple[Hub, ...] = field(default=())
    quarantine: tuple[QuarantineLine, ...] = field(default=())
    held_back: HeldBack | None = None
    data_until: date | None = None
