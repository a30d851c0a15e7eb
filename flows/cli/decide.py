"""`trama decide`: an investigator's decisions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import JsonOption, StoreOption
from flows.cli.session import open_session
from flows.inquiries import decide_file


def decide(
    file: Annotated[
        Path, typer.Argument(help="JSON with decisions; docs/decisions.md shows one of each kind.")
    ],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Apply decisions: same or not the same person, link confirmed or rejected, status settled, revoked.

    They outrank every score and stay until they are revoked. `trama link` brings the network up to them.
    """
    with open_session(store) as session:
        counts = decide_file(file, session.call)
    if counts.stale:
        told = ", ".join(counts.stale[:5]) + (" and more" if len(counts.stale) > 5 else "")
        typer.echo(
            f"Warning: {len(counts.stale)} of them name another snapshot than the network as it is now, "
            f"or none; they hold all the same ({told}).",
            err=True,
        )
    if json:
        line = {"read": counts.read, "stored": counts.stored, "ids": counts.ids, "stale": counts.stale}
        session.print_json("decide", line)
        return
    typer.echo(f"{counts.read:,} decisions read, {counts.stored:,} of them new: {', '.join(counts.ids[:10])}")
    if counts.stored:
        typer.echo("Run `trama link` to bring the network up to them.")
