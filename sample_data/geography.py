"""Where the world plays: real towns along real corridors, invented streets and hotels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from sample_data.word_lists import read_rows, read_words


@dataclass(frozen=True, slots=True)
class Town:
    """A town of a corridor, at its real position."""

    name: str
    admin1: str
    country: str
    lat: float
    lon: float
    area_code: str


@cache
def read_towns() -> dict[str, Town]:
    """All towns by name."""
    return {
        row["name"]: Town(
            row["name"], row["admin1"], row["country"], float(row["lat"]), float(row["lon"]), row["area_code"]
        )
        for row in read_rows("towns.csv")
    }


@cache
def read_corridors() -> tuple[tuple[tuple[Town, ...], ...], tuple[int, ...]]:
    """Corridors, each its towns in the order of travel, and how often they are used.

    IOM and UNODC describe these routes; the mix is ours.
    """
    towns, rows = read_towns(), read_rows("corridors.csv")
    corridors = tuple(tuple(towns[name] for name in row["towns"].split(" > ")) for row in rows)
    return corridors, tuple(int(row["weight"]) for row in rows)


STREET_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "Calle": ("Calle", "C.", "CALLE", "C/"),
    "Avenida": ("Avenida", "Av.", "AV", "Avda."),
    "Boulevard": ("Boulevard", "Blvd.", "BLVD.", "Bulevar"),
    "Calzada": ("Calzada", "Calz.", "CALZ."),
    "Rue": ("rue", "Rue"),
    "Street": ("St", "Street", "St.", "ST"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A building somebody uses: a house, a hotel, a station."""

    kind: str
    name: str | None
    street_kind: str
    street: str
    number: int
    colonia: str
    town: Town
    lat: float
    lon: float


def make_spot(rng: Random, kind: str, town: Town, name: str | None = None) -> Spot:
    """A building of a town, within about five kilometres of its centre."""
    street_kind = rng.choice(("Calle", "Calle", "Calle", "Avenida", "Boulevard", "Calzada"))
    if town.country in ("US", "CA"):
        street_kind = "Rue" if town.admin1 == "QC" else "Street"
    street, number = rng.choice(read_words("streets")), rng.randint(1, 1999)
    return Spot(
        kind, name, street_kind, street, number, rng.choice(read_words("colonias")), town,
        round(town.lat + rng.gauss(0, 0.02), 5), round(town.lon + rng.gauss(0, 0.02), 5),
    )  # fmt: skip
