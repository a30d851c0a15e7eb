"""FollowTheMoney 4 JSON lines, for Aleph and its kin: one entity or link a line, every value a text.

No topic is set: FollowTheMoney has none for smuggling, and trafficking is another offence. A phone is a
`UserAccount` of the service `phone`, as there is no schema for phones.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

from reports.formats.checked import checked_edges, checked_nodes
from reports.formats.whole import write_whole
from reports.model import ClusterView, Edge, Evidence, Node
from reports.report_view import ReportView
from reports.sections.grouping import clean_text

Properties = dict[str, list[str]]
Item = dict[str, object]

SCHEMATA: dict[str, tuple[str, str | None]] = {
    "person": ("Person", None),
    "vehicle": ("Vehicle", "registrationNumber"),
    "place": ("Address", "full"),
    "account": ("BankAccount", "accountNumber"),
    "document": ("Identification", "number"),
    "phone": ("UserAccount", "username"),
    "social": ("UserAccount", "username"),
}
"""Kind of entity → schema, and the property that the label is beside the name."""

PERSON_LINKS: dict[str, tuple[str, str, str]] = {
    "called": ("Call", "caller", "receiver"),
    "paid": ("Payment", "payer", "beneficiary"),
    "guided_with": ("Associate", "person", "associate"),
    "named_with": ("Associate", "person", "associate"),
}
"""Kind of a link between two persons → schema and its ends; every other link is an `UnknownLink`."""

LEAD = "Lead, not proof"


def write_ftm(view: ReportView, out: Path) -> list[Path]:
    """Write `entities.ftm.json`; the same view gives the same bytes.

    Raises:
        TramaError: A protected person is in the view, or a link lacks an end.
    """
    nodes = checked_nodes(view)
    kinds = {node.entity_id: node.kind for node in nodes}
    edges = checked_edges(view, frozenset(kinds))
    holders: dict[str, list[str]] = {}
    for edge in edges:
        if edge.kind == "holds_document":
            holders.setdefault(edge.target_id, []).append(edge.source_id)
    items = [_node_item(node, holders.get(node.entity_id, [])) for node in nodes]
    items += [_edge_item(edge, kinds) for edge in edges]
    items += _record_items(view)
    ordered = sorted(items, key=lambda item: str(item["id"]))
    lines = [json.dumps(item, ensure_ascii=True, sort_keys=True) + "\n" for item in ordered]
    return [write_whole(out / "entities.ftm.json", "".join(lines).encode("utf-8"))]


def _node_item(node: Node, holders: list[str]) -> Item:
    schema, own = SCHEMATA[node.kind]
    properties = _properties(name=node.label, notes=f"{LEAD}. TLP:{node.handling}")
    if own:
        properties |= _properties(**{own: node.label})
    if schema == "UserAccount":
        properties |= _properties(service=node.kind)
    if schema == "Person" and node.status == "facilitator":
        properties |= _properties(position=node.role)
    if schema == "Identification":
        properties |= {"holder": holders} if holders else {}
    return {"id": node.entity_id, "schema": schema, "properties": properties}


def _edge_item(edge: Edge, kinds: dict[str, str]) -> Item:
    is_personal = kinds[edge.source_id] == kinds[edge.target_id] == "person"
    default = ("UnknownLink", "subject", "object")
    schema, source, target = PERSON_LINKS.get(edge.kind, default) if is_personal else default
    properties = _properties(
        startDate=_day(edge.first_seen),
        endDate=_day(edge.last_seen),
        summary=LEAD,
    )
    properties |= {source: [edge.source_id], target: [edge.target_id]}
    words = {"Associate": "relationship", "UnknownLink": "role"}
    if schema in words:
        properties |= _properties(**{words[schema]: edge.kind})
    key = _digest("link", edge.source_id, edge.target_id, edge.kind)
    return {"id": key, "schema": schema, "properties": properties}


def _record_items(view: ReportView) -> list[Item]:
    """An event per record, with the ranked persons in it; a record of two clusters is one event."""
    found: dict[str, tuple[Evidence, set[str]]] = {}
    for cluster in view.clusters:
        for record in cluster.evidence:
            found.setdefault(record.record_key, (record, set()))[1].update(_ranked_in(cluster, record))
    return [_record_item(record, persons) for record, persons in found.values()]


def _ranked_in(cluster: ClusterView, record: Evidence) -> set[str]:
    return {player.entity_id for player in cluster.players if player.rank in record.ranks}


def _record_item(record: Evidence, persons: set[str]) -> Item:
    properties = _properties(
        name=record.record_key,
        startDate=_day(record.start),
        endDate=_day(record.end),
        country=record.country and record.country.lower(),
        location=record.municipality,
        notes=f"{LEAD}. TLP:{record.handling}",
    )
    properties |= {"involved": sorted(persons)} if persons else {}
    return {"id": _digest("record", record.record_key), "schema": "Event", "properties": properties}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _properties(**values: str | None) -> Properties:
    """The stated ones as lists of clean text."""
    clean = {name: (clean_text(value) or "").strip() for name, value in values.items()}
    return {name: [text] for name, text in clean.items() if text}


def _digest(*parts: str) -> str:
    """An id that is the same each time and tells nothing."""
    return f"{parts[0]}-{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]}"
