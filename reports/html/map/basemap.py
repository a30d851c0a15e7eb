"""The land under a map: outlines and state borders, cut to a frame and as fine as its scale can show.

Pages share frames, so what is cut for one page is kept for the next.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from reports.html.map.frame import WIDTH, Frame
from reports.html.map.projection import Point

MARGIN = 12.0
"""Pixels beyond the frame up to which land is kept, so that no cut edge is seen."""

FINENESS = 1.2
"""Pixels that a vertex must stand out by to be kept."""

LEAST_ISLAND = 10.0
"""Square pixels of a piece of land below which it is left out."""

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
def _thinned_country(code: str, span: float) -> tuple[Line, ...]:
    """A country's outline as fine as frames of a width can show it, without islands too small to see."""
    unit = span / WIDTH
    rings = (_thin((*ring, ring[0]), FINENESS * unit) for ring in _outline(code))
    return tuple(ring for ring in rings if abs(_area(ring)) > LEAST_ISLAND * unit * unit)


@cache
def _thinned_borders(span: float) -> tuple[Line, ...]:
    return tuple(_thin(_unfold(steps), FINENESS * span / WIDTH) for steps in _load()["states"])


@cache
def country_centre(code: str | None) -> Point | None:
    """The middle of a country's largest piece of land; None for one that the base map does not have."""
    if code not in list_countries():
        return None
    return _middle(max(_outline(code), key=lambda ring: abs(_area(ring))))


@lru_cache(maxsize=4096)
def cut_country(code: str, frame: Frame) -> str:
    """A country's outline within a frame, as path data in pixels; empty where none of it is."""
    rings = (_clip(ring, frame, MARGIN) for ring in _thinned_country(code, frame.span))
    return "".join(f"{_written(ring, frame)}z" for ring in rings if ring)


@lru_cache(maxsize=512)
def cut_states(frame: Frame) -> str:
    """State borders within a frame, as path data in pixels."""
    parts = (part for line in _thinned_borders(frame.span) for part in _cut_line(line, frame))
    return "".join(_written(part, frame) for part in parts)


@lru_cache(maxsize=4096)
def label_point(code: str, frame: Frame) -> Point | None:
    """Where a country's name has room within a frame, in pixels; None where it has none."""
    inner = [_clip(ring, frame, 0.0) for ring in _thinned_country(code, frame.span)]
    largest = max(inner, key=lambda ring: abs(_area(ring)), default=())
    unit = frame.span / WIDTH
    return frame.place(_middle(largest)) if abs(_area(largest)) >= LEAST_LABELLED * unit * unit else None


def _sides(frame: Frame, margin: float) -> tuple[tuple[int, float, int], ...]:
    """The four sides of a frame: axis, limit, and on which side of it the frame lies."""
    room = margin * frame.span / WIDTH
    right, bottom = frame.left + frame.span, frame.top + frame.span * frame.ratio
    return (
        (0, frame.left - room, 1),
        (0, right + room, -1),
        (1, frame.top - room, 1),
        (1, bottom + room, -1),
    )


def _clip(ring: Line, frame: Frame, margin: float) -> Line:
    """Cut a ring at the frame's four sides, one after the other (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in _sides(frame, margin):
        inside = [(point[axis] - limit) * sign for point in ring]
        if not ring or max(inside) < 0:
            return ()
        if min(inside) < 0:
            ring = _cut_side(ring, inside)
    return ring


def _cut_side(ring: Line, inside: list[float]) -> Line:
    kept: list[Point] = []
    before, start = inside[-1], ring[-1]
    for after, end in zip(inside, ring, strict=True):
        if (before >= 0) != (after >= 0):
            share = before / (before - after)
            kept.append(Point(start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)))
        if after >= 0:
            kept.append(end)
        before, start = after, end
    return tuple(kept)


def _cut_line(line: Line, frame: Frame) -> list[Line]:
    """The pieces of a line with an end within the frame."""
    sides = _sides(frame, MARGIN)
    near = [all((point[axis] - limit) * sign >= 0 for axis, limit, sign in sides) for point in line]
    pieces: list[list[Point]] = [[]]
    for index in range(1, len(line)):
        if not (near[index - 1] or near[index]):
            pieces.append([])
        elif pieces[-1]:
            pieces[-1].append(line[index])
        else:
            pieces[-1] += [line[index - 1], line[index]]
    return [tuple(piece) for piece in pieces if piece]


def _thin(line: Line, least: float) -> Line:
    """Leave out the vertices that do not stand out (Douglas and Peucker 1973)."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        away = [(_distance(line[i], line[first], line[last]), i) for i in range(first + 1, last)]
        farthest, where = max(away, default=(0.0, first))
        if farthest > least:
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


def _written(line: Line, frame: Frame) -> str:
    """Path data in whole pixels, each point as the step from the one before."""
    points = [(round(x), round(y)) for x, y in map(frame.place, line)]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    moves = " ".join(f"{dx} {dy}" for dx, dy in steps if dx or dy).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{moves or '0 0'}"
