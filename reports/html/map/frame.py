"""Which part of the map a cluster is seen in.

Frames come in few sizes and lie on a grid, so that clusters of one corridor share theirs and what was cut
for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import NamedTuple

from reports.html.map.projection import Point

WIDTH = 1000.0
"""Width of the drawing, in pixels of its own."""

WIDE, TALL = 0.62, 0.86
"""How high a drawing may be, as a share of its width: tall only where a wide one would be a size larger."""

SPANS = (100.0, 141.0, 200.0, 283.0, 400.0, 566.0, 800.0, 1131.0, 1600.0)
"""Widths that a frame may have, in units of the map, each a root of two wider: from 640 km to all of it."""

ROOM = 0.12
"""Share of the frame that stays free on each side, for names and arrows; above and below a little less."""

GRID = 6
"""Places a frame's edge may have within its own width."""

LAND = (-349.0, -504.0, 678.0, 420.0)
"""Left, top, right and bottom of the base map's land: beyond it there is more land in truth."""


class Frame(NamedTuple):
    """A part of the map: left and upper edge and width, in units; the height as a share of the width."""

    left: float
    top: float
    span: float
    ratio: float

    @property
    def height(self) -> float:
        """Height of the drawing in pixels."""
        return WIDTH * self.ratio

    def place(self, point: Point) -> Point:
        """A place on the map as one in the drawing."""
        scale = WIDTH / self.span
        return Point((point.x - self.left) * scale, (point.y - self.top) * scale)


def choose_frame(points: Sequence[Point]) -> Frame:
    """The smallest frame around all points, with room on every side; there must be a point."""
    across = (min(point.x for point in points), max(point.x for point in points))
    down = (min(point.y for point in points), max(point.y for point in points))
    wide, tall = (_fit(across, down, ratio) for ratio in (WIDE, TALL))
    if wide is None or (tall is not None and tall.span < wide.span):
        return tall or _centre(across, down)
    return wide


def _fit(across: tuple[float, float], down: tuple[float, float], ratio: float) -> Frame | None:
    for span in SPANS:
        left = _begin(across, span, span / GRID, (LAND[0], LAND[2]))
        top = _begin(down, span * ratio, span / GRID, (LAND[1], LAND[3]))
        room, bottom = span * ROOM, top + span * ratio
        has_width = left + room <= across[0] and across[1] <= left + span - room
        if has_width and top + room * 0.7 <= down[0] and down[1] <= bottom - room * 0.7:
            return Frame(round(left, 3), round(top, 3), span, ratio)
    return None


def _centre(across: tuple[float, float], down: tuple[float, float]) -> Frame:
    """The largest frame, around the middle of points that lie too far apart for room on every side."""
    span = SPANS[-1]
    left, top = (sum(ends) / 2 - length / 2 for ends, length in ((across, span), (down, span * TALL)))
    return Frame(round(left, 3), round(top, 3), span, TALL)


def _begin(ends: tuple[float, float], length: float, step: float, land: tuple[float, float]) -> float:
    """Where a frame begins that has both ends in its middle, on the grid and over land as far as it goes."""
    begin = floor(((ends[0] + ends[1] - length) / 2) / step + 0.5) * step
    if length >= land[1] - land[0]:
        return (land[0] + land[1] - length) / 2 if land[0] <= ends[0] and ends[1] <= land[1] else begin
    within = max(land[0], min(begin, land[1] - length))
    return within if within <= ends[0] and ends[1] <= within + length else begin
