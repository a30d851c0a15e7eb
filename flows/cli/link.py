"""`trama link`: the network from what is staged."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import JsonOption, StoreOption, TrackedOption
from flows.cli.session import open_session
from flows.cli.summary import show_network
from flows.counts import to_line
from flows.dispatch import link_store


def link(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="From nothing, even where nothing has changed since.")
    ] = False,
    store: StoreOption = None,
    tracked: TrackedOption = None,
    json: JsonOption = False,
) -> None:
    """Find out who is who, and update links and clusters for what has changed."""
    with open_session(store, is_tracked=tracked) as session:
        counts = link_store(session.call, is_rebuild=rebuild)
    if json:
        session.print_json("link", to_line(counts))
    else:
        show_network(counts, session.seconds)
