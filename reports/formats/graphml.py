"""GraphML for yEd, Cytoscape and networkx itself."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from reports.formats.graph import build_graph
from reports.formats.whole import write_whole
from reports.report_view import ReportView


def write_graphml(view: ReportView, out: Path) -> list[Path]:
    """Write `network.graphml`; the same view gives the same bytes."""
    text = "\n".join(nx.generate_graphml(build_graph(view), named_key_ids=True))
    return [write_whole(out / "network.graphml", text.encode("utf-8"))]
