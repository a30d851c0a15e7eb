"""A cluster's view made by hand: key players, a chain that leads away from them, items of one person."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from reports.model import Cell, ClusterView, Edge, Node, Player, ProtectedCounts

FIRST_DAY = date(2023, 1, 1)
ROLES = ("organiser", "driver", "guide", None)


def make_node(number: int, kind: str = "person", **changes: object) -> Node:
    """The `number`-th entity, seen for ten days from that day of 2023 on."""
    seen = FIRST_DAY + timedelta(number)
    is_person = kind == "person"
    node = Node(
        entity_id=f"{kind[0].upper()}-{number:012d}",
        kind=kind,
        label=f"{kind.title()} Número {number}",
        status="facilitator" if is_person else None,
        role=ROLES[number % 4] if is_person else None,
        rank=None,
        record_count=number % 5 + 1,
        first_seen=seen,
        last_seen=seen + timedelta(10),
        handling="AMBER",
    )
    return node._replace(**changes)  # type: ignore[arg-type]


def make_edge(source: Node, target: Node, **changes: object) -> Edge:
    """A link of one record and origin between two entities, seen when the first was."""
    edge = Edge(
        source_id=source.entity_id,
        target_id=target.entity_id,
        kind="near_phone",
        stage=None,
        directed=False,
        weight=0.3,
        record_count=1,
        origin_count=1,
        first_seen=source.first_seen,
        last_seen=source.last_seen,
    )
    return edge._replace(**changes)  # type: ignore[arg-type]


def make_player(node: Node) -> Player:
    """The ranking's line for a ranked entity."""
    rank = node.rank or 1
    return Player(
        node.entity_id, node.label, rank, rank, rank + 1, 0.9, node.role, (), ("seen:3",), 3, FIRST_DAY, None
    )


def make_cluster(persons: int = 60, leaves: int = 8) -> ClusterView:
    """Persons in a chain of which the first three are ranked; the first has `leaves` phones of its own.

    Every fifth link of the chain is a crossing that two origins tell of, with weight 1.5.
    """
    people = [make_node(number, rank=number + 1 if number < 3 else None) for number in range(persons)]
    phones = [make_node(persons + number, "phone") for number in range(leaves)]
    chain = [
        make_edge(
            left, right, **({"stage": "cross", "origin_count": 2, "weight": 1.5} if place % 5 == 0 else {})
        )
        for place, (left, right) in enumerate(pairwise(people))
    ]
    own = [make_edge(people[0], phone, kind="uses_phone", directed=True) for phone in phones]
    return fill_cluster((*people, *phones), (*chain, *own))


def fill_cluster(nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> ClusterView:
    """A view that says nothing but its network."""
    ranked = sorted((node for node in nodes if node.rank), key=lambda node: node.rank or 0)
    return ClusterView(
        cluster_id="C-000000000001",
        person_count=sum(node.kind == "person" for node in nodes),
        record_count=9,
        origin_count=9,
        agencies=("MX-FGR",),
        countries=("MX",),
        corridor=("GT", "MX"),
        first_seen=FIRST_DAY,
        last_seen=FIRST_DAY + timedelta(100),
        handling="AMBER",
        nodes=nodes,
        edges=edges,
        players=tuple(map(make_player, ranked)),
        bridges=(),
        months=(),
        steps=(),
        doubtful=(),
        repeated=(),
        grades=(),
        protected=ProtectedCounts(Cell(None, 0)),
        awaiting_count=0,
        evidence=(),
        gaps=(),
    )
