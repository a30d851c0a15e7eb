"""Where a cluster's corridor runs and its places lie, from the coordinates that its records state.

A place is shown only where it is the network's: a member of the cluster, by a row that is tied to no
protected person. A residence is shown only if it is that of a facilitator, and nowhere if any record calls
the same place the home of somebody else: Articles 5 and 16 of the Protocol protect those who were smuggled
where they live, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from graph.facts import record_key
from reports.release import UNNAMED_STATUSES
from reports.sections.grouping import Row, clean_text, with_columns_present
from reports.sections.tracing import spell_numbers
from reports.ways import PlaceSeen

ENDS = ("from_country", "to_country", "from_place", "to_place")
"""What makes legs one step of a corridor, as in `graph.corridors`."""

SPOTS = ("from_lat", "from_lon", "to_lat", "to_lon")

LEG_COLUMNS: dict[str, Any] = {
    **dict.fromkeys(("agency", "record_id", *ENDS, "mode"), pl.String),
    **dict.fromkeys(SPOTS, pl.Float64),
}
PLACE_COLUMNS: dict[str, Any] = {
    **dict.fromkeys(("agency", "record_id", "kind", "municipality", "country"), pl.String),
    **dict.fromkeys(("place_no", "person_no"), pl.Int64),
    **dict.fromkeys(("lat", "lon"), pl.Float64),
}
"""All that a map may take from a leg or a place; a table that is not there counts as empty."""


def locate_steps(
    corridors: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
    in_cluster: pl.DataFrame,
    origins: Mapping[str, tuple[str, bool]],
) -> pl.DataFrame:
    """The corridors' steps with the middle of the coordinates stated for their ends, modes and origins.

    Args:
        corridors: The network's corridors.
        tables: The case tables; `legs` is read.
        in_cluster: `cluster_id, record_key, number` of the records that name a person of a cluster.
        origins: What `records.follow_origins` gave.

    Returns:
        The rows of `corridors` with `from_lat, from_lon, to_lat, to_lon, modes, origin_count, records`.
    """
    legs = _typed(tables, "legs", LEG_COLUMNS).join(in_cluster, on="record_key")
    sources = pl.DataFrame(
        {"record_key": list(origins), "origin": [origin for origin, _ in origins.values()]},
        schema={"record_key": pl.String, "origin": pl.String},
    )
    keys = ["cluster_id", *ENDS]
    located = (
        legs.join(sources, on="record_key", how="left")
        .group_by(keys)
        .agg(
            *(pl.col(name).median() for name in SPOTS),
            pl.col("mode").drop_nulls().unique().sort().alias("modes"),
            pl.col("origin").n_unique().alias("origin_count"),
            spell_numbers(),
        )
    )
    return corridors.join(located, on=keys, how="left", nulls_equal=True, maintain_order="left")


def _typed(tables: Mapping[str, pl.DataFrame], name: str, columns: Mapping[str, Any]) -> pl.DataFrame:
    frame = tables.get(name, pl.DataFrame())
    return with_columns_present(frame, **columns).select(record_key(), *columns)


def place_rows(
    tables: Mapping[str, pl.DataFrame],
    members: pl.DataFrame,
    occurrences: pl.DataFrame,
    mentions: pl.DataFrame,
) -> pl.DataFrame:
    """What the records say of the places of each cluster: `cluster_id, entity_id, label` and their columns.

    Args:
        tables: The case tables; `places` is read.
        members: What `network.cluster_members` gave.
        occurrences: The network's occurrences.
        mentions: The network's mentions with `entity_status`.
    """
    places = members.filter(pl.col("kind") == "place").select("cluster_id", "entity_id", "label")
    written = occurrences.filter(pl.col("table") == "places").select(
        "entity_id", "record_key", pl.col("row_no").cast(pl.Int64).alias("place_no")
    )
    stated = _typed(tables, "places", PLACE_COLUMNS)
    people = mentions.select(record_key(), pl.col("person_no").cast(pl.Int64), "entity_status")
    rows = (
        written.unique()
        .join(places, on="entity_id")
        .join(stated, on=["record_key", "place_no"])
        .join(people.unique(["record_key", "person_no"]), on=["record_key", "person_no"], how="left")
    )
    of_others = (pl.col("kind") == "residence") & (pl.col("entity_status") != "facilitator").fill_null(
        value=True
    )
    homes = rows.filter(of_others).select("entity_id").unique()
    protected = pl.col("entity_status").is_in(sorted(UNNAMED_STATUSES)).fill_null(value=False)
    return rows.filter(~protected).join(homes, on="entity_id", how="anti").sort("cluster_id", "entity_id")


def group_places(rows: pl.DataFrame, numbered: pl.DataFrame) -> dict[str, tuple[PlaceSeen, ...]]:
    """The places of each cluster, those in most records first.

    Args:
        rows: What `place_rows` gave.
        numbered: `cluster_id, record_key, number` of all that a cluster shows.
    """
    numbers = numbered.select("cluster_id", "record_key", "number")
    placed = rows.join(numbers, on=["cluster_id", "record_key"], how="left")
    facts = placed.group_by("cluster_id", "entity_id", "label").agg(
        pl.col("kind").mode().sort().first(),
        *(pl.col(name).drop_nulls().mode().sort().first() for name in ("municipality", "country")),
        *(pl.col(name).median() for name in ("lat", "lon")),
        pl.col("record_key").n_unique().alias("record_count"),
        spell_numbers(),
    )
    ordered = facts.sort("cluster_id", "record_count", "entity_id", descending=[False, True, False])
    found: dict[str, list[PlaceSeen]] = {}
    for row in ordered.iter_rows(named=True):
        found.setdefault(row["cluster_id"], []).append(_to_place(row))
    return {cluster_id: tuple(places) for cluster_id, places in found.items()}


def _to_place(row: Row) -> PlaceSeen:
    return PlaceSeen(
        kind=clean_text(row["kind"]) or "other",
        label=clean_text(row["label"]) or "",
        municipality=clean_text(row["municipality"]),
        country=clean_text(row["country"]),
        spot=to_spot(row["lat"], row["lon"]),
        record_count=row["record_count"],
        records=row["records"],
    )


def to_spot(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    """A latitude and longitude, or None where either is missing."""
    return None if latitude is None or longitude is None else (latitude, longitude)
