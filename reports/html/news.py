"""What is new of a cluster, in words; and what the index can be narrowed to."""

from __future__ import annotations

from collections.abc import Sequence

from reports.changes import News
from reports.html.entries import Entry
from reports.words.catalogue import Words
from schemas.codes import HANDLING

MOST_NAMED = 3
"""Persons named, and moves told, in one line of news."""


def say_news(news: News | None, words: Words) -> list[str]:
    """What is new, a phrase for each thing; empty where nothing is."""
    if news is None:
        return []
    if news.is_new:
        return [words("news.new_cluster")]
    counted = (
        ("n.new_records", news.new_records),
        ("n.gone_records", news.gone_records),
        ("n.left", news.left),
    )
    said = [words.count(message, number) for message, number in counted if number]
    if news.joined:
        said.insert(1 if news.new_records else 0, _say_joined(news.joined, words))
    return said + [_say_move(move, words) for move in news.moves[:MOST_NAMED]]


def _say_joined(joined: tuple[str, ...], words: Words) -> str:
    names = [*joined[:MOST_NAMED], *(["…"] if len(joined) > MOST_NAMED else [])]
    return words("news.joined", persons=words.count("n.joined", len(joined)), names=", ".join(names))


def _say_move(move: tuple[str, int | None, int], words: Words) -> str:
    name, before, now = move
    if before is None:
        return words("news.entered", name=name, now=words.number(now))
    return words("news.moved", name=name, now=words.number(now), before=words.number(before))


def count_news(news: News, words: Words) -> str:
    """The same for a table's cell: counts only."""
    if news.is_new:
        return words("news.new")
    counted = (
        ("n.new_records", news.new_records),
        ("n.gone_records", news.gone_records),
        ("n.joined", len(news.joined)),
        ("n.left", news.left),
    )
    said = [words.count(message, number) for message, number in counted if number]
    return ", ".join(said) or words("news.changed")


def list_choices(entries: Sequence[Entry], words: Words) -> dict[str, list[tuple[str, str]]]:
    """By what the index can be narrowed: each filter's codes that occur, and what a reader calls them."""
    countries = {code for entry in entries for code in (*entry.countries, *entry.corridor)}
    agencies = {code for entry in entries for code in entry.agencies}
    known = {entry.handling for entry in entries}
    return {
        "country": sorted(
            ((code, words.country(code)) for code in countries), key=lambda each: (each[1], each[0])
        ),
        "agency": [(code, code) for code in sorted(agencies)],
        "handling": [(code, code) for code in HANDLING if code in known],
    }
