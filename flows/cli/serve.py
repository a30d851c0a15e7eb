"""`trama serve`: the event-driven service."""

from __future__ import annotations

import logging
import zoneinfo
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import OutOption, StoreOption
from flows.settings import apply_threads, read_settings
from schemas.errors import ConfigError


def serve(
    *,
    landing: Annotated[
        Path | None, typer.Option("--landing", help="Landing folder. [TRAMA_LANDING; landing]")
    ] = None,
    store: StoreOption = None,
    out: OutOption = None,
    port: Annotated[
        int, typer.Option("--port", min=1024, max=65535, help="Port of Prefect's UI and API on loopback.")
    ] = 4200,
    watch: Annotated[
        Path | None, typer.Option("--watch", help="File of watch rules. [<store>.watch.toml, if it is there]")
    ] = None,
    time_zone: Annotated[
        str,
        typer.Option("--time-zone", metavar="ZONE", help="Of the schedules, such as America/Mexico_City."),
    ] = "UTC",
) -> None:
    """Watch the landing folder and keep reports and tables up to date, with Prefect's UI; Ctrl-C ends it."""
    if time_zone not in zoneinfo.available_timezones():
        raise ConfigError(f"There is no time zone {time_zone!r}; name one such as America/Mexico_City.")
    settings = read_settings()
    apply_threads(settings)
    from flows.service.places import Places, choose_watch  # noqa: PLC0415 - slow to load
    from flows.service.serve import run_service  # noqa: PLC0415

    where = (store or settings.store).resolve()
    places = Places(
        where,
        (landing or settings.landing).resolve(),
        (out or settings.out).resolve(),
        (watch or choose_watch(where)).resolve(),
    )
    if watch is not None and not watch.is_file():
        raise ConfigError(f"There is no file of watch rules {watch.name}.")
    _tell_on_terminal()
    run_service(places, settings, port=port, time_zone=time_zone)


def _tell_on_terminal() -> None:
    """The service's own lines on standard error; what a run says is in Prefect's UI."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    own = logging.getLogger("flows.service")
    own.addHandler(handler)
    own.setLevel(logging.INFO)
    own.propagate = False
