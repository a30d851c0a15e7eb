"""The templates of pages, and the filters by which they say a value in the words of a language.

A text that depends on no value is written `"people.title"|said`: a filter of a constant is worked out when
the template is compiled, so that such texts are part of it. Whatever is said of a value is a filter, too: to
call one takes half as long as to call a function.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.html import marks
from reports.html.entries import Entry
from reports.html.map.symbols import draw_line_key, draw_place_key
from reports.html.news import count_news, say_news
from reports.html.tracing import say_records, trace_figure
from reports.model import ClusterView, Evidence, GradeCount
from reports.report_view import Span
from reports.saying import say_origin, say_place
from reports.words.catalogue import Words, load_words
from schemas.codes import HANDLING

TEMPLATES = Path(__file__).parent / "templates"

Filters = dict[str, Callable[..., Any]]

DRAWINGS: Filters = {
    "symbol": marks.draw_key_symbol,
    "stroke": marks.draw_key_stroke,
    "swatch": marks.draw_swatch,
    "meter": marks.draw_meter,
    "interval": marks.draw_interval,
    "place_key": draw_place_key,
}
"""What is drawn of a value without any words."""


@cache
def load_environment(language: str) -> Environment:
    """The templates with the words of a language; everything is escaped and nothing may be undefined."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    words = load_words(language)
    environment.policies.update({"json.dumps_function": _write_json, "json.dumps_kwargs": {}})
    environment.filters.update(_list_filters(words) | DRAWINGS)
    environment.globals.update(words=words, line_key=draw_line_key)
    return environment


def _write_json(value: object) -> str:
    """Data for a page's script, without spaces; `tojson` then escapes what would end the element."""
    return orjson.dumps(value, default=tuple).decode()


def _list_filters(words: Words) -> Filters:
    """By name, what a template may say of a value."""
    return {
        "said": words,
        "coded": lambda value, group: words.code(group, value),
        "counted": lambda number, message_id: words.count(message_id, number),
        "country": words.country,
        "day": words.day,
        "listing": words.listing,
        "number": words.number,
        "percent": words.percent,
        "signed": words.signed,
        "name": lambda cluster: name_cluster(cluster, words),
        "origin": lambda origin: say_origin(origin, words),
        "span": lambda span: say_span(span, words),
        "role": lambda role, raw: say_role(role, raw, words),
        "reason": lambda code: say_reason(code, words),
        "place": lambda place, country: say_place(place, country, words),
        "modes": lambda modes: words.listing(words.code("mode", mode) for mode in modes) or "–",
        "grades": say_grade,
        "tlp_class": marks.tlp_class,
        "handling_rank": lambda code: HANDLING.index(code) if code in HANDLING else len(HANDLING),
        "since": lambda day: words("news.since_day", day=words.day(day)) if day else words("news.since"),
        "news": lambda news: say_news(news, words),
        "news_count": lambda news: count_news(news, words),
        "say_records": lambda records: say_records(records, words),
        "traced": lambda said, records: trace_figure(said, records, words),
    }


def name_cluster(cluster: ClusterView | Entry, words: Words) -> str:
    """What a reader calls a cluster: its corridor, else its countries, else its id."""
    countries = cluster.corridor or cluster.countries
    return " → ".join(words.country(code) for code in countries) if countries else cluster.cluster_id


def say_role(role: str | None, raw: tuple[str, ...], words: Words) -> str:
    """The role in the report's language with the records' own words beside it."""
    said = words.code("role", role) if role else words("role.not_stated")
    others = [word for word in raw if word.casefold() != said.casefold()]
    return f"{said} ({', '.join(others[:4])})" if others else said


def say_reason(code: str, words: Words) -> str:
    """Why a person is ranked; `role:<role>` takes the role's own word."""
    if code.startswith("role:"):
        return words("reason.role", n=words.code("role", code.removeprefix("role:")))
    return words.code("reason", code)


def say_span(span: Span | None, words: Words) -> str:
    """How much is held back of one kind, never to the item."""
    if span is None:
        return words("release.uncounted")
    if span.high == 0:
        return words("release.none")
    if span.low == 1:
        return words("release.few")
    return words("release.span", low=words.number(span.low), high=words.number(span.high))


def say_grade(graded: Evidence | GradeCount) -> str:
    """The two raw grades side by side, never converted; a dash when there are none."""
    return f"{graded.source_grade or '–'}{graded.info_grade or ''}"
