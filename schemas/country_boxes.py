"""Coarse country boxes: enough to see swapped or mistyped coordinates, not to place a point.

Whole degrees around each country's land and near islands, read off general atlases with a margin of about
half a degree, so that a border town never warns. Countries without a box are not checked.
"""

from __future__ import annotations

from typing import Final

import polars as pl

# country: (south, north, west, east) in whole degrees
COUNTRY_BOXES: Final[dict[str, tuple[int, int, int, int]]] = {
    "AR": (-56, -21, -74, -53),
    "BO": (-24, -9, -70, -57),
    "BR": (-35, 6, -75, -28),
    "BS": (20, 28, -81, -72),
    "BZ": (15, 19, -90, -87),
    "CA": (41, 84, -142, -52),
    "CL": (-57, -17, -110, -66),
    "CO": (-5, 14, -82, -66),
    "CR": (5, 12, -88, -82),
    "CU": (19, 24, -86, -73),
    "DO": (17, 21, -73, -67),
    "EC": (-6, 2, -93, -75),
    "GT": (13, 18, -93, -88),
    "GY": (1, 9, -62, -56),
    "HN": (12, 18, -90, -82),
    "HT": (17, 21, -75, -71),
    "JM": (16, 19, -79, -75),
    "MX": (14, 33, -119, -86),
    "NI": (10, 16, -88, -82),
    "PA": (7, 10, -84, -77),
    "PE": (-19, 1, -82, -68),
    "PY": (-28, -19, -63, -54),
    "SR": (1, 7, -59, -53),
    "SV": (12, 15, -91, -87),
    "TT": (9, 12, -62, -60),
    "US": (18, 72, -180, -64),
    "UY": (-36, -30, -59, -53),
    "VE": (0, 13, -74, -59),
}


def outside_country(lat: str, lon: str, country: str) -> pl.Expr:
    """Whether a point lies outside the coarse box of its stated country; null without point, country or box.

    Args:
        lat: Column of latitudes, degrees.
        lon: Column of longitudes, degrees.
        country: Column of ISO 3166-1 alpha-2 codes.
    """
    bound = [
        pl.col(country).replace_strict({code: box[n] for code, box in COUNTRY_BOXES.items()}, default=None)
        for n in range(4)
    ]
    return ~(pl.col(lat).is_between(bound[0], bound[1]) & pl.col(lon).is_between(bound[2], bound[3]))
