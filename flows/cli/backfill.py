"""`trama backfill`: years of history, one incident month after the other."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.backfill_course import Terms
from flows.cli.guard import FAILED
from flows.cli.options import JsonOption, StoreOption, TrackedOption
from flows.cli.session import open_session
from flows.cli.summary import show_ingest, show_table
from flows.cli.terminal import printable
from flows.history import backfill_history, read_windows
from flows.months import read_span
from schemas.errors import ConfigError

if TYPE_CHECKING:
    from flows.cli.session import Session
    from flows.steps.backfill import BackfillCounts


class OnFailure(StrEnum):
    """What happens when a window fails for good."""

    SKIP = "skip"
    STOP = "stop"


def backfill(  # noqa: PLR0913 - the options of the command
    path: Annotated[
        Path | None, typer.Argument(exists=True, help="Historical deliveries, as `trama ingest` takes them.")
    ] = None,
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="First incident month.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM", help="Last incident month.")] = "",
    *,
    agency: Annotated[
        str | None,
        typer.Option("--agency", metavar="CODE", help="Who delivers, for a path not under <agency>/."),
    ] = None,
    retries: Annotated[
        int, typer.Option("--retries", min=0, max=10, help="How often a month that fails is tried again.")
    ] = 1,
    on_failure: Annotated[
        OnFailure, typer.Option("--on-failure", help="What a month that fails for good means for the others.")
    ] = OnFailure.SKIP,
    link_every: Annotated[
        int, typer.Option("--link-every", metavar="N", min=1, help="Update the network every N months.")
    ] = 1,
    status: Annotated[
        bool, typer.Option("--status", help="Only show the months, what waits in them and what failed.")
    ] = False,
    store: StoreOption = None,
    tracked: TrackedOption = None,
    json: JsonOption = False,
) -> None:
    """Take in historical deliveries, one incident month after the other; repeated, it goes on where it was.

    Exit status 1 when a month or a delivery was left out: it is as before, and the same call tries again.
    """
    with open_session(store, is_tracked=tracked) as session:
        if status:
            _show_windows(session, has_json=json)
            return
        if path is None or not first or not last:
            raise ConfigError("Say what and when: trama backfill PATH --from YYYY-MM --to YYYY-MM.")
        stops = on_failure is OnFailure.STOP
        terms = Terms(read_span(first, last), retries, stops, link_every)
        counts = backfill_history(path, terms, session.call, agency=agency)
    if json:
        session.print_json("backfill", counts.counts())
    else:
        _show_counts(counts, session)
    if not counts.is_complete:
        raise typer.Exit(FAILED)


def _show_windows(session: Session, *, has_json: bool) -> None:
    windows = read_windows(session.call)
    if has_json:
        session.print_json("backfill", {"windows": windows.to_dicts()})
        return
    show_table(("Month", "Waiting", "Open", "In", "Attempts", "Last failure"), windows.rows())


def _show_counts(counts: BackfillCounts, session: Session) -> None:
    left = f" · {counts.windows_left:,} left" if counts.windows_left else ""
    typer.echo(f"Months      {counts.windows_done:,} done{left} · {counts.records:,} records")
    if counts.records_outside:
        typer.echo(f"Waiting     {counts.records_outside:,} records of other months: widen --from and --to")
    if counts.staged.counts.waiting:
        typer.echo("Decisions   wait until all months are in: run the command again, or `trama ingest`")
    for name, reason in [*counts.windows_failed.items(), *counts.staged.failed]:
        typer.echo(printable(f"Left out    {name}: {reason}"), err=True)
    show_ingest(counts.staged.counts, session.seconds)
