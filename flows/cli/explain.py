"""`trama explain`: why two persons are, or are not, the same."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import StoreOption
from flows.cli.session import open_session
from flows.cli.terminal import printable
from flows.dispatch import explain_pair


def explain(
    left: Annotated[str, typer.Argument(help="A mention AGENCY/RECORD#NO, or a person P-…")],
    right: Annotated[str, typer.Argument(help="The other one.")],
    store: StoreOption = None,
) -> None:
    """Why two persons (or two mentions) are, or are not, the same: each piece of evidence with its weight."""
    with open_session(store) as session:
        told = explain_pair(left, right, session.call)
    for line in told.splitlines():
        typer.echo(printable(line))
