"""`trama lineage`: a cluster's history."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import JsonOption, StoreOption
from flows.cli.session import open_session
from flows.cli.terminal import printable
from flows.inquiries import read_history

IN_WORDS = {"record": "the record", "retraction": "the withdrawal of", "decision": "the decision"}


def lineage(
    cluster: Annotated[str, typer.Argument(metavar="CLUSTER", help="A cluster, such as C-…")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """What became of a cluster: born, grown, merged, split, shrunk, retired, each with its cause."""
    with open_session(store) as session:
        history = read_history(cluster, session.call)
    rows = history.changes.with_columns(history.changes["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")).to_dicts()
    if json:
        facts = {"cluster_id": history.cluster_id, "is_alive": history.is_alive, "changes": rows}
        session.print_json("lineage", facts)
        return
    typer.echo(f"{history.cluster_id} · {'goes on' if history.is_alive else 'is no more'}")
    for row in rows:
        others = f" ({', '.join(row['related_cluster_ids'])})" if row["related_cluster_ids"] else ""
        cause = f"{IN_WORDS.get(row['cause_kind'], row['cause_kind'])} {row['cause_ref']}"
        typer.echo(printable(f"{(row['at'] or '')[:10]:<10}  {row['change']:<8}{others}  by {cause}"))
