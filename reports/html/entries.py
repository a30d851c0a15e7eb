"""One line of the index for each cluster: what it says, and its markup, so that it need not be drawn anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment
from markupsafe import Markup

from reports.changes import News
from reports.model import ClusterView


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index says of one cluster, besides what is new of it; `leading` is who is ranked first."""

    cluster_id: str
    person_count: int
    record_count: int
    agencies: tuple[str, ...]
    countries: tuple[str, ...]
    corridor: tuple[str, ...]
    first_seen: date | None
    last_seen: date | None
    handling: str
    leading: str | None
    top_share: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with its row of the index; `has_news` where the table has a column for what is new."""

    entry: Entry
    row: Markup
    has_news: bool


def to_entry(cluster: ClusterView) -> Entry:
    """What the index says of a cluster."""
    return Entry(
        cluster_id=cluster.cluster_id,
        person_count=cluster.person_count,
        record_count=cluster.record_count,
        agencies=cluster.agencies,
        countries=cluster.countries,
        corridor=cluster.corridor,
        first_seen=cluster.first_seen,
        last_seen=cluster.last_seen,
        handling=cluster.handling,
        leading=cluster.players[0].label if cluster.players else None,
        top_share=cluster.top_share,
    )


def draw_lines(
    entries: Iterable[Entry | Line], told: Mapping[str, News], environment: Environment, *, has_news: bool
) -> list[Line]:
    """The lines of an index, in the order given.

    Args:
        entries: Entries, or lines of clusters of which nothing was new as they were drawn before: these are
            taken as they are where still nothing is.
        told: What is new, by cluster id.
        environment: The templates.
        has_news: Whether the table has a column for what is new.
    """
    page = environment.get_template("index/row.html.j2")
    lines = []
    for each in entries:
        entry = each.entry if isinstance(each, Line) else each
        news = told.get(entry.cluster_id)
        if isinstance(each, Line) and each.has_news == has_news and news is None:
            lines.append(each)
        else:
            row = Markup(page.render(cluster=entry, news=news, has_news=has_news))
            lines.append(Line(entry, row, has_news))
    return lines
