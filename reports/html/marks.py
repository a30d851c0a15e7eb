"""Small drawings inside text and tables: keys, swatches, meters, rank intervals; handling classes."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from reports.html.svg import tag
from reports.html.symbols import NO_STAGE, OFFENCE_COLOUR, OTHER_COLOUR, STAGE_STYLE, draw_symbol
from reports.model import Gap, Player

TLP_CLASS = {"CLEAR": "clear", "GREEN": "green", "AMBER": "amber", "AMBER+STRICT": "amber", "RED": "red"}
"""TLP 2.0's own colours, on black as FIRST prescribes; an unknown code is treated as the strictest."""

LAST_RANK = 15
"""Ranks beyond this are drawn at the end of the interval's scale."""


def tlp_class(code: str) -> str:
    """The style class of a handling code."""
    return TLP_CLASS.get(code, "red")


def write_print_mark(text: str) -> str:
    """The style that writes a text in the lower margin of each printed page, whatever characters it has."""
    said = "".join(char if char.isascii() and char.isalnum() else f"\\{ord(char):x} " for char in text)
    return f'@page{{@bottom-center{{content:"{said}";font:8pt sans-serif}}}}\n'


def _icon(width: int, *parts: Markup) -> Markup:
    return tag("svg", *parts, width=width, height=14, viewBox=f"0 0 {width} 14", aria_hidden="true")


def draw_key_symbol(kind: str) -> Markup:
    """The shape of a kind of entity for the key."""
    fill = "#ffffff" if kind == "person" else "#dfe5ec"
    shape = draw_symbol(kind, 5.0, fill=fill, stroke="#1f3a5f", stroke_width=1.4)
    return _icon(16, tag("g", shape, transform="translate(8 7)"))


def draw_key_stroke(stage: str | None) -> Markup:
    """The line of a stage for the key."""
    colour, dash = STAGE_STYLE.get(stage or "", NO_STAGE)
    return _icon(
        34, tag("line", x1=1, x2=33, y1=7, y2=7, stroke=colour, stroke_width=3, stroke_dasharray=dash)
    )


def draw_swatch(offence: str) -> Markup:
    """The colour of an offence for the key."""
    return _icon(12, tag("rect", width=12, height=12, y=1, fill=OFFENCE_COLOUR.get(offence, OTHER_COLOUR)))


def draw_meter(gap: Gap) -> Markup:
    """How full an item is stated, as a bar."""
    share = gap.stated / gap.total if gap.total else 0.0
    ground = tag("rect", width=120, height=8, y=3, fill="#dfe5ec")
    return _icon(124, ground, tag("rect", width=120 * share, height=8, y=3, fill="#1f3a5f"))


def draw_interval(player: Player) -> Markup:
    """The rank interval as a bar on a scale from first to `LAST_RANK`th, with the rank itself as a dot."""
    return _draw_interval(player.rank_low, player.rank, player.rank_high)


@lru_cache(maxsize=4096)
def _draw_interval(*ranks: int) -> Markup:
    low, rank, high = (8.0 * min(max(value, 1), LAST_RANK) for value in ranks)
    scale = tag("line", x1=8, x2=8 * LAST_RANK, y1=7, y2=7, stroke="#c8d0d9")
    bar = tag(
        "line", x1=low - 2, x2=high + 2, y1=7, y2=7, stroke="#6f90b5", stroke_width=6, stroke_linecap="butt"
    )
    return _icon(8 * LAST_RANK + 8, scale, bar, tag("circle", cx=rank, cy=7, r=4, fill="#1f3a5f"))
