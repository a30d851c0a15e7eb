"""Plain values a report page is drawn from: no frames, no markup, no words of a language.

Every date is a `datetime.date`, every share lies between 0 and 1, every code is the contract's own. What a
cluster has thousands of (entities, links, records) is a named tuple: made in a tenth of a data class's time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from reports.changes import Change, News
from reports.review import Review
from reports.ways import PlaceSeen, Step

SMALL_CELL = 5
"""Counts below this are shown as `<5`."""


class Node(NamedTuple):
    """One entity of a cluster, as the network picture shows it; `rank` only for key players.

    `role_raw` is what records themselves call a person's role, at most four words of it. `records` are the
    numbers of its records in the cluster's evidence, as `3,17`; so they are of links, steps and places.
    """

    entity_id: str
    kind: str
    label: str
    status: str | None
    role: str | None
    rank: int | None
    record_count: int
    first_seen: date | None
    last_seen: date | None
    handling: str
    role_raw: str | None = None
    records: str = ""


class Edge(NamedTuple):
    """One link between two entities of the same cluster."""

    source_id: str
    target_id: str
    kind: str
    stage: str | None
    directed: bool
    weight: float
    record_count: int
    origin_count: int
    first_seen: date | None
    last_seen: date | None
    records: str = ""


@dataclass(frozen=True, slots=True)
class Player:
    """One ranked person; `rank_low`–`rank_high` and `top5_share` come from resampling.

    `records` and, for each of `reasons`, `reason_records` are numbers in the cluster's evidence.
    """

    entity_id: str
    label: str
    rank: int
    rank_low: int
    rank_high: int
    top5_share: float
    role: str | None
    role_raw: tuple[str, ...]
    reasons: tuple[str, ...]
    record_count: int
    first_seen: date | None
    last_seen: date | None
    records: str = ""
    reason_records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two mentions that may or may not be one person; the score left it to a person.

    `parts` are the comparisons that weighed most, with their bits for (+) or against (-).
    """

    left_label: str
    right_label: str
    left_id: str
    right_id: str
    probability: float
    reason: str
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RepeatedReport:
    """A record that was taken from another; `is_circular` when the chain of sources bites its own tail."""

    record_key: str
    origin_ref: str
    is_circular: bool


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many records carry one pair of grades, in the raw codes of their scheme."""

    scheme: str | None
    source_grade: str | None
    info_grade: str | None
    record_count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One count of protected persons; `count` is None where withheld, `is_small` where below five."""

    value: str | None
    count: int | None
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class ProtectedCounts:
    """Protected persons in a cluster's records: never more than counts."""

    total: Cell
    by_sex: tuple[Cell, ...] = ()
    by_age: tuple[Cell, ...] = ()
    by_nationality: tuple[Cell, ...] = ()


class Evidence(NamedTuple):
    """One case record that a cluster rests on, never its narrative; `ranks` of the ranked persons in it.

    `marks` say what to know of how it was taken in: `incomplete` where a row of it was put aside, `warning`
    where something in it is odd. What is odd is not told: it may be of a protected person.
    """

    record_key: str
    start: date | None
    end: date | None
    offence: str | None
    country: str | None
    municipality: str | None
    grading_scheme: str | None
    source_grade: str | None
    info_grade: str | None
    handling: str
    origin_ref: str | None
    ranks: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """How many of a cluster's records state one item of the Protocol's Article 10 exchange.

    `stated_in` and `missing_in` are numbers in the cluster's evidence.
    """

    item: str
    stated: int
    total: int
    stated_in: str = ""
    missing_in: str = ""


@dataclass(frozen=True, slots=True)
class ClusterView:
    """Everything one cluster's page says.

    `evidence` are the records that name one of its persons, `further` those that name only an item of theirs
    (a call between two of its phones): numbers of records count through the first, then the second.
    `awaiting_in` are the records with somebody who waits for a decision; `doubtful_count` pairs there are, of
    which `doubtful` are the likeliest.
    `relatives` are those clusters named in the lineage that there still are; `news` is None where nothing
    is new or no report came before.
    """

    cluster_id: str
    person_count: int
    record_count: int
    origin_count: int
    agencies: tuple[str, ...]
    countries: tuple[str, ...]
    corridor: tuple[str, ...]
    first_seen: date | None
    last_seen: date | None
    handling: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    players: tuple[Player, ...]
    bridges: tuple[str, ...]
    months: tuple[tuple[str, str, int], ...]
    steps: tuple[Step, ...]
    doubtful: tuple[DoubtfulPair, ...]
    repeated: tuple[RepeatedReport, ...]
    grades: tuple[GradeCount, ...]
    protected: ProtectedCounts
    awaiting_count: int
    evidence: tuple[Evidence, ...]
    gaps: tuple[Gap, ...]
    review: Review = field(default_factory=Review)
    places: tuple[PlaceSeen, ...] = ()
    lineage: tuple[Change, ...] = ()
    relatives: tuple[str, ...] = ()
    news: News | None = None
    further: tuple[Evidence, ...] = ()
    doubtful_count: int = 0
    awaiting_in: str = ""

    @property
    def marks(self) -> tuple[str, ...]:
        """What marks some of its records, each once, sorted."""
        return tuple(sorted({mark for row in (*self.evidence, *self.further) for mark in row.marks}))

    @property
    def top_share(self) -> float | None:
        """How firmly the first-ranked person stays in the top five; None when nobody is ranked."""
        return self.players[0].top5_share if self.players else None

    def for_index(self) -> ClusterView:
        """What the index says of the cluster, without what only its own page says: a tenth of the memory."""
        return replace(
            self,
            nodes=(),
            edges=(),
            players=self.players[:1],
            doubtful=(),
            repeated=(),
            evidence=(),
            further=(),
            review=Review(),
            places=(),
            lineage=(),
        )
