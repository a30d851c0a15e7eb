"""A STIX 2.1 bundle: identities, our own objects for what STIX lacks, relationships and one note.

Unverified people are `identity`, never `threat-actor`. A STIX `location` must state a country, region or
coordinates, which a place of the view does not: places are extension objects, as vehicles and phones are.
"""

from __future__ import annotations

import json
import re
import uuid
from datetime import date, timedelta
from pathlib import Path

from reports.formats.checked import checked_edges, checked_nodes
from reports.formats.whole import write_whole
from reports.model import Edge, Node
from reports.release import strictest_handling
from reports.report_view import ReportView

Item = dict[str, object]
Days = tuple[date | None, date | None]

TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP_MARKINGS = {
    "CLEAR": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "GREEN": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "AMBER": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "AMBER+STRICT": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "RED": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
"""TLP 2.0 as published among the OASIS STIX common objects."""

NAMESPACE = uuid.UUID("5f0c6c0e-9d0b-5a55-8a0e-6d1b2f3c4d5e")
UNDATED = date(1970, 1, 1)
"""For what the data give no day of; never the day of writing."""

NO_DAYS: Days = (None, None)


def write_stix(view: ReportView, out: Path) -> list[Path]:
    """Write `bundle.stix.json`; the same view gives the same bytes.

    Raises:
        TramaError: A protected person is in the view, or a link lacks an end.
    """
    nodes = checked_nodes(view)
    refs = {node.entity_id: _node_ref(node) for node in nodes}
    edges = checked_edges(view, frozenset(refs))
    handling = strictest_handling([view.handling])
    items = [_marking(code) for code in TLP_MARKINGS]
    items += [_producer(), _extension(), *(_node_item(node, refs[node.entity_id]) for node in nodes)]
    items += [_relationship(edge, refs, handling) for edge in edges]
    items += [_note(sorted(refs.values()), handling)] if refs else []
    bundle_id = _make_id("bundle", *(str(item["id"]) for item in items))
    bundle = {"type": "bundle", "id": bundle_id, "objects": sorted(items, key=lambda item: str(item["id"]))}
    text = json.dumps(bundle, ensure_ascii=True, sort_keys=True, indent=1) + "\n"
    return [write_whole(out / "bundle.stix.json", text.encode("utf-8"))]


def _make_id(kind: str, *parts: str) -> str:
    return f"{kind}--{uuid.uuid5(NAMESPACE, json.dumps([kind, *parts]))}"


def _node_ref(node: Node) -> str:
    return _make_id("identity" if node.kind == "person" else "trama-asset", node.entity_id)


def _stamp(day: date | None) -> str:
    return f"{(day or UNDATED).isoformat()}T00:00:00.000Z"


def _item(reference: str, seen: Days, **more: object) -> Item:
    first, last = seen
    core = {"type": reference.partition("--")[0], "spec_version": "2.1", "id": reference}
    return {**core, "created": _stamp(first), "modified": _stamp(last or first), **more}


def _marking(code: str) -> Item:
    extension = {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": code.lower()}}
    item = _item(TLP_MARKINGS[code], (date(2022, 10, 1), None), name=f"TLP:{code}", extensions=extension)
    return {name: value for name, value in item.items() if name != "modified"}


def _producer() -> Item:
    return _item(_make_id("identity", "producer"), NO_DAYS, name="Trama", identity_class="system")


def _extension() -> Item:
    return _item(
        _make_id("extension-definition", "asset"),
        NO_DAYS,
        created_by_ref=_make_id("identity", "producer"),
        name="trama-asset",
        description="A vehicle, place, phone, account, document or profile: entity_id, asset_kind, name.",
        schema="trama-asset: entity_id, asset_kind and name, all strings",
        version="1.0.0",
        extension_types=["new-sdo"],
    )


def _node_item(node: Node, reference: str) -> Item:
    marks = [TLP_MARKINGS[strictest_handling([node.handling])]]
    base: Item = {"name": node.label or node.entity_id, "object_marking_refs": marks}
    dates = (node.first_seen, node.last_seen)
    if node.kind == "person":
        external = [{"source_name": "trama", "external_id": node.entity_id}]
        return _item(reference, dates, **base, identity_class="individual", external_references=external)
    own: Item = {"entity_id": node.entity_id, "asset_kind": node.kind}
    extension = {_make_id("extension-definition", "asset"): {"extension_type": "new-sdo"}}
    return _item(reference, dates, **{**base, **own}, extensions=extension)


def _relationship(edge: Edge, refs: dict[str, str], handling: str) -> Item:
    more: Item = {"object_marking_refs": [TLP_MARKINGS[handling]]}
    if edge.first_seen:
        more["start_time"] = _stamp(edge.first_seen)
    if edge.last_seen:  # the end of the day: STIX wants it later than the start
        more["stop_time"] = _stamp(edge.last_seen + timedelta(days=1))
    return _item(
        _make_id("relationship", edge.source_id, edge.target_id, edge.kind),
        (edge.first_seen, edge.last_seen),
        relationship_type=re.sub("[^a-z0-9]+", "-", edge.kind.lower()).strip("-") or "related-to",
        source_ref=refs[edge.source_id],
        target_ref=refs[edge.target_id],
        **more,
    )


def _note(refs: list[str], handling: str) -> Item:
    content = "Lead, not proof: computed from reports, to be checked before anybody acts on it."
    marks = [TLP_MARKINGS[handling]]
    more: Item = {"content": content, "object_refs": refs, "object_marking_refs": marks}
    return _item(_make_id("note", *refs), NO_DAYS, abstract="Lead, not proof", **more)
