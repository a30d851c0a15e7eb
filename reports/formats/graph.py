"""The clusters of a view as one networkx graph of plain attributes: for GEXF, GraphML and Neo4j."""

from __future__ import annotations

from datetime import date

import networkx as nx

from reports.model import Edge, Node
from reports.report_view import ReportView
from reports.sections.grouping import clean_text

Attribute = str | int | float | bool


def build_graph(view: ReportView) -> nx.MultiDiGraph:
    """All clusters' entities and links.

    A null is left out instead of written, dates are ISO text, and no attribute is called `id` (GEXF would
    replace the key) or `type` (invalid on an edge). Nodes carry `kind`, `label`, `cluster_id`, `handling`,
    `record_count` and, where known, `status`, `role`, `rank`, `first_seen`, `last_seen`; edges `kind`,
    `stage`, `directed`, `weight`, `record_count`, `origin_count`, `first_seen`, `last_seen`. A link that has
    no direction says `directed` false.
    """
    graph = nx.MultiDiGraph()
    for cluster in sorted(view.clusters, key=lambda each: each.cluster_id):
        for node in sorted(cluster.nodes, key=lambda each: each.entity_id):
            graph.add_node(node.entity_id, **node_attributes(node, cluster.cluster_id))
        for edge in sorted(cluster.edges, key=lambda each: (each.source_id, each.target_id, each.kind)):
            graph.add_edge(edge.source_id, edge.target_id, key=edge.kind, **edge_attributes(edge))
    graph.graph.update(handling=view.handling, recipient=view.recipient or "holder")
    return graph


def node_attributes(node: Node, cluster_id: str) -> dict[str, Attribute]:
    """A node's attributes, nulls left out."""
    return _stated(
        label=node.label,
        kind=node.kind,
        cluster_id=cluster_id,
        status=node.status,
        role=node.role,
        rank=node.rank,
        record_count=node.record_count,
        first_seen=node.first_seen,
        last_seen=node.last_seen,
        handling=node.handling,
    )


def edge_attributes(edge: Edge) -> dict[str, Attribute]:
    """An edge's attributes, nulls left out."""
    return _stated(
        kind=edge.kind,
        stage=edge.stage,
        directed=edge.directed,
        weight=edge.weight,
        record_count=edge.record_count,
        origin_count=edge.origin_count,
        first_seen=edge.first_seen,
        last_seen=edge.last_seen,
    )


def _stated(**values: str | float | bool | date | None) -> dict[str, Attribute]:
    plain: dict[str, Attribute] = {}
    for name, value in values.items():
        if isinstance(value, bool | int | float):
            plain[name] = value
        elif value is not None:
            plain[name] = (
                value.isoformat() if isinstance(value, date) else (clean_text(value) or "").replace("\n", " ")
            )
    return plain
