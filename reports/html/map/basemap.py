"""The land under a map: outlines and state borders, cut to a frame and as fine as its scale can show.

Pages share frames, so what is cut for one page is kept for the next.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from reports.html.map.frame import SPANS, WIDTH, Frame
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
Weighed = tuple[tuple[Point, float], ...]


class Box(NamedTuple):
    """A part of the plane; of a line, what it spans."""

    left: float
    top: float
    right: float
    bottom: float

    def has(self, other: Box) -> bool:
        """Whether all of another box is within this one."""
        within = self.left <= other.left and other.right <= self.right
        return within and self.top <= other.top and other.bottom <= self.bottom

    def is_apart(self, other: Box) -> bool:
        """Whether another box lies beyond one of the sides."""
        beyond = other.right < self.left or self.right < other.left
        return beyond or other.bottom < self.top or self.bottom < other.top


class Piece(NamedTuple):
    """A line and its box: most of the land is within a frame or beyond it, and need not be cut."""

    line: Line
    box: Box


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
def _thinned_country(code: str, span: float) -> tuple[Piece, ...]:
    """A country's outline as fine as frames of a width can show it, without islands too small to see."""
    unit = span / WIDTH
    rings = (_thin(ring, FINENESS * unit) for ring in _weighed_country(code))
    return tuple(_measure(ring) for ring in rings if abs(_area(ring)) > LEAST_ISLAND * unit * unit)


@cache
def _thinned_borders(span: float) -> tuple[Piece, ...]:
    return tuple(_measure(_thin(border, FINENESS * span / WIDTH)) for border in _weighed_borders())


@cache
def _weighed_country(code: str) -> tuple[Weighed, ...]:
    return tuple(_weigh((*ring, ring[0])) for ring in _outline(code))


@cache
def _weighed_borders() -> tuple[Weighed, ...]:
    return tuple(_weigh(_unfold(steps)) for steps in _load()["states"])


def _measure(line: Line) -> Piece:
    xs, ys = zip(*line, strict=True)
    return Piece(line, Box(min(xs), min(ys), max(xs), max(ys)))


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
    parts = (part for piece in _thinned_borders(frame.span) for part in _cut_line(piece, frame))
    return "".join(_written(part, frame) for part in parts)


@lru_cache(maxsize=4096)
def label_point(code: str, frame: Frame) -> Point | None:
    """Where a country's name has room within a frame, in pixels; None where it has none."""
    inner = [_clip(ring, frame, 0.0) for ring in _thinned_country(code, frame.span)]
    largest = max(inner, key=lambda ring: abs(_area(ring)), default=())
    unit = frame.span / WIDTH
    return frame.place(_middle(largest)) if abs(_area(largest)) >= LEAST_LABELLED * unit * unit else None


@lru_cache(maxsize=1024)
def _reach(frame: Frame, margin: float) -> Box:
    """A frame with a margin around it."""
    room = margin * frame.span / WIDTH
    right, bottom = frame.left + frame.span, frame.top + frame.span * frame.ratio
    return Box(frame.left - room, frame.top - room, right + room, bottom + room)


def _clip(piece: Piece, frame: Frame, margin: float) -> Line:
    """Cut a ring at the frame's four sides, one after the other (Sutherland and Hodgman 1974)."""
    ring, reach = piece.line, _reach(frame, margin)
    if reach.is_apart(piece.box):
        return ()
    if reach.has(piece.box):
        return ring
    sides = ((0, reach.left, 1), (0, reach.right, -1), (1, reach.top, 1), (1, reach.bottom, -1))
    for axis, limit, sign in sides:
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


def _cut_line(piece: Piece, frame: Frame) -> list[Line]:
    """The pieces of a line with an end within the frame."""
    line, reach = piece.line, _reach(frame, MARGIN)
    if reach.is_apart(piece.box):
        return []
    near = [reach.left <= x <= reach.right and reach.top <= y <= reach.bottom for x, y in line]
    pieces: list[list[Point]] = [[]]
    for index in range(1, len(line)):
        if not (near[index - 1] or near[index]):
            pieces.append([])
        elif pieces[-1]:
            pieces[-1].append(line[index])
        else:
            pieces[-1] += [line[index - 1], line[index]]
    return [tuple(piece) for piece in pieces if piece]


def _weigh(line: Line) -> Weighed:
    """How far each vertex stands out (Douglas and Peucker 1973), in units; 0 below what any frame shows.

    A vertex stands out no farther than the one that has parted its line from the rest, so those above a limit
    are what the algorithm keeps for it: it runs once for all frames.
    """
    stands_out = [0.0] * len(line)
    stands_out[0] = stands_out[-1] = inf
    spans = [(0, len(line) - 1, inf)]
    while spans:
        first, last, most = spans.pop()
        away = _distances(line[first + 1 : last], line[first], line[last])
        farthest = max(away, default=0.0)
        if farthest > FINENESS * SPANS[0] / WIDTH:
            where = last - 1 - away[::-1].index(farthest)
            stands_out[where] = least = min(farthest, most)
            spans += [each for each in ((first, where, least), (where, last, least)) if each[1] - each[0] > 1]
    return tuple(zip(line, stands_out, strict=True))


def _thin(weighed: Weighed, least: float) -> Line:
    """Leave out the vertices that do not stand out."""
    return tuple(point for point, farthest in weighed if farthest > least)


def _distances(line: Line, start: Point, end: Point) -> list[float]:
    """How far each vertex lies from the straight line between two points."""
    (x0, y0), (dx, dy) = start, (end.x - start.x, end.y - start.y)
    length = (dx * dx + dy * dy) ** 0.5
    if length < 1e-9:
        return [((x - x0) ** 2 + (y - y0) ** 2) ** 0.5 for x, y in line]
    return [abs(dx * (y0 - y) - (x0 - x) * dy) / length for x, y in line]


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
    (left, top), scale = (frame.left, frame.top), WIDTH / frame.span
    points = [(round((x - left) * scale), round((y - top) * scale)) for x, y in line]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    moves = " ".join(f"{dx} {dy}" for dx, dy in steps if dx or dy).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{moves or '0 0'}"
