"""Draw the lines of a network picture: by far the most of it, so what many share is written once."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from reports.html.svg import tag, write_number
from reports.html.symbols import NO_STAGE, STAGE_STYLE
from reports.model import Edge
from reports.words.catalogue import Words

Point = tuple[float, float]

MOST_ORIGINS = 5
"""Origins from which on a line is not drawn any thicker."""


def stage_style(stage: str | None) -> tuple[str, str | None]:
    """Colour and dash pattern of a stage; grey and solid for none or an unknown one."""
    return STAGE_STYLE.get(stage or "", NO_STAGE)


def draw_edge(edge: Edge, start: Point, end: Point, words: Words) -> Markup:
    """A link as a line, with an arrow where it has a direction and what it says on being pointed at."""
    said = f"{words.code('link', edge.kind)}: {words.count('n.records', edge.record_count)}"
    opened, styled = _frame(said, edge.stage, min(edge.origin_count, MOST_ORIGINS))
    x1, y1, x2, y2 = map(write_number, (*start, *end))
    ends = f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
    arrow = _draw_arrow(start, end, stage_style(edge.stage)[0]) if edge.directed else ""
    return Markup(f"{opened}<line {ends}{styled}{arrow}</g>")


@lru_cache(maxsize=4096)
def _frame(said: str, stage: str | None, origin_count: int) -> tuple[str, str]:
    """All of a line but its ends: what comes before them, and what after."""
    colour, dash = stage_style(stage)
    group = tag("g", tag("title", said), class_="edge", data_stage=stage or "none")
    line = tag("line", stroke=colour, stroke_width=1.0 + 0.7 * origin_count, stroke_dasharray=dash)
    return str(group).removesuffix("</g>"), str(line).removeprefix("<line")


def _draw_arrow(start: Point, end: Point, colour: str) -> str:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1e-9)
    ux, uy = dx / length, dy / length
    x, y = start[0] + dx * 0.62, start[1] + dy * 0.62
    back = (x - 9 * ux, y - 9 * uy)
    left, right = (back[0] - 4 * uy, back[1] + 4 * ux), (back[0] + 4 * uy, back[1] - 4 * ux)
    points = f"{x:.1f},{y:.1f} {left[0]:.1f},{left[1]:.1f} {right[0]:.1f},{right[1]:.1f}"
    return f'<polygon points="{points}" fill="{colour}"/>'
