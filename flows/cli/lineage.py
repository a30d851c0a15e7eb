"""`trama lineage`: a cluster's history, and what it was on a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.options import JsonOption, StoreOption
from flows.cli.session import Session, open_session
from flows.cli.summary import show_table
from flows.cli.terminal import printable
from flows.history import read_moment
from flows.inquiries import read_history
from schemas.errors import ConfigError

if TYPE_CHECKING:
    from flows.steps.lineage import History
    from flows.steps.moment import Answer

IN_WORDS = {"record": "by the record", "retraction": "by the withdrawal of", "decision": "by the decision"}
NO_CAUSE = "by no record and no decision: settings or rules have changed"


def lineage(
    cluster: Annotated[str, typer.Argument(metavar="CLUSTER", help="A cluster, such as C-…")],
    at: Annotated[
        str, typer.Option("--at", metavar="DATE", help="As it was on this day: what had happened by then.")
    ] = "",
    known: Annotated[
        str,
        typer.Option(
            "--known",
            metavar="DATE",
            help="As it was known on this day: what had been reported by then.",
        ),
    ] = "",
    *,
    received: Annotated[
        bool,
        typer.Option("--received", help="With --known: from what had been received here by then instead."),
    ] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """What became of a cluster, each change with its cause; or what it was, or was known as, on a day."""
    at_day, known_day = _read_day(at), _read_day(known)
    if received and known_day is None:
        raise ConfigError("--received says what --known means: name a day with --known.")
    with open_session(store) as session:
        if at_day is None and known_day is None:
            _show_history(read_history(cluster, session.call), session, has_json=json)
            return
        answer = read_moment(cluster, session.call, at=at_day, known=known_day, is_received=received)
    _show_answer(cluster, answer, session, has_json=json)


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ConfigError(f"{text!r} is no day: write year, month and day, such as 2024-03-01.") from None


def _show_history(history: History, session: Session, *, has_json: bool) -> None:
    rows = [_plain(row) for row in history.changes.to_dicts()]
    since = history.visible_from.isoformat() if history.visible_from else None
    if has_json:
        facts = {"cluster_id": history.cluster_id, "is_alive": history.is_alive, "visible_from": since}
        session.print_json("lineage", {**facts, "changes": rows})
        return
    visible = f" · visible from {since}" if since else ""
    typer.echo(f"{history.cluster_id} · {'goes on' if history.is_alive else 'is no more'}{visible}")
    for row in rows:
        others = f" ({', '.join(row['related_cluster_ids'])})" if row["related_cluster_ids"] else ""
        kind, ref = row["cause_kind"], row["cause_ref"]
        cause = f"{IN_WORDS.get(kind, kind)} {ref}" if kind else NO_CAUSE
        line = f"{(row['at'] or '')[:10]:<10}  {row['change']:<8}{others}  {cause}{_tell_learnt(row)}"
        typer.echo(printable(line))


def _tell_learnt(row: dict[str, Any]) -> str:
    """When a change could have been seen and when it was, where a backfill brought it out of the past."""
    if not row["is_backfilled"]:
        return ""
    return f", visible from {row['visible_from']}, learnt {row['learnt_at'][:10]} by backfill"


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON takes it."""
    times = {name: f"{row[name]:%Y-%m-%dT%H:%M:%SZ}" for name in ("at", "learnt_at") if row[name]}
    day = row["visible_from"]
    return {**row, **times, "visible_from": day.isoformat() if day else None}


def _show_answer(cluster: str, answer: Answer, session: Session, *, has_json: bool) -> None:
    if has_json:
        session.print_json("lineage", {"cluster_id": cluster, **answer.counts()})
        return
    if answer.cluster_ids != [cluster]:
        typer.echo(f"{cluster} is no more; it went on in {', '.join(answer.cluster_ids) or 'nothing'}")
    if not answer.moments:
        typer.echo("Nothing of it was known then.")
    for each in answer.moments:
        seen = f"visible from {each.visible_from}" if each.visible_from else "not visible then"
        apart = f" · {each.pieces} parts that nothing tied together yet" if each.pieces > 1 else ""
        sizes = f"{each.members.height} members · {each.links} links · {each.records} records"
        typer.echo(f"{each.cluster_id} · {seen} · {sizes}{apart}")
        if each.members.height:
            show_table(("Entity", "Kind", "Visible from"), [
                (entity, kind, since.isoformat() if since else None)
                for entity, kind, since in each.members.iter_rows()
            ])  # fmt: skip
