"""The flows that analysts start or schedule in Prefect's UI: forms that refuse what is wrong before a run.

A form names no path of this machine and nothing of a case. The service tells its own processes where the
store, the landing folder and the output are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from prefect import flow, runtime
from prefect.artifacts import acreate_markdown_artifact
from pydantic import Field

from flows.counts import NetworkCounts, WrittenFiles
from flows.export_flow import export_rows
from flows.link_flow import update_network
from flows.report_flow import write_pages
from flows.service.delivery_flow import (
    UnfinishedError,
    count_intake,
    leave_counts,
    take_in_landed,
    update_and_publish,
)
from flows.service.events import tell_store_changed
from flows.service.places import Places, read_places
from flows.service.sending import send_notices
from flows.service.steps import Intake
from flows.service.watcher import find_in
from flows.settings import read_settings
from flows.steps.run import REPORTS, TABLES
from schemas.codes import PARTNER_PATTERN
from schemas.errors import ConfigError
from staging.frame_memory import FrameMemory
from staging.landing import DeliveryPath

FROM_NOTHING = "everything, from nothing"

Delivery = Annotated[
    str,
    Field(
        title="Delivery",
        pattern=r"^([A-Z]{2}-[A-Z0-9]{2,12}(/[^/.][^/]*)*)?$",
        description="Agency code or path below the landing folder, such as MX-FGR or MX-FGR/march.ndjson; "
        "empty: all that waits.",
    ),
]
Partner = Annotated[
    str,
    Field(
        title="Partner",
        pattern=f"^$|{PARTNER_PATTERN}",
        description="Partner who shall read it, such as US-HSI; empty: the holder's own complete view.",
    ),
]
Cluster = Annotated[
    str,
    Field(
        title="Cluster", pattern="^$|^C-[A-Z2-7]{12}$", description="One cluster, such as C-…; empty: all."
    ),
]
Scope = Literal["what has changed", "everything, from nothing"]
SENDER = "form"


def _places() -> Places:
    return read_places(read_settings())


def _choose(found: list[DeliveryPath], delivery: str) -> list[DeliveryPath]:
    chosen = [
        each for each in found if f"{each.display_path}/".startswith(f"{delivery}/" if delivery else "")
    ]
    if delivery and not chosen:
        raise ConfigError(f"Nothing is delivered at {delivery}: name a path below the landing folder.")
    return chosen


def _name_ingest() -> str:
    return f"ingest {runtime.flow_run.parameters.get('delivery') or 'all that waits'}"


@flow(name="ingest", flow_run_name=_name_ingest)
async def ingest_landing(delivery: Delivery = "") -> Intake:
    """Check deliveries of the landing folder and stage what is sound; the service then updates the rest.

    Args:
        delivery: Agency code or path below the landing folder; empty for all that waits.
    """
    places = _places()
    intake = await take_in_landed(_choose(find_in(places.landing), delivery), places, SENDER)
    await leave_counts(intake, await count_intake(intake, places))
    if intake.failed:
        raise UnfinishedError(intake)
    return intake


@flow(name="link", flow_run_name="link {scope}")
async def link_store(scope: Scope = "what has changed") -> NetworkCounts:
    """Find out who is who, and update links and clusters; the service then publishes what changed.

    Args:
        scope: Only what has changed since the last time, or everything from nothing.
    """
    counts = await update_network(_places().store, scope == FROM_NOTHING)
    await send_notices([tell_store_changed(str(runtime.flow_run.id))], SENDER)
    return counts


def _name_report() -> str:
    chosen = runtime.flow_run.parameters
    return (
        f"report {chosen.get('cluster_id') or 'of all clusters'} for {chosen.get('partner') or 'the holder'}"
    )


@flow(name="report", flow_run_name=_name_report)
async def report_store(partner: Partner = "", cluster_id: Cluster = "") -> WrittenFiles:
    """Write cluster reports and tables: for the holder, or as a partner may see them.

    Args:
        partner: Partner code; empty for the holder's own complete view. A partner's is written beside it.
        cluster_id: One cluster; empty for all.
    """
    places = _places()
    if not partner and not cluster_id:
        made = await update_and_publish(places, FrameMemory(0))
        return WrittenFiles(Path(REPORTS), len(made.written) + 1)
    folder = Path("partners", partner) if partner else Path("single")
    if cluster_id:
        folder = folder / cluster_id
    if not partner:
        await update_network(places.store, False)
    pages = places.out / folder / REPORTS
    written = await write_pages(places.store, pages, partner or None, cluster_id or None)
    if not cluster_id:
        await export_rows(places.store, places.out / folder / TABLES, partner or None, False)
    index = (folder / REPORTS / "index.html").as_posix()
    await acreate_markdown_artifact(
        f"{written.files:,} pages. Open `{index}` in the output folder.",
        key="report",
        description="Where the report is",
    )
    return WrittenFiles(folder, written.files)
