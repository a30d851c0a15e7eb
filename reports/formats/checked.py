"""The checks that formats' own libraries do not make: nobody protected, and every end of a link is there."""

from __future__ import annotations

from reports.model import Edge, Node
from reports.release import UNNAMED_STATUSES, assert_nothing_protected
from reports.report_view import ReportView
from schemas.errors import TramaError


def checked_nodes(view: ReportView) -> list[Node]:
    """All clusters' entities by id.

    Raises:
        TramaError: A person who is protected or awaits a decision is among them.
    """
    nodes = sorted((node for each in view.clusters for node in each.nodes), key=lambda node: node.entity_id)
    unnamed = frozenset(node.entity_id for node in nodes if node.status in UNNAMED_STATUSES)
    assert_nothing_protected(unnamed, unnamed)
    return nodes


def checked_edges(view: ReportView, known: frozenset[str]) -> list[Edge]:
    """All clusters' links by key.

    Raises:
        TramaError: A link has an end that is not among the known entities; the message carries counts only.
    """
    edges = sorted(
        (edge for each in view.clusters for edge in each.edges),
        key=lambda edge: (edge.source_id, edge.target_id, edge.kind),
    )
    loose = sum(edge.source_id not in known or edge.target_id not in known for edge in edges)
    if loose:
        raise TramaError(f"{loose} link(s) lack an end; nothing was written.")
    return edges
