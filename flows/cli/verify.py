"""`trama verify`: whether a store's books, network and reports agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.check_outcome import tell_outcome
from flows.cli.guard import FAILED
from flows.cli.options import JsonOption, StoreOption
from flows.cli.session import open_session
from flows.cli.terminal import printable
from flows.inquiries import verify_store

if TYPE_CHECKING:
    from staging.audit import Check


def verify(
    *,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Compute the network anew as well, and compare.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Check that the reports and tables here are of this network.")
    ] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Check that ledger, records, network, decisions and reports agree. Exit status 1 when they do not.

    A network that is behind the records is no fault: it is told, with what `trama link` has yet to take in.
    """
    with open_session(store) as session:
        checks = verify_store(session.call, out=out, has_rebuild=rebuild)
    failed = sum(not each.is_passed for each in checks)
    if json:
        rows = [{"check": each.name, "passed": each.is_passed, "detail": each.detail} for each in checks]
        is_due = any(each.is_due for each in checks)
        counts = {"passed": not failed, "failed": failed, "link_due": is_due, "checks": rows}
        session.print_json("verify", counts)
    else:
        _tell(checks)
    if failed:
        raise typer.Exit(FAILED)


def _tell(checks: list[Check]) -> None:
    width = max(len(each.name) for each in checks)
    for each in checks:
        word = "due" if each.is_due else "ok" if each.is_passed else "FAILED"
        typer.echo(printable(f"{word:<6}  {each.name:<{width}}  {each.detail}"))
    for line in tell_outcome(checks):
        typer.echo(printable(line))
