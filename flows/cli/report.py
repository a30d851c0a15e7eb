"""`trama report`: the cluster reports, for the holder or as a partner may see them."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import OutOption, RecipientOption, StoreOption, TrackedOption
from flows.cli.session import open_session
from flows.cli.summary import show_files
from flows.dispatch import report_store


def report(
    recipient: RecipientOption = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="ID", help="Only this cluster's page, such as C-…")
    ] = None,
    out: OutOption = None,
    store: StoreOption = None,
    tracked: TrackedOption = None,
) -> None:
    """Write the cluster reports: self-contained pages that open without a network."""
    with open_session(store, is_tracked=tracked) as session:
        folder = out or session.call.settings.out
        written = report_store(folder, session.call, recipient=recipient, cluster_id=cluster)
    show_files(written)
