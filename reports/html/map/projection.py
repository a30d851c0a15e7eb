"""Where a latitude and longitude lie on our base map: a Lambert conformal conic.

The base map came without its parameters. They were found by least squares over thirty surveyed corners of
states and provinces, and are round: a sphere of radius 1000, parallels of 15° and 45° north, the middle at
30° north, 98° west. What is left is 0.12 units (0.8 km), about what rounding to a tenth of a unit leaves;
see docs/decisions/0010-map.md. Formula: J. P. Snyder, Map Projections: A Working Manual (USGS 1395, 1987),
p. 106.
"""

from __future__ import annotations

from math import cos, log, pi, radians, sin, tan
from typing import NamedTuple

RADIUS = 1000.0
PARALLELS = (15.0, 45.0)
MIDDLE = (30.0, -98.0)
REACH = (-420.0, -520.0, 720.0, 560.0)
"""The part of the plane that the base map shows: left, top, right, bottom."""


class Point(NamedTuple):
    """A place on the map: x to the east, y to the south."""

    x: float
    y: float


def _half(latitude: float) -> float:
    return tan(pi / 4 + radians(latitude) / 2)


_CONE = log(cos(radians(PARALLELS[0])) / cos(radians(PARALLELS[1]))) / log(
    _half(PARALLELS[1]) / _half(PARALLELS[0])
)
_SCALE = RADIUS * cos(radians(PARALLELS[0])) * _half(PARALLELS[0]) ** _CONE / _CONE
_APEX = _SCALE / _half(MIDDLE[0]) ** _CONE


def project(latitude: float, longitude: float) -> Point | None:
    """The place on the map in its units; None beyond what the map shows, or for what is no coordinate."""
    if not (-60.0 < latitude < 89.0 and -180.0 <= longitude <= 180.0):
        return None
    ray = _SCALE / _half(latitude) ** _CONE
    angle = _CONE * radians(longitude - MIDDLE[1])
    x, y = ray * sin(angle), ray * cos(angle) - _APEX
    left, top, right, bottom = REACH
    return Point(x, y) if left <= x <= right and top <= y <= bottom else None
