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
    accept_stale: Annotated[
        bool,
        typer.Option("--accept-stale", help="Take decisions as well whose records have changed since."),
    ] = False,
    json: JsonOption = False,
) -> None:
    """Apply decisions: same or not the same person, link confirmed or rejected, status settled, revoked.

    They outrank every score and stay until they are revoked. `trama link` brings the network up to them.
    Stale
    ones, where the records under them have changed since the report, are refused with what has changed.
    """
    with open_session(store) as session:
        counts = decide_file(file, session.call, accepts_stale=accept_stale)
    if counts.stale:
        told = ", ".join(counts.stale[:5]) + (" and more" if len(counts.stale) > 5 else "")
        typer.echo(
            f"Warning: {len(counts.stale)} of them were made on records that have changed, or do not say "
            f"on which; they hold all the same ({told}).",
            err=True,
        )
    if json:
        line = {"read": counts.read, "stored": counts.stored, "ids": counts.ids, "stale": counts.stale}
        line |= {"notes": counts.notes}
        session.print_json("decide", line)
        return
    typer.echo(f"{counts.read:,} decisions read, {counts.stored:,} of them new: {', '.join(counts.ids[:10])}")
    if counts.notes:
        typer.echo(f"{counts.notes:,} of them are `unsure`: noted, without effect.")
    if counts.stored > counts.notes:
        typer.echo("Run `trama link` to bring the network up to them.")
