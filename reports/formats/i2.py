"""CSV for i2 Analyst's Notebook: entities, links, and the text that says which column becomes what.

UTF-8 with a byte order mark: without it the importer, like other Windows programs, may read the file in the
machine's own code page, and accents break. Files for a program, not for a spreadsheet: cells are as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from reports.formats.graph import Attribute, build_graph
from reports.formats.whole import write_whole
from reports.report_view import ReportView

ENTITY_COLUMNS: dict[str, str] = {
    "Label": "label",
    "Type": "kind",
    "Cluster": "cluster_id",
    "Status": "status",
    "Role": "role",
    "Rank": "rank",
    "Records": "record_count",
    "First seen": "first_seen",
    "Last seen": "last_seen",
    "Handling": "handling",
}
LINK_COLUMNS: dict[str, str] = {
    "Type": "kind",
    "Stage": "stage",
    "Weight": "weight",
    "Records": "record_count",
    "Origins": "origin_count",
    "First seen": "first_seen",
    "Last seen": "last_seen",
}
"""Header → attribute of the graph."""

SPECIFICATION = """\
Import specification for Analyst's Notebook
Handling: TLP:{handling}. Recipient: {recipient}. Leads to be checked, not proof.

Both files: delimited text, comma, text qualifier ", encoding UTF-8 (byte order mark present), first row is
the heading, one item a line, dates year-month-day. Import entities.csv first, then links.csv, onto one chart.

entities.csv
  Identity           Entity identity. Unique and case-sensitive; items with the same one are the same.
  Label              Entity label. Shown only; two entities may share it.
  Type               Entity type: person, phone, vehicle, place, account, document, social.
  Cluster, Status, Role, Rank, Records, Handling
                     Attributes. Rank and Records are numbers.
  First seen, Last seen
                     Attributes of type date.

links.csv
  Link identity      Link identity. Unique and case-sensitive.
  From identity      Identity of end 1, to be found in entities.csv.
  To identity        Identity of end 2, to be found in entities.csv.
  Label              Link label. Words only: a number in it would be taken for the link's value.
  Direction          Arrow: forward (from end 1 to end 2) or none.
  Type               Link type.
  Stage, Weight, Records, Origins
                     Attributes. Weight, Records and Origins are numbers.
  First seen, Last seen
                     Attributes of type date.
"""


def write_i2(view: ReportView, out: Path) -> list[Path]:
    """Write entities, links and the import specification; the same view gives the same bytes."""
    graph = build_graph(view)
    entities = [[key, *_cells(each, ENTITY_COLUMNS)] for key, each in graph.nodes(data=True)]
    links = [_link_row(*edge) for edge in graph.edges(keys=True, data=True)]
    text = SPECIFICATION.format(handling=view.handling, recipient=view.recipient or "holder")
    return [
        write_whole(out / "entities.csv", _to_csv(["Identity", *ENTITY_COLUMNS], entities)),
        write_whole(out / "links.csv", _to_csv([*LINK_HEAD, *LINK_COLUMNS], links)),
        write_whole(out / "import_specification.txt", ("\ufeff" + text).encode("utf-8")),
    ]


LINK_HEAD = ("Link identity", "From identity", "To identity", "Label", "Direction")


def _link_row(source: str, target: str, kind: str, attributes: dict[str, Attribute]) -> list[str]:
    direction = "forward" if attributes["directed"] else "none"
    identity = _one_line(f"{source}|{target}|{kind}")
    return [identity, source, target, link_label(kind), direction, *_cells(attributes, LINK_COLUMNS)]


def link_label(kind: str) -> str:
    """A link kind in words, without any digit; `linked` where nothing else is left."""
    return " ".join(re.sub(r"[\d_]", " ", _one_line(kind)).split()) or "linked"


def _cells(attributes: dict[str, Attribute], columns: dict[str, str]) -> list[str]:
    return [_one_line(str(attributes.get(name, ""))) for name in columns.values()]


def _one_line(text: str) -> str:
    """Without anything that a reader may take for the end of a line, or a control character."""
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)


def _to_csv(head: Iterable[str], rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
