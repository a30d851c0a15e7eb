"""`trama decide`: an investigator's decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.options import JsonOption, StoreOption
from flows.cli.session import open_session
from flows.inquiries import decide_file

if TYPE_CHECKING:
    from flows.steps.decide import DecisionCounts

TIME = "%Y-%m-%dT%H:%M:%SZ"
NAMED_AT_MOST = 5
"""Decisions told one by one of those that change nothing."""


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
    Stale ones, where the records under them have changed since the report, are refused with what has changed.
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
        session.print_json("decide", _count(counts))
        return
    typer.echo(f"{counts.read:,} decisions read, {counts.stored:,} of them new: {', '.join(counts.ids[:10])}")
    if counts.notes:
        typer.echo(f"{counts.notes:,} of them are `unsure`: noted, without effect.")
    _tell_idle(counts)
    if counts.stored > counts.notes:
        typer.echo("Run `trama link` to bring the network up to them.")


def _count(counts: DecisionCounts) -> dict[str, Any]:
    """The counts as JSON takes them."""
    idle = [{"id": name, "reason": why} for name, why in counts.without_effect.items()]
    revoked = [
        {"id": each.decision_id, "revoked_by": each.revoked_by, "revoked_at": f"{each.revoked_at:{TIME}}"}
        for each in counts.revoked
    ]
    line = {"read": counts.read, "stored": counts.stored, "ids": counts.ids, "stale": counts.stale}
    return line | {"notes": counts.notes, "without_effect": idle, "revoked": revoked}


def _tell_idle(counts: DecisionCounts) -> None:
    """What was taken, or had been, and changes nothing; the first of each."""
    for name, why in list(counts.without_effect.items())[:NAMED_AT_MOST]:
        typer.echo(f"{name} is accepted, but changes nothing: {why}.")
    if (more := len(counts.without_effect) - NAMED_AT_MOST) > 0:
        typer.echo(f"{more:,} more are accepted and change nothing; --json names them.")
    for each in counts.revoked[:NAMED_AT_MOST]:
        typer.echo(f"{each.decision_id} was revoked by {each.revoked_by} on {each.revoked_at:%Y-%m-%d}.")
    if counts.revoked:
        typer.echo(
            f"What was revoked stays revoked ({len(counts.revoked):,} of this file). To decide the same "
            "anew, give it an `at` of its own: a new decision needs a new id."
        )
