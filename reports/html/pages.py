"""Draw one page: what its templates are filled with, and a policy that lets only our own bytes run."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from markupsafe import Markup

from reports.html import marks
from reports.html.charts import draw_corridor, draw_timeline
from reports.html.entries import Entry, Line, draw_lines, to_entry
from reports.html.environment import load_environment
from reports.html.map.drawing import draw_map
from reports.html.news import list_choices
from reports.html.picture import WEIGHT_BANDS, draw_network
from reports.html.review_data import describe_review
from reports.html.since import Since
from reports.html.tracing import Trace
from reports.model import SMALL_CELL, ClusterView
from reports.report_view import ReportView
from reports.words.catalogue import Words, load_words

ROOM = Path(__file__).parent

DIAGRAM = (
    "network.js",
    *(
        f"picture_{part}.js"
        for part in ["draw", "view", "open", "detail", "keys", "filters", "search", "start"]
    ),
)
"""The diagram's script, each part after what it builds upon."""

CLUSTER_ASSETS = (
    *("style.css", "style_review.css", "style_map.css", "style_network.css"),
    *("table.js", "review.js", *DIAGRAM),
)


@cache
def _read_asset(name: str) -> str:
    return (ROOM / name).read_text(encoding="utf-8")


def _hash_source(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def content_policy(style: str, script: str) -> str:
    """The Content-Security-Policy of a page: nothing loads, and only this style and this script apply."""
    return (
        f"default-src 'none'; script-src {_hash_source(script)}; style-src {_hash_source(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def mark_page(recipient: str | None, words: Words) -> str:
    """For whom a page is: the holder's own complete view, or one partner's."""
    return words("marking.partner", partner=recipient) if recipient else words("marking.holder")


@lru_cache(maxsize=64)
def _page_frame(handling: str, recipient: str | None, words: Words, *assets: str) -> dict[str, object]:
    """What every page begins and ends with; assets beyond the common style are `.css` and `.js` files."""
    style, script = (
        "".join(_read_asset(name) for name in assets if name.endswith(ending)) for ending in (".css", ".js")
    )
    marking = mark_page(recipient, words)
    style += marks.write_print_mark(f"TLP:{handling} · {marking} · {words('page.lead')}")
    return {
        "style": Markup(style),
        "script": Markup(script),
        "policy": Markup(content_policy(style, script)),
        "handling": handling,
        "tlp_class": marks.tlp_class(handling),
        "marking": marking,
    }


def render_index(
    view: ReportView, language: str, since: Since | None = None, lines: Sequence[Line] | None = None
) -> str:
    """The page that lists all clusters, what was damped and what was turned away.

    Args:
        view: What the report says.
        language: `en`, `es` or `fr`.
        since: This report beside the last one; without it the page does not say what is new.
        lines: As `draw_index_lines` gave them; null for those of the view's clusters.
    """
    words = load_words(language)
    if lines is None:
        lines = draw_index_lines(map(to_entry, view.clusters), language, since)
    frame = _page_frame(view.handling, view.recipient, words, "style.css", "table.js")
    totals = {name: getattr(view.totals, name) for name in view.totals.__slots__}
    page = load_environment(language).get_template("index.html.j2")
    return page.render(
        frame,
        view={
            "totals": totals,
            "hubs": view.hubs,
            "quarantine": view.quarantine,
            "data_until": view.data_until,
        },
        lines=lines,
        held_back=view.held_back,
        since=since,
        small_cell=SMALL_CELL,
        choices=list_choices([line.entry for line in lines], words),
    )


def draw_index_lines(entries: Iterable[Entry | Line], language: str, since: Since | None) -> list[Line]:
    """The index's lines, in the order given; once it is known of all clusters what is new of them.

    Args:
        entries: Entries, or lines that were drawn when nothing was new of their clusters.
        language: `en`, `es` or `fr`.
        since: As for `render_index`.
    """
    told = {} if since is None else since.news
    has_news = since is not None and not since.is_first
    return draw_lines(entries, told, load_environment(language), has_news=has_news)


def render_cluster(cluster: ClusterView, recipient: str | None, language: str) -> str:
    """The page of one cluster."""
    words = load_words(language)
    trace = Trace(cluster)
    by_month: Counter[str] = Counter()
    for month, _, count in cluster.months:
        by_month[month] += count
    page = load_environment(language).get_template("cluster.html.j2")
    return page.render(
        _page_frame(cluster.handling, recipient, words, *CLUSTER_ASSETS),
        cluster=cluster,
        picture=draw_network(cluster, words),
        weight_bands=WEIGHT_BANDS,
        timeline=draw_timeline(cluster.months, words, trace.months),
        corridor=draw_corridor(cluster.corridor, words),
        map=draw_map(cluster, words),
        offences=sorted({offence for _, offence, _ in cluster.months}),
        busiest=_say_busiest(by_month, trace, words),
        circular=sum(item.is_circular for item in cluster.repeated),
        trace=trace,
        review=describe_review(cluster, recipient, words),
    )


def _say_busiest(by_month: Counter[str], trace: Trace, words: Words) -> tuple[str, int, str] | None:
    if not by_month:
        return None
    month, count = min(by_month.items(), key=lambda item: (-item[1], item[0]))
    return words.month(date(int(month[:4]), int(month[5:7]), 1)), count, trace.of_month(month)
