"""The timeline and the corridor of a cluster, drawn as SVG."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from markupsafe import Markup

from reports.html.svg import tag
from reports.html.symbols import OFFENCE_COLOUR, OTHER_COLOUR
from reports.sections.numbers import span_numbers
from reports.words.catalogue import Words

WIDTH, HEIGHT, BASE, LEFT = 1000.0, 190.0, 158.0, 34.0
MAX_MONTHS = 72
"""Longer spans are drawn by year: a bar narrower than a few pixels says nothing."""

Stack = dict[str, tuple[int, str]]
"""By offence, the records of one bar: how many, and their numbers in the evidence."""

NONE: Mapping[tuple[str, str], str] = MappingProxyType({})


def draw_timeline(
    months: tuple[tuple[str, str, int], ...], words: Words, numbers: Mapping[tuple[str, str], str] = NONE
) -> Markup:
    """Records by month of incident (by year over long spans), stacked by offence; empty without dates.

    Args:
        months: Month, offence and records.
        words: The language.
        numbers: By month and offence the numbers of these records in the evidence, for the tooltips.
    """
    if not months:
        return Markup()
    periods, by_year = _list_periods(months[0][0], months[-1][0])
    stacks: dict[str, Stack] = defaultdict(lambda: defaultdict(lambda: (0, "")))
    for month, offence, count in months:
        stack = stacks[month[:4] if by_year else month]
        before, records = stack[offence]
        stack[offence] = before + count, ",".join(filter(None, (records, numbers.get((month, offence), ""))))
    top = max(sum(count for count, _ in stack.values()) for stack in stacks.values())
    step = (WIDTH - LEFT) / len(periods)
    bars = [
        _draw_bar(LEFT + index * step, step, stacks[period], (period, top), words)
        for index, period in enumerate(periods)
        if period in stacks
    ]
    every = max(1, -(-len(periods) // 14))
    ticks = [
        tag("text", _period_text(period, words), x=LEFT + (index + 0.5) * step, y=BASE + 18, class_="tick")
        for index, period in enumerate(periods)
        if index % every == 0
    ]
    return tag(
        "svg", tag("title", words("timeline.alt")), *_draw_scale(top, words), *bars, *ticks,
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}", role="img", class_="chart",
    )  # fmt: skip


def _list_periods(first: str, last: str) -> tuple[list[str], bool]:
    start, end = ((int(text[:4]) * 12 + int(text[5:7]) - 1) for text in (first, last))
    if end - start >= MAX_MONTHS:
        return [str(year) for year in range(start // 12, end // 12 + 1)], True
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(start, end + 1)], False


def _period_text(period: str, words: Words) -> str:
    return period if len(period) == 4 else words.month(date(int(period[:4]), int(period[5:7]), 1))


def _draw_bar(x: float, step: float, stack: Stack, scale: tuple[str, int], words: Words) -> Markup:
    period, top = scale
    width = min(26.0, step * 0.72)
    parts, y = [], BASE
    for offence, (count, records) in sorted(stack.items()):
        height = (BASE - 14) * count / top
        y -= height
        what = f"{words.code('offence', offence)}: {words.count('n.records', count)}"
        said = f"{_period_text(period, words)} · {what}"
        if records:
            said += f" ({words('evidence.numbers', numbers=span_numbers(records))})"
        colour = OFFENCE_COLOUR.get(offence, OTHER_COLOUR)
        left = x + (step - width) / 2
        parts.append(tag("rect", tag("title", said), x=left, y=y, width=width, height=height, fill=colour))
    return tag("g", *parts)


def _draw_scale(top: int, words: Words) -> list[Markup]:
    lines = []
    for value in sorted({0, top // 2, top}):
        y = BASE - (BASE - 14) * value / top
        lines.append(tag("line", x1=LEFT, x2=WIDTH, y1=y, y2=y, stroke="#dfe4ea" if value else "#8a96a3"))
        lines.append(tag("text", words.number(value), x=LEFT - 8, y=y + 4, class_="scale"))
    return lines


def draw_corridor(countries: tuple[str, ...], words: Words) -> Markup:
    """The countries of a corridor as a strip from left to right; empty for fewer than two."""
    if len(countries) < 2:
        return Markup()
    gap = WIDTH / len(countries)
    xs = [gap * (index + 0.5) for index in range(len(countries))]
    lines = [
        tag(
            "path",
            d=f"M{a + 12:.1f} 22H{b - 14:.1f}m-7 -5l7 5l-7 5",
            fill="none",
            stroke="#0072b2",
            stroke_width=2,
        )
        for a, b in pairwise(xs)
    ]
    dots = [tag("circle", cx=x, cy=22, r=7, fill="#ffffff", stroke="#1f3a5f", stroke_width=2.5) for x in xs]
    names = [
        tag("text", words.country(code), x=x, y=52, class_="stop")
        for x, code in zip(xs, countries, strict=True)
    ]
    return tag(
        "svg", tag("title", words("corridor.alt")), *lines, *dots, *names,
        viewBox=f"0 0 {WIDTH:.0f} 62", role="img", class_="chart corridor",
    )  # fmt: skip
