"""`trama run`: the main job, from a folder of deliveries to reports that can be opened."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import JsonOption, OutOption, StoreOption, TrackedOption
from flows.cli.session import open_session
from flows.cli.summary import show_run
from flows.counts import to_line
from flows.dispatch import run_job


def run(
    path: Annotated[Path, typer.Argument(exists=True, help="Landing folder, with one folder an agency.")],
    store: StoreOption = None,
    out: OutOption = None,
    tracked: TrackedOption = None,
    json: JsonOption = False,
) -> None:
    """The main job: take in every delivery under PATH, update the network, write reports and tables."""
    with open_session(store, is_tracked=tracked) as session:
        counts = run_job(path, out or session.call.settings.out, session.call)
    if json:
        session.print_json("run", to_line(counts))
    else:
        show_run(counts, session.seconds)
