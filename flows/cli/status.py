"""`trama status`: what the store holds."""

from __future__ import annotations

from flows.cli.options import JsonOption, StoreOption
from flows.cli.session import open_session
from flows.cli.summary import show_status
from flows.dispatch import read_overview


def status(store: StoreOption = None, json: JsonOption = False) -> None:
    """What the store holds: deliveries by agency, records, and the network."""
    with open_session(store) as session:
        overview = read_overview(session.call)
    if json:
        session.print_json("status", overview.counts())
    else:
        show_status(overview)
