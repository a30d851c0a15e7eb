"""`trama quarantine`: which rows were put aside or taken in with a warning, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.findings import show_findings, show_quarantine
from flows.cli.options import JsonOption, StoreOption
from flows.cli.session import Session, open_session
from flows.dispatch import read_delivery_findings, read_quarantine


def quarantine(
    delivery: Annotated[
        str | None, typer.Option("--delivery", metavar="ID", help="The rows of this delivery, such as D-…")
    ] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Which rows were put aside or taken in with a warning, and why: by kind, or a delivery's row by row."""
    with open_session(store) as session:
        if delivery is None:
            _tell_all(session, has_json=json)
        else:
            _tell_delivery(delivery, session, has_json=json)


def _tell_all(session: Session, *, has_json: bool) -> None:
    summary = read_quarantine(session.call)
    if has_json:
        session.print_json("quarantine", summary.counts())
    else:
        show_quarantine(summary)


def _tell_delivery(delivery_id: str, session: Session, *, has_json: bool) -> None:
    findings = read_delivery_findings(delivery_id, session.call)
    if has_json:
        session.print_json("quarantine", {"delivery": delivery_id, **findings.counts()})
    else:
        show_findings(findings)
