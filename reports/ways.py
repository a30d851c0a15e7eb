"""Plain values of where a cluster goes: the steps of its corridor and its places."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a corridor; `start` and `end` are latitude and longitude where records state them."""

    step: int
    from_country: str | None
    to_country: str | None
    from_place: str | None
    to_place: str | None
    record_count: int
    origin_count: int = 0
    modes: tuple[str, ...] = ()
    start: tuple[float, float] | None = None
    end: tuple[float, float] | None = None
    records: str = ""


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """A place of a cluster that may be shown on a map; `spot` is latitude and longitude where stated."""

    kind: str
    label: str
    municipality: str | None
    country: str | None
    spot: tuple[float, float] | None
    record_count: int
    records: str = ""
