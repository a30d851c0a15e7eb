"""`trama report`: the cluster reports, for the holder or as a partner may see them."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import LanguageOption, OutOption, RecipientOption, StoreOption, TrackedOption
from flows.cli.session import open_session
from flows.cli.summary import show_report
from flows.dispatch import report_store
from flows.report_choice import ReportAsked, read_forms


def report(  # noqa: PLR0917 - typer calls it by name
    recipient: RecipientOption = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="ID", help="Only this cluster's page, such as C-…")
    ] = None,
    forms: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Some of html,pdf,xlsx,evidence.")
    ] = "html",
    language: LanguageOption = None,
    out: OutOption = None,
    store: StoreOption = None,
    tracked: TrackedOption = None,
) -> None:
    """Write the cluster reports: pages that open without a network, PDF, workbooks, evidence for machines.

    Pages lie in the folder itself, the others in `pdf/`, `xlsx/` and `evidence/` below it.
    """
    asked: ReportAsked = {
        "recipient": recipient,
        "cluster_id": cluster,
        "forms": read_forms(forms),
        "language": language.value if language else None,
    }
    with open_session(store, is_tracked=tracked) as session:
        folder = out or session.call.settings.out
        written = report_store(folder, session.call, **asked)
    show_report(written, asked["language"] or session.call.settings.language)
