"""From a call to the step that does it: directly, or as a tracked flow where call or environment say so.

The one place where slow libraries are loaded late, so that `trama --help` and a wrong call answer at once.
"""
# ruff: noqa: PLC0415 - to import inside functions is what this module is for

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Unpack

from flows.counts import IngestCounts, NetworkCounts, ReleaseCounts, RunCounts, WrittenFiles
from flows.prefect_environment import prepare_prefect
from flows.progress import Progress, Silence
from flows.report_choice import Form, Language, ReportAsked
from flows.settings import Settings, apply_threads
from schemas.errors import ConfigError, TramaError

if TYPE_CHECKING:
    from flows.job import Job
    from flows.steps.overview import Overview
    from flows.steps.quarantine import DeliveryFindings, QuarantineSummary

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Call:
    """What the command line says besides a command's own arguments.

    Attributes:
        store: The DuckDB file.
        settings: The process's settings.
        is_tracked: Whether to run as a Prefect flow; null for wherever a Prefect API is configured.
        progress: Who listens.
    """

    store: Path
    settings: Settings
    is_tracked: bool | None = False
    progress: Progress | None = None

    def job(self) -> Job:
        """The same for a step; loads the slow libraries."""
        apply_threads(self.settings)
        from flows.job import Job

        return Job(self.store, self.settings, self.progress or Silence())

    def wants_tracking(self) -> bool:
        """Whether the call is to run as a Prefect flow."""
        wanted = is_prefect_configured() if self.is_tracked is None else self.is_tracked
        if wanted:
            apply_threads(self.settings)
            prepare_prefect()
        return wanted


def finish_flow(run: Coroutine[Any, Any, _Answer]) -> _Answer:
    """The answer of a flow.

    Raises:
        ConfigError: The call has a parameter that the flow's form refuses.
        TramaError: Prefect's API does not answer, or the flow failed.
    """
    import httpx
    from prefect.exceptions import ParameterTypeError

    try:
        return asyncio.run(run)
    except ParameterTypeError as error:
        raise ConfigError("A partner code, agency code or cluster id does not have its form.") from error
    except (httpx.HTTPError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "reach API" not in str(error):
            raise
        message = "Prefect's API does not answer. Start its server, or run the command again with --direct."
        raise TramaError(message) from error


def is_prefect_configured() -> bool:
    """Whether the environment, a Prefect profile or a `prefect.toml` names an API; cheap where none does."""
    if os.environ.get("PREFECT_API_URL"):
        return True
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    profiles = Path(os.environ.get("PREFECT_PROFILES_PATH", home / "profiles.toml"))
    if not profiles.is_file() and not Path("prefect.toml").is_file():
        return False
    prepare_prefect()
    from prefect.settings import get_current_settings

    return bool(get_current_settings().api.url)


def run_job(path: Path, out: Path, call: Call) -> RunCounts:
    """The main job."""
    if call.wants_tracking():
        from flows.run_flow import run_deliveries

        return finish_flow(run_deliveries(path.resolve(), call.store.resolve(), out.resolve()))
    job = call.job()
    from flows.steps.run import run_pipeline

    return run_pipeline(path, out, job)


def ingest_paths(paths: Sequence[Path], agency: str | None, call: Call) -> IngestCounts:
    """Deliveries into the store."""
    if call.wants_tracking():
        from flows.ingest_flow import ingest_deliveries

        return finish_flow(
            ingest_deliveries([each.resolve() for each in paths], call.store.resolve(), agency)
        )
    job = call.job()
    from flows.steps.ingest import ingest_step

    return ingest_step(paths, job, agency=agency)


def link_store(call: Call, *, is_rebuild: bool) -> NetworkCounts:
    """The network from what is staged."""
    if call.wants_tracking():
        from flows.link_flow import link_records

        return finish_flow(link_records(call.store.resolve(), is_rebuild))
    job = call.job()
    from flows.steps.link import link_step

    return link_step(job, is_rebuild=is_rebuild)


def report_store(out: Path, call: Call, **asked: Unpack[ReportAsked]) -> WrittenFiles:
    """The cluster reports."""
    if call.wants_tracking():
        from flows.report_flow import write_reports

        return finish_flow(write_reports(call.store.resolve(), out.resolve(), **asked))
    job = call.job()
    from flows.steps.report import report_step

    return report_step(out, job, **asked)


def export_store(out: Path, call: Call, *, recipient: str | None, has_csv: bool) -> WrittenFiles:
    """The tables for other programs."""
    if call.wants_tracking():
        from flows.export_flow import write_tables

        return finish_flow(write_tables(call.store.resolve(), out.resolve(), recipient, has_csv))
    job = call.job()
    if recipient is None:
        from flows.steps.tables import saved_tables_step

        return saved_tables_step(out, job, has_csv=has_csv)
    from flows.steps.export import export_step

    return export_step(out, job, recipient=recipient, has_csv=has_csv)


def release_tracked(
    out: Path, call: Call, *, recipient: str, forms: tuple[Form, ...], language: Language | None
) -> ReleaseCounts:
    """A release that waits for approval in Prefect's UI."""
    if not call.wants_tracking():
        raise ConfigError("A release that waits in Prefect's UI needs a Prefect API.")
    from flows.release_flow import release_records

    return finish_flow(release_records(call.store.resolve(), out.resolve(), recipient, forms, language))


def explain_pair(left: str, right: str, call: Call) -> str:
    """Why two persons are, or are not, the same."""
    job = call.job()
    from flows.steps.explain import explain_step

    return explain_step(left, right, job)


def read_overview(call: Call) -> Overview:
    """What the store holds."""
    job = call.job()
    from flows.steps.overview import overview_step

    return overview_step(job)


def read_quarantine(call: Call) -> QuarantineSummary:
    """What was put aside or warned of, by kind and by delivery."""
    job = call.job()
    from flows.steps.quarantine import quarantine_step

    return quarantine_step(job)


def read_delivery_findings(delivery_id: str, call: Call) -> DeliveryFindings:
    """The quarantined rows and the warnings of one delivery."""
    job = call.job()
    from flows.steps.quarantine import delivery_findings_step

    return delivery_findings_step(job, delivery_id=delivery_id)
