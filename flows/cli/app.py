"""The `trama` command: its commands, what every call shares, and how a failure is told."""

from __future__ import annotations

import gc
from typing import Annotated

import typer

from flows.cli.backfill import backfill
from flows.cli.decide import decide
from flows.cli.explain import explain
from flows.cli.export import export
from flows.cli.guard import GuardedGroup
from flows.cli.ingest import ingest
from flows.cli.lineage import lineage
from flows.cli.link import link
from flows.cli.quarantine import quarantine
from flows.cli.release import release
from flows.cli.report import report
from flows.cli.retract import retract
from flows.cli.review import review
from flows.cli.run import run
from flows.cli.serve import serve
from flows.cli.status import status
from flows.cli.verify import verify

app = typer.Typer(
    name="trama",
    cls=GuardedGroup,
    help="Partners' case records in, clusters of migrant-smuggling networks out. A result is a lead for a "
    "person to check, never proof.",
    epilog="Every command works without a server. Settings come from TRAMA_… variables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def share_options(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in the program a failure arose.")
    ] = False,
) -> None:
    """Options before the command's name; `GuardedGroup` reads them."""


for _command, _group in (
    (run, "Daily work"),
    (serve, "Daily work"),
    (ingest, "Daily work"),
    (link, "Daily work"),
    (backfill, "Daily work"),
    (report, "What leaves"),
    (export, "What leaves"),
    (release, "What leaves"),
    (review, "A person's word"),
    (decide, "A person's word"),
    (retract, "A person's word"),
    (explain, "Looking closer"),
    (lineage, "Looking closer"),
    (status, "Looking closer"),
    (quarantine, "Looking closer"),
    (verify, "Looking closer"),
):
    app.command(rich_help_panel=_group)(_command)


SEARCHES = (100_000, 20, 20)
"""How often Python looks for objects that only hold each other (`gc.set_threshold`): by its own numbers it
goes through all loaded libraries dozens of times. Of 28 CPU-s of a main job on 20,000 cases these save 2,
for 50 MB.
"""


def main() -> None:
    """The entry point of the `trama` command."""
    gc.set_threshold(*SEARCHES)
    app()
