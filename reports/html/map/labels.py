"""Room on a map: nothing is written over something else."""

from __future__ import annotations

from markupsafe import Markup

from reports.html.map.projection import Point
from reports.html.svg import tag

LETTER, LINE = 8.6, 18.0
"""Width of a letter and height of a line in pixels, at the size of names in print and on a telephone."""

LONGEST_NAME = 28


class Taken:
    """The boxes on a map that something is written in.

    Args:
        width: Width of the map.
        height: Height of the map.
    """

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._boxes: list[tuple[float, float, float, float]] = []

    def claim(self, middle: Point, width: float, height: float) -> bool:
        """Take a box around a point, unless it leaves the map or touches one that is taken."""
        left, top = middle.x - width / 2, middle.y - height / 2
        right, bottom = left + width, top + height
        is_inside = left >= 0 and top >= 0 and right <= self._width and bottom <= self._height
        is_free = is_inside and all(
            right <= box[0] or box[2] <= left or bottom <= box[1] or box[3] <= top for box in self._boxes
        )
        if is_free:
            self._boxes.append((left, top, right, bottom))
        return is_free


def write_beside(name: str, point: Point, taken: Taken) -> Markup | None:
    """A name beside a point, on the first side with room; None where there is none."""
    said = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    width = len(said) * LETTER
    sides = (
        (width / 2 + 9, 0.0, "start", 9.0),
        (-width / 2 - 9, 0.0, "end", -9.0),
        (0.0, -17.0, "middle", 0.0),
        (0.0, 19.0, "middle", 0.0),
    )
    for dx, dy, anchor, shift in sides:
        if taken.claim(Point(point.x + dx, point.y + dy), width, LINE):
            x, y = round(point.x + shift), round(point.y + dy) + 5
            return tag("text", said, x=x, y=y, text_anchor=anchor, class_="place-name")
    return None
