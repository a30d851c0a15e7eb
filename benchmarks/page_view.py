"""A cluster of a given size as its page says it, made by hand: the sizes of its parts are those of real ones.

In the sample's largest clusters an entity comes with 0.6 records and 2.5 links; half of the entities are
persons. Names are counted up, so nobody is meant.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from reports.changes import Change
from reports.model import (
    Cell,
    ClusterView,
    DoubtfulPair,
    Edge,
    Evidence,
    Gap,
    GradeCount,
    Node,
    Player,
    ProtectedCounts,
    RepeatedReport,
)
from reports.review import Review, ReviewLink
from reports.ways import PlaceSeen, Step

RECORDS_EACH, LINKS_EACH, PERSONS = 0.6, 2.5, 0.5
SEED = 20_260
FIRST_DAY = date(2022, 1, 1)
KINDS = ("phone", "phone", "vehicle", "place", "account", "social")
LINKS = (
    ("called", None),
    ("named_with", "recruit"),
    ("near_phone", "move"),
    ("at_place", "shelter"),
    ("paid", "pay"),
)
TOWNS = (("GT", "Huehuetenango"), ("MX", "Tapachula"), ("MX", "Puebla"), ("MX", "Reynosa"), ("US", "McAllen"))
SPOTS = ((15.32, -91.47), (14.9, -92.26), (19.04, -98.2), (26.05, -98.3), (26.2, -98.23))
SAID: dict[str, Any] = {
    "agencies": ("CA-GRC", "GT-PNC", "MX-FGR"),
    "countries": ("GT", "MX", "US"),
    "corridor": ("GT", "MX", "US"),
    "first_seen": FIRST_DAY,
    "last_seen": FIRST_DAY + timedelta(900),
    "handling": "AMBER",
}
SHOWN_PAIRS, SHOWN_LINKS, STEPS = 50, 300, 40


def make_page_view(entities: int) -> ClusterView:
    """A cluster of so many entities; the same number gives the same cluster."""
    rng = Random(SEED)
    persons = int(entities * PERSONS)
    evidence = _make_evidence(int(entities * RECORDS_EACH), rng)
    nodes = tuple(_make_node(number, persons, len(evidence), rng) for number in range(entities))
    edges = _make_edges(nodes, int(entities * LINKS_EACH), len(evidence), rng)
    players = tuple(_make_player(node) for node in nodes if node.rank)
    return ClusterView(
        cluster_id="C-BENCH0000000",
        person_count=persons,
        record_count=len(evidence),
        origin_count=len(evidence),
        **SAID,
        nodes=nodes,
        edges=edges,
        players=players,
        bridges=(),
        months=_count_months(evidence),
        steps=_make_steps(len(evidence), rng),
        doubtful=_make_pairs(nodes[:persons], evidence, rng),
        repeated=tuple(
            RepeatedReport(each.record_key, evidence[0].record_key, False) for each in evidence[1::9]
        ),
        grades=tuple(GradeCount("admiralty", code, "2", len(evidence) // 4) for code in "ABCD"),
        protected=ProtectedCounts(Cell(None, 40), (Cell("F", 20), Cell("M", 20))),
        awaiting_count=2,
        evidence=evidence,
        gaps=_make_gaps(len(evidence)),
        review=_make_review(edges, evidence),
        places=_make_places(nodes, rng),
        lineage=(Change(FIRST_DAY, "born", "record", evidence[0].record_key),),
        doubtful_count=SHOWN_PAIRS,
    )


def _some(records: int, rng: Random, most: int = 6) -> str:
    return ",".join(map(str, sorted(rng.sample(range(1, records + 1), rng.randint(1, min(most, records))))))


def _make_gaps(records: int) -> tuple[Gap, ...]:
    return tuple(Gap(item, records // 2, records, *_halves(records)) for item in ("place", "fee"))


def _halves(records: int) -> tuple[str, str]:
    return tuple(",".join(map(str, range(1 + odd, records + 1, 2))) for odd in (0, 1))  # type: ignore[return-value]


def _make_evidence(records: int, rng: Random) -> tuple[Evidence, ...]:
    days = sorted(rng.randrange(900) for _ in range(records))
    return tuple(
        Evidence(
            f"MX-FGR/MX-FGR-2023-{number:07}",
            FIRST_DAY + timedelta(day),
            None,
            "smuggling_of_migrants",
            *rng.choice(TOWNS),
            "admiralty",
            rng.choice("ABCD"),
            "2",
            "AMBER",
            None,
            (rng.randint(1, 40),),
        )
        for number, day in enumerate(days)
    )


def _make_node(number: int, persons: int, records: int, rng: Random) -> Node:
    is_person = number < persons
    kind = "person" if is_person else rng.choice(KINDS)
    label = f"Persona Número {number} Apellido" if is_person else f"+52 81 0000 {number:04}"
    numbers = _some(records, rng)
    first = FIRST_DAY + timedelta(rng.randrange(400))
    return Node(
        f"{kind[0].upper()}-{number:012}",
        kind,
        label,
        "facilitator" if is_person else None,
        rng.choice(("driver", "guide", "recruiter", None)) if is_person else None,
        number + 1 if is_person and number % 4 else None,
        len(numbers.split(",")),
        first,
        first + timedelta(300),
        "AMBER",
        "pollero" if is_person else None,
        numbers,
    )


def _make_edges(nodes: tuple[Node, ...], links: int, records: int, rng: Random) -> tuple[Edge, ...]:
    # most are tied to few, and few to most: an end is one of the first with the likelihood of a square
    ends = sorted(
        {
            (nodes[place].entity_id, nodes[int(place * rng.random() ** 2)].entity_id, *rng.choice(LINKS))
            for place in (rng.randrange(1, len(nodes)) for _ in range(links * 2))
        },
        key=str,
    )
    chosen = sorted(rng.sample(ends, min(links, len(ends))), key=str)
    return tuple(
        Edge(
            source,
            target,
            kind,
            stage,
            kind in ("called", "paid"),
            round(rng.random() * 2, 6),
            2,
            rng.randint(1, 4),
            FIRST_DAY,
            FIRST_DAY + timedelta(rng.randrange(900)),
            _some(records, rng, 3),
        )
        for source, target, kind, stage in chosen
    )


def _make_player(node: Node) -> Player:
    rank = node.rank or 1
    return Player(
        node.entity_id,
        node.label,
        rank,
        rank,
        rank + 3,
        1 / rank,
        node.role,
        ("pollero",),
        ("called_by:5", "seen:4"),
        node.record_count,
        node.first_seen,
        node.last_seen,
        node.records,
        (node.records, node.records),
    )


def _count_months(evidence: tuple[Evidence, ...]) -> tuple[tuple[str, str, int], ...]:
    months = sorted(f"{each.start:%Y-%m}" for each in evidence if each.start)
    return tuple((month, "smuggling_of_migrants", months.count(month)) for month in sorted(set(months)))


def _make_steps(records: int, rng: Random) -> tuple[Step, ...]:
    return tuple(
        Step(
            step + 1,
            *TOWNS[a := step % 4][:1],
            TOWNS[a + 1][0],
            TOWNS[a][1],
            TOWNS[a + 1][1],
            5,
            4,
            ("road",),
            SPOTS[a],
            SPOTS[a + 1],
            _some(records, rng),
        )
        for step in range(STEPS)
    )


def _make_places(nodes: tuple[Node, ...], rng: Random) -> tuple[PlaceSeen, ...]:
    places = [node for node in nodes if node.kind == "place"]
    return tuple(_make_place(node, rng.randrange(len(TOWNS))) for node in places)


def _make_place(node: Node, at: int) -> PlaceSeen:
    country, town = TOWNS[at]
    return PlaceSeen("safe_house", node.label, town, country, SPOTS[at], node.record_count, node.records)


def _make_pairs(
    people: tuple[Node, ...], evidence: tuple[Evidence, ...], rng: Random
) -> tuple[DoubtfulPair, ...]:
    return tuple(
        DoubtfulPair(
            left.label,
            right.label,
            f"{rng.choice(evidence).record_key}#1",
            f"{rng.choice(evidence).record_key}#2",
            0.7,
            "weight",
            (("surnames", 3.1), ("given", -1.2)),
        )
        for left, right in pairwise(people[: SHOWN_PAIRS + 1])
    )


def _make_review(edges: tuple[Edge, ...], evidence: tuple[Evidence, ...]) -> Review:
    links = tuple(
        ReviewLink(
            edge.source_id, edge.target_id, edge.kind, "a", "b", (place % len(evidence),), 1, "s", None
        )
        for place, edge in enumerate(edges[:SHOWN_LINKS])
    )
    records = tuple((f"{each.record_key}@1", "B2") for each in evidence)
    return Review("C-BENCH0000000:0", records, ((0, 1),) * SHOWN_PAIRS, links)
