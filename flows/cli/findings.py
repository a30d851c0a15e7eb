"""What was put aside and what was warned of, as tables on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.cli.summary import show_lines, show_table

if TYPE_CHECKING:
    from flows.steps.quarantine import DeliveryFindings, QuarantineSummary


def show_quarantine(summary: QuarantineSummary) -> None:
    """Reasons first, then warnings, then the deliveries that have either."""
    if summary.deliveries.is_empty():
        show_lines([("Quarantine", "nothing was put aside")])
        return
    kind = ("Table", "Column", "Check")
    if summary.reasons.height:
        show_table((*kind, "Rows", "Deliveries"), summary.reasons.rows())
    if summary.warnings.height:
        show_lines([("Warnings", "taken in, but odd")])
        show_table((*kind, "Warnings", "Deliveries"), summary.warnings.rows())
    show_table(("Delivery", "Path", "Rows", "Warnings", "Incomplete"), summary.deliveries.rows())
    show_lines([("See rows", "trama quarantine --delivery D-…")])


def show_findings(findings: DeliveryFindings) -> None:
    """One delivery's rows with what was found wrong, then its warnings with what can be done about them."""
    if findings.rows.is_empty():
        show_lines([("Quarantine", "nothing of this delivery was put aside")])
    else:
        show_table(
            ("Table", "Check", "What is wrong"), findings.rows.select("table", "check", "message").rows()
        )
    if findings.incomplete:
        told = f"taken in without a row of theirs, to be delivered whole: {', '.join(findings.incomplete)}"
        show_lines([("Incomplete", told), ("", "")])
    if findings.warnings.height:
        shown = findings.warnings.select("table", "check", "message")
        show_table(("Table", "Check", "Taken in, but odd"), shown.rows())
        show_table(("Check", "What to do"), findings.advice.rows())
