"""What a run leaves for its reader: counts, reasons, clusters changed and where their pages lie."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from flows.service.alerts import Alert
from flows.service.changes import ClusterChange
from flows.service.steps import Publication, page_path
from flows.steps.ingest import count_receipt
from staging.receipt import Receipt

MOST_LINES = 50
"""Lines of a table; a longer one is for `trama status` and `trama quarantine`."""


def summarise_intake(receipts: Sequence[Receipt], reasons: pl.DataFrame, warnings: pl.DataFrame) -> str:
    """Deliveries with their counts, then why rows were put aside, then what was taken in but is odd."""
    lines = [
        (
            each.path,
            each.delivery_id or "–",
            each.status,
            counts.accepted,
            counts.quarantined,
            counts.duplicates,
        )
        for each in receipts
        for counts in [count_receipt(each)]
    ]
    heads = ("Delivery", "Id", "Status", "Accepted", "Quarantined", "Duplicates")
    parts = ["## Deliveries", _table(heads, lines)]
    if reasons.height:
        parts += ["## Put aside, by reason", _table(("Table", "Column", "Check", "Rows"), reasons.rows())]
    if warnings.height:
        kinds = _table(("Table", "Column", "Check", "Warnings"), warnings.rows())
        parts += ["## Taken in, but odd", kinds]
    if reasons.height or warnings.height:
        parts += ["`trama quarantine --delivery D-…` shows the rows, with what to mend."]
    return "\n\n".join(parts)


def summarise_publication(publication: Publication) -> str:
    """Clusters changed with their pages, then the alerts."""
    changes = publication.changes
    parts = ["## Clusters changed", _tell_changes(changes)]
    if publication.alerts:
        parts += ["## Alerts", _tell_alerts(publication.alerts)]
    pages = f"{len(publication.written):,} cluster pages and the index were written."
    return "\n\n".join([*parts, f"{pages} Open `reports/index.html` in the output folder."])


def _tell_changes(changes: Sequence[ClusterChange]) -> str:
    lines = []
    for each in changes:
        facts = each.after or each.before
        page = f"`{page_path(each.cluster_id).as_posix()}`" if each.after else "–"
        persons, records = (facts.person_count, facts.record_count) if facts else (0, 0)
        lines.append((each.cluster_id, each.kind, persons, records, page))
    return _table(("Cluster", "Change", "Persons", "Records", "Page"), lines) if lines else "None."


def _tell_alerts(alerts: Sequence[Alert]) -> str:
    return _table(("Rule", "Cluster"), [(each.rule, each.cluster_id) for each in alerts])


def _table(heads: Sequence[str], lines: Sequence[tuple[object, ...]]) -> str:
    rows = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    rows += ["| " + " | ".join(_cell(value) for value in line) + " |" for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        rows.append(f"\n… and {len(lines) - MOST_LINES:,} more.")
    return "\n".join(rows)


def _cell(value: object) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
