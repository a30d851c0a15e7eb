"""Which part of the map a cluster is seen in.

Frames come in few sizes and lie on a grid, so that clusters of one corridor share theirs and what was cut
for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import floor
from typing import NamedTuple

from reports.html.map.projection import Point

WIDTH, HEIGHT = 1000.0, 620.0
"""Size of the drawing, in pixels of its own."""

SPANS = (100.0, 141.0, 200.0, 283.0, 400.0, 566.0, 800.0, 1131.0, 1600.0, 2263.0)
"""Widths that a frame may have, in units of the map, each a root of two wider: from 640 km to all of it."""

ROOM = 0.13
"""Share of the frame that stays free on each side, for names and arrows."""

GRID = 8
"""Places a frame's edge may have within its own width."""


class Frame(NamedTuple):
    """A part of the map: its left and upper edge and its width, in units."""

    left: float
    top: float
    span: float

    def place(self, point: Point) -> Point:
        """A place on the map as one in the drawing."""
        scale = WIDTH / self.span
        return Point((point.x - self.left) * scale, (point.y - self.top) * scale)


def choose_frame(points: Sequence[Point]) -> Frame:
    """The smallest frame around all points, with room on every side; there must be a point."""
    left, right = min(point.x for point in points), max(point.x for point in points)
    top, bottom = min(point.y for point in points), max(point.y for point in points)
    return _fit(round(left, 3), round(top, 3), round(right, 3), round(bottom, 3))


@lru_cache(maxsize=4096)
def _fit(left: float, top: float, right: float, bottom: float) -> Frame:
    for span in SPANS:
        height, step, room = span * HEIGHT / WIDTH, span / GRID, span * ROOM
        frame = Frame(
            floor(((left + right - span) / 2) / step + 0.5) * step,
            floor(((top + bottom - height) / 2) / step + 0.5) * step,
            span,
        )
        has_width = frame.left + room <= left and right <= frame.left + span - room
        if has_width and frame.top + room * 0.6 <= top and bottom <= frame.top + height - room * 0.6:
            return frame
    return frame
