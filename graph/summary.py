"""What a cluster is in one row: size, reach, time, corridor, handling, and how tightly it holds together."""

from __future__ import annotations

import polars as pl

from graph.handling import strictest_code, strictness


def cluster_records(clusters: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """List the records that name a member of each cluster: `cluster_id, record_key`, distinct and sorted."""
    named = people.select("entity_id", "record_key").join(
        clusters.select("cluster_id", "entity_id"), on="entity_id"
    )
    return named.select("cluster_id", "record_key").unique().sort("cluster_id", "record_key")


def newest_records(records: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Return each cluster's newest record by knowledge time: `cluster_id, record_key, reported_at`."""
    dated = records.join(facts.select("record_key", "reported_at"), on="record_key")
    ordered = dated.sort("cluster_id", "reported_at", "record_key", descending=[False, True, False])
    return ordered.group_by("cluster_id", maintain_order=True).first()


def summarise_clusters(
    clusters: pl.DataFrame,
    records: pl.DataFrame,
    facts: pl.DataFrame,
    links: pl.DataFrame,
    corridors: pl.DataFrame,
    *,
    entities: pl.DataFrame,
) -> pl.DataFrame:
    """Summarise every cluster.

    Args:
        clusters: `cluster_id, entity_id, kind`.
        records: As `cluster_records` returns them.
        facts: As `graph.facts.record_facts` returns them.
        links: As `graph.links.build_links` returns them.
        corridors: `cluster_id, corridor`.
        entities: `entity_id, handling` of the members.

    Returns:
        The contract's `cluster_id, person_count, record_count, agencies, countries, first_seen, last_seen,
        corridor, handling` (the strictest of all records that name a member, be it an asset; the other
        columns are of the records that name a person), then `entity_count, origin_count` (records without
        repetition), `inner_weight` (tie weight among members) and `inner_share` (of all tie weight that its
        members have), sorted.
    """
    is_person = pl.col("kind") == "person"
    sizes = clusters.group_by("cluster_id").agg(
        is_person.sum().cast(pl.Int64).alias("person_count"), pl.len().cast(pl.Int64).alias("entity_count")
    )
    reach = (
        records.join(facts, on="record_key")
        .group_by("cluster_id")
        .agg(
            pl.len().cast(pl.Int64).alias("record_count"),
            pl.col("agency").unique().sort().alias("agencies"),
            pl.col("country").drop_nulls().unique().sort().alias("countries"),
            pl.col("event_date").min().alias("first_seen"),
            pl.col("event_end_date").max().alias("last_seen"),
            pl.col("origin_key").n_unique().cast(pl.Int64).alias("origin_count"),
        )
    )
    marked = clusters.join(entities.select("entity_id", strictness()), on="entity_id")
    handling = marked.group_by("cluster_id").agg(strictest_code())
    joined = sizes.join(reach, on="cluster_id").join(corridors, on="cluster_id", how="left")
    contract = [
        "cluster_id",
        "person_count",
        "record_count",
        "agencies",
        "countries",
        "first_seen",
        "last_seen",
    ]
    columns = [
        *contract,
        "corridor",
        "handling",
        "entity_count",
        "origin_count",
        "inner_weight",
        "inner_share",
    ]
    return (
        joined.join(handling, on="cluster_id")
        .join(_cohesion(clusters, links), on="cluster_id", how="left")
        .select(columns)
        .sort("cluster_id")
    )


def _cohesion(clusters: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    member = clusters.select("entity_id", "cluster_id")
    ends = links.select("source_id", "target_id", "weight")
    ends = ends.join(
        member.rename({"entity_id": "source_id", "cluster_id": "left"}), on="source_id", how="left"
    )
    ends = ends.join(
        member.rename({"entity_id": "target_id", "cluster_id": "right"}), on="target_id", how="left"
    )
    same = (pl.col("left") == pl.col("right")).fill_null(value=False)
    inner = ends.filter(same).select(
        pl.col("left").alias("cluster_id"), "weight", pl.lit(1.0).alias("inside")
    )
    outer = ends.filter(~same).select(pl.concat_list("left", "right").alias("cluster_id"), "weight")
    crossing = outer.explode("cluster_id").drop_nulls().with_columns(pl.lit(0.0).alias("inside"))
    both = pl.concat([inner, crossing]).sort("cluster_id", "weight", "inside")
    inside = pl.col("weight") * pl.col("inside")
    return both.group_by("cluster_id", maintain_order=True).agg(
        inside.sum().round(6).alias("inner_weight"),
        (inside.sum() / pl.col("weight").sum()).round(6).alias("inner_share"),
    )
