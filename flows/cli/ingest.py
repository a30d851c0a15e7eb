"""`trama ingest`: deliveries into the store, without touching the network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import JsonOption, StoreOption, TrackedOption
from flows.cli.session import open_session
from flows.cli.summary import show_ingest
from flows.counts import to_line
from flows.dispatch import ingest_paths


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(exists=True, help="Deliveries, or folders of deliveries under <agency>/.")
    ],
    agency: Annotated[
        str | None,
        typer.Option(
            "--agency", metavar="CODE", help="Who delivers, for a path that is not under <agency>/."
        ),
    ] = None,
    *,
    store: StoreOption = None,
    tracked: TrackedOption = None,
    notify: Annotated[
        bool,
        typer.Option(
            "--notify", help="Tell the running service, which then updates the network and reports."
        ),
    ] = False,
    json: JsonOption = False,
) -> None:
    """Check deliveries and stage what is sound; what is not goes to quarantine with a reason."""
    with open_session(store, is_tracked=tracked) as session:
        counts = ingest_paths(paths, agency, session.call)
        if notify:
            from flows.service.sending import notify_service  # noqa: PLC0415 - slow to load, rarely needed

            notify_service(session.call.store)
    if json:
        session.print_json("ingest", to_line(counts))
    else:
        show_ingest(counts, session.seconds)
