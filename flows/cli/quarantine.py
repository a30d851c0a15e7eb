"""`trama quarantine`: which rows were put aside, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import StoreOption
from flows.cli.session import open_session
from flows.cli.summary import show_quarantine, show_quarantined_rows
from flows.dispatch import read_quarantine, read_quarantined_rows


def quarantine(
    delivery: Annotated[
        str | None, typer.Option("--delivery", metavar="ID", help="The rows of this delivery, such as D-…")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Which rows were put aside and why: by reason, or row by row for one delivery."""
    with open_session(store) as session:
        if delivery is None:
            show_quarantine(read_quarantine(session.call))
        else:
            show_quarantined_rows(read_quarantined_rows(delivery, session.call))
