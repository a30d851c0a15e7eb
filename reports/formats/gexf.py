"""GEXF 1.2draft (1.3 has a bad namespace) for Gephi: one dynamic graph with the days of each tie."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import networkx as nx

from reports.formats.graph import build_graph
from reports.formats.whole import write_whole
from reports.report_view import ReportView


def write_gexf(view: ReportView, out: Path) -> list[Path]:
    """Write `network.gexf`; the same view gives the same bytes.

    The date that networkx puts into the file is the day of writing: it is taken out.
    """
    graph = build_graph(view)
    graph.graph.clear()
    graph.graph["mode"] = "dynamic"
    for _, attributes in graph.nodes(data=True):
        _date_span(attributes)
    for _, _, attributes in graph.edges(data=True):
        _date_span(attributes)
    text = "\n".join(nx.generate_gexf(graph, version="1.2draft"))
    root = ElementTree.fromstring(text)
    namespace = root.tag.partition("}")[0] + "}"
    for meta in root.findall(f"{namespace}meta"):
        root.remove(meta)
    for drawn in root.findall(f"{namespace}graph"):
        drawn.set("timeformat", "date")
    ElementTree.register_namespace("", namespace.strip("{}"))
    return [
        write_whole(out / "network.gexf", ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
    ]


def _date_span(attributes: dict[str, object]) -> None:
    for name, bound in (("first_seen", "start"), ("last_seen", "end")):
        if name in attributes:
            attributes[bound] = attributes[name]
