"""`trama retract`: records withdrawn by command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import JsonOption, StoreOption
from flows.cli.session import open_session
from flows.cli.terminal import printable
from flows.inquiries import retain_records, retract_one
from schemas.errors import ConfigError


def retract(
    key: Annotated[
        str | None, typer.Argument(metavar="AGENCY/RECORD", help="The record to withdraw.")
    ] = None,
    *,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why, without names or numbers of people; it stays.")
    ] = None,
    older_than: Annotated[
        Path | None,
        typer.Option("--older-than", metavar="POLICY", help="Withdraw what this TOML file keeps no longer."),
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Only say what POLICY would withdraw.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Withdraw a record, or all that a retention policy keeps no longer: content goes, the note of it stays.

    `trama link` then drops what rested on it, and `trama report` what was shown of it.
    """
    if (key is None) == (older_than is None):
        raise ConfigError("Name one record, or a policy with --older-than.")
    if key is not None and (not reason or preview):
        raise ConfigError("To withdraw a record, say why with --reason; --preview is for --older-than.")
    with open_session(store) as session:
        if older_than is not None:
            done = retain_records(older_than, session.call, is_preview=preview)
        else:
            done = retract_one(key or "", reason or "", session.call)
    if json:
        session.print_json("retract", {"records": done.records, "is_preview": done.is_preview})
        return
    verb = "would be withdrawn" if done.is_preview else "withdrawn"
    typer.echo(f"{len(done.records):,} records {verb}.")
    for each in done.records:
        typer.echo(printable(each))
    if done.records and not done.is_preview:
        typer.echo("Run `trama link` to drop what rested on them.")
