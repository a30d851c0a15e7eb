"""The land under a map: outlines and state borders, cut to a frame and as fine as its scale can show.

Pages share frames, so what is cut for one page is kept for the next.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from reports.html.map.frame import HEIGHT, WIDTH, Frame
from reports.html.map.projection import Point

MARGIN = 12.0
"""Pixels beyond the frame up to which land is kept, so that no cut edge is seen."""

FINENESS = 0.9
"""Pixels that a vertex must stand out by to be kept."""

LEAST_LABELLED = 2600.0
"""Square pixels of a country within the frame from which on there is room for its name."""

Line = tuple[Point, ...]


@cache
def _load() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((Path(__file__).parent / "land.json").read_text(encoding="utf-8"))
    return loaded


def _unfold(steps: list[int]) -> Line:
    xs, ys = accumulate(steps[0::2]), accumulate(steps[1::2])
    return tuple(Point(x / 10, y / 10) for x, y in zip(xs, ys, strict=True))


@cache
def list_countries() -> tuple[str, ...]:
    """ISO codes of the countries that the base map has outlines of, sorted."""
    return tuple(sorted(_load()["land"]))


@cache
def _outline(code: str) -> tuple[Line, ...]:
    return tuple(_unfold(steps) for steps in _load()["land"][code])


@cache
def _state_borders() -> tuple[Line, ...]:
    return tuple(_unfold(steps) for steps in _load()["states"])


@cache
def country_centre(code: str | None) -> Point | None:
    """The middle of a country's largest piece of land; None for one that the base map does not have."""
    if code not in list_countries():
        return None
    return _middle(max(_outline(code), key=lambda ring: abs(_area(ring))))


@lru_cache(maxsize=2048)
def cut_country(code: str, frame: Frame) -> str:
    """A country's outline within a frame, as path data in pixels; empty where none of it is."""
    rings = (_cut_ring(ring, frame) for ring in _outline(code))
    return "".join(f"{_written(_thin(ring))}z" for ring in rings if len(ring) > 2 and abs(_area(ring)) > 1.5)


@lru_cache(maxsize=256)
def cut_states(frame: Frame) -> str:
    """State borders within a frame, as path data in pixels."""
    parts = (part for line in _state_borders() for part in _cut_line(line, frame))
    return "".join(_written(_thin(part)) for part in parts)


@lru_cache(maxsize=2048)
def label_point(code: str, frame: Frame) -> Point | None:
    """Where a country's name has room within a frame, in pixels; None where it has none."""
    inner = [_clip(_to_pixels(ring, frame), 0.0) for ring in _outline(code)]
    largest = max(inner, key=lambda ring: abs(_area(ring)))
    return _middle(largest) if abs(_area(largest)) >= LEAST_LABELLED else None


def _to_pixels(line: Line, frame: Frame) -> Line:
    return tuple(frame.place(point) for point in line)


def _cut_ring(ring: Line, frame: Frame) -> Line:
    return _clip(_to_pixels(ring, frame), MARGIN)


def _clip(ring: Line, margin: float) -> Line:
    """Cut a ring at the frame's four sides, one after the other (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in (
        (0, -margin, 1),
        (0, WIDTH + margin, -1),
        (1, -margin, 1),
        (1, HEIGHT + margin, -1),
    ):
        if not ring or all((point[axis] - limit) * sign >= 0 for point in ring):
            continue
        kept: list[Point] = []
        for start, end in pairwise((ring[-1], *ring)):
            before, after = (start[axis] - limit) * sign, (end[axis] - limit) * sign
            if (before >= 0) != (after >= 0):
                share = before / (before - after)
                kept.append(Point(start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)))
            if after >= 0:
                kept.append(end)
        ring = tuple(kept)
    return ring


def _cut_line(line: Line, frame: Frame) -> list[Line]:
    """The pieces of a line with an end within the frame."""
    pieces: list[list[Point]] = [[]]
    for start, end in pairwise(_to_pixels(line, frame)):
        if not (_is_near(start) or _is_near(end)):
            pieces.append([])
        elif pieces[-1]:
            pieces[-1].append(end)
        else:
            pieces[-1] += [start, end]
    return [tuple(piece) for piece in pieces if piece]


def _is_near(point: Point) -> bool:
    return -MARGIN <= point.x <= WIDTH + MARGIN and -MARGIN <= point.y <= HEIGHT + MARGIN


def _thin(line: Line) -> Line:
    """Leave out the vertices that do not stand out (Douglas and Peucker 1973)."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        away = [(_distance(line[i], line[first], line[last]), i) for i in range(first + 1, last)]
        farthest, where = max(away, default=(0.0, first))
        if farthest > FINENESS:
            keep.add(where)
            spans += [(first, where), (where, last)]
    return tuple(line[index] for index in sorted(keep))


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end.x - start.x, end.y - start.y
    length = (dx * dx + dy * dy) ** 0.5
    if length < 1e-9:
        return float(((point.x - start.x) ** 2 + (point.y - start.y) ** 2) ** 0.5)
    return float(abs(dx * (start.y - point.y) - (start.x - point.x) * dy) / length)


def _area(ring: Line) -> float:
    return sum(a.x * b.y - b.x * a.y for a, b in pairwise((*ring, *ring[:1]))) / 2


def _middle(ring: Line) -> Point:
    """The centroid of what a ring encloses."""
    area = _area(ring)
    edges = list(pairwise((*ring, *ring[:1])))
    x = sum((a.x + b.x) * (a.x * b.y - b.x * a.y) for a, b in edges) / (6 * area)
    y = sum((a.y + b.y) * (a.x * b.y - b.x * a.y) for a, b in edges) / (6 * area)
    return Point(x, y)


def _written(line: Line) -> str:
    """Path data in whole pixels, each point as the step from the one before."""
    points = [(round(point.x), round(point.y)) for point in line]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    moves = " ".join(f"{dx} {dy}" for dx, dy in steps if dx or dy).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{moves or '0 0'}"
