"""`trama status`: what the store holds."""

from __future__ import annotations

from dataclasses import asdict

from flows.cli.options import JsonOption, StoreOption
from flows.cli.session import open_session
from flows.cli.summary import show_service, show_status
from flows.dispatch import read_overview
from flows.service.faults import read_service


def status(store: StoreOption = None, json: JsonOption = False) -> None:
    """What the store holds: deliveries by agency, records, the network; and what its service has noticed."""
    with open_session(store) as session:
        service = read_service(session.call.store.with_name(f"{session.call.store.name}.service"))
        if not json:
            show_service(service)  # first: the store may be what cannot be opened
        overview = read_overview(session.call)
    if json:
        session.print_json("status", overview.counts() | {"service": asdict(service)})
    else:
        show_status(overview)
