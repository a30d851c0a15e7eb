"""A shape for each kind of place, told apart without colour."""

from __future__ import annotations

from markupsafe import Markup

from reports.html.map.projection import Point
from reports.html.svg import tag
from reports.sections.numbers import span_numbers
from reports.ways import PlaceSeen
from reports.words.catalogue import Words

RADIUS = 8.0

_POINTS = {
    "safe_house": ((0, -1.2), (1.1, -0.2), (1.1, 1), (-1.1, 1), (-1.1, -0.2)),
    "residence": ((-1.1, -0.9), (0, -0.3), (1.1, -0.9), (1.1, 1), (-1.1, 1)),
    "hotel": ((-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)),
    "transit_hub": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "border_crossing": (
        *((-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4)),
        *((0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4)),
    ),
    "checkpoint": ((-0.5, -1.1), (0.5, -1.1), (1.1, -0.5), (1.1, 0.5), (0.5, 1.1), (-0.5, 1.1), (-1.1, 0.5),
                   (-1.1, -0.5)),
    "pickup": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
    "dropoff": ((0, 1.2), (1.15, -0.9), (-1.15, -0.9)),
    "business": ((-1.2, -0.7), (1.2, -0.7), (0.8, 0.9), (-0.8, 0.9)),
}  # fmt: skip


def _draw_shape(kind: str, x: float, y: float, radius: float) -> Markup:
    if kind not in _POINTS:
        return tag("circle", cx=round(x), cy=round(y), r=radius)
    points = " ".join(f"{x + dx * radius:.0f},{y + dy * radius:.0f}" for dx, dy in _POINTS[kind])
    return tag("polygon", points=points)


def draw_place(place: PlaceSeen, point: Point, words: Words) -> Markup:
    """The symbol of a place, with what it is on being pointed at; never more than the table says."""
    said = ", ".join(filter(None, [place.label, place.municipality]))
    records = words.count("n.records", place.record_count)
    if place.records:
        records += f": {words('evidence.numbers', numbers=span_numbers(place.records))}"
    title = tag("title", f"{words.code('place_kind', place.kind)}: {said} ({records})")
    return tag("g", title, _draw_shape(place.kind, point.x, point.y, RADIUS), class_="spot")


def draw_place_key(kind: str) -> Markup:
    """The symbol of a kind of place for the key."""
    shape = tag("g", _draw_shape(kind, 8.0, 8.0, 6.0), class_="spot")
    return tag("svg", shape, width=16, height=16, viewBox="0 0 16 16", aria_hidden="true")


def draw_line_key(dash: str | None) -> Markup:
    """A line as steps have it, for the key."""
    line = tag("path", d="M1 7H33", stroke_width=3, stroke_dasharray=dash)
    inner = tag("g", line, class_="leg")
    return tag("svg", inner, width=34, height=14, viewBox="0 0 34 14", aria_hidden="true")
