"""`trama verify`: whether a store's books, network and reports agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.guard import FAILED
from flows.cli.options import JsonOption, StoreOption
from flows.cli.session import open_session
from flows.cli.terminal import printable
from flows.inquiries import verify_store


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
    """Check that ledger, records, network, decisions and reports agree. Exit status 1 when they do not."""
    with open_session(store) as session:
        checks = verify_store(session.call, out=out, has_rebuild=rebuild)
    failed = sum(not each.is_passed for each in checks)
    if json:
        rows = [{"check": each.name, "passed": each.is_passed, "detail": each.detail} for each in checks]
        session.print_json("verify", {"passed": not failed, "failed": failed, "checks": rows})
    else:
        width = max(len(each.name) for each in checks)
        for each in checks:
            word = "ok    " if each.is_passed else "FAILED"
            typer.echo(printable(f"{word}  {each.name:<{width}}  {each.detail}"))
        typer.echo(
            f"{failed} of {len(checks)} checks failed." if failed else f"All {len(checks)} checks passed."
        )
    if failed:
        raise typer.Exit(FAILED)
