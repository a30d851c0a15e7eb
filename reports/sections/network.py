"""The entities, links and ranked persons of each cluster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from reports.model import Edge, Node, Player
from reports.sections.grouping import (
    Row,
    clean_column,
    clean_list,
    clean_text,
    group_tuples,
    with_columns_present,
)
from reports.sections.routes import to_spot
from reports.ways import Step

RAW_WORDS = 4
"""Words for a role that a page shows beside our own, as in the table of ranked persons."""


def group_edges(
    links: pl.DataFrame, clusters: pl.DataFrame, resting: pl.DataFrame
) -> dict[str, list[tuple[Any, ...]]]:
    """By cluster, the fields of an `Edge` for every link whose two ends lie in it.

    Args:
        links: The network's links.
        clusters: Its clusters.
        resting: What `tracing.link_records` gave.
    """
    of_cluster = clusters.select("cluster_id", "entity_id")
    joined = links.join(of_cluster, left_on="source_id", right_on="entity_id").join(
        of_cluster, left_on="target_id", right_on="entity_id", suffix="_target"
    )
    within = joined.filter(pl.col("cluster_id") == pl.col("cluster_id_target")).with_columns(
        clean_column("kind").fill_null(""),
        clean_column("stage"),
        pl.col("directed").fill_null(value=False).cast(pl.Boolean),
        pl.col("weight").cast(pl.Float64),
    )
    traced = within.join(
        resting.with_columns(clean_column("kind")),
        on=["cluster_id", "source_id", "target_id", "kind"],
        how="left",
        maintain_order="left",
    ).with_columns(pl.col("records").fill_null(""))
    ordered = traced.sort(
        "cluster_id", "source_id", "target_id", "kind", nulls_last=True, maintain_order=True
    )
    return group_tuples(ordered, "cluster_id", *Edge._fields)


def cluster_members(clusters: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """`cluster_id` and the entity's columns for every member of a cluster, its label as a reader sees it."""
    known = with_columns_present(entities, value_text=pl.String, label=pl.String, status=pl.String)
    joined = clusters.select("cluster_id", "entity_id").join(known, on="entity_id")
    texts = [clean_column(name) for name in ("label", "value_text")]
    said = pl.coalesce(*(pl.when(text.str.len_bytes() > 0).then(text) for text in texts), "entity_id")
    return joined.with_columns(said.alias("label")).sort("cluster_id", "entity_id", maintain_order=True)


def group_nodes(
    members: pl.DataFrame, key_players: pl.DataFrame, roles: pl.DataFrame, resting: pl.DataFrame
) -> dict[str, list[tuple[Any, ...]]]:
    """By cluster, the fields of a `Node` for every member.

    Args:
        members: What `cluster_members` gave.
        key_players: The network's ranking.
        roles: What `stated_roles` gave.
        resting: What `tracing.entity_records` gave.
    """
    ranks = key_players.select("cluster_id", "entity_id", "rank")
    words = pl.col("role_raw").list.head(RAW_WORDS).list.join(", ").alias("role_raw")
    stated = roles.with_columns(words).select("entity_id", clean_column("role"), clean_column("role_raw"))
    ranked = members.join(ranks, on=["cluster_id", "entity_id"], how="left", maintain_order="left")
    known = (
        ranked.join(stated, on="entity_id", how="left", maintain_order="left")
        .join(resting, on=["cluster_id", "entity_id"], how="left", maintain_order="left")
        .with_columns(pl.col("records").fill_null(""))
    )
    return group_tuples(known, "cluster_id", *Node._fields)


def ranked_members(
    key_players: pl.DataFrame, members: pl.DataFrame, roles: pl.DataFrame, resting: pl.DataFrame
) -> pl.DataFrame:
    """The ranking with what a page says of each person beside it: `entity_…`, `role_raw` and `records`.

    Args:
        key_players: The network's ranking.
        members: What `cluster_members` gave.
        roles: What `stated_roles` gave.
        resting: What `tracing.entity_records` gave.
    """
    facts = members.select(
        "cluster_id",
        "entity_id",
        *(
            pl.col(name).alias(f"entity_{name}")
            for name in ("label", "record_count", "first_seen", "last_seen")
        ),
    )
    raw = roles.select("entity_id", "role_raw")
    known = key_players.join(facts, on=["cluster_id", "entity_id"]).join(raw, on="entity_id", how="left")
    return known.join(resting, on=["cluster_id", "entity_id"], how="left")


def label_of(row: Row) -> str:
    """What a reader sees for an entity: its label, else its printable value, else its id."""
    return clean_text(row["label"]) or clean_text(row.get("value_text")) or str(row["entity_id"])


def to_player(row: Row, because: Mapping[tuple[str, str], str]) -> Player:
    """One row of `ranked_members`, with what `tracing.reason_records` gave."""
    reasons = clean_list(row.get("reasons"))
    return Player(
        entity_id=row["entity_id"],
        label=row["entity_label"],
        rank=row["rank"],
        rank_low=row["rank_low"],
        rank_high=row["rank_high"],
        top5_share=float(row["top5_share"]),
        role=clean_text(row["role"]),
        role_raw=clean_list(row["role_raw"]),
        reasons=reasons,
        record_count=row["entity_record_count"],
        first_seen=row["entity_first_seen"],
        last_seen=row["entity_last_seen"],
        records=row["records"] or "",
        reason_records=tuple(because.get((row["entity_id"], name_reason(each)), "") for each in reasons),
    )


def name_reason(reason: str) -> str:
    """A reason without its count: `called_by` of `called_by:12`; a role belongs to it."""
    return reason if reason.startswith("role:") else reason.partition(":")[0]


def to_step(row: Row) -> Step:
    """One row of what `routes.locate_steps` gave."""
    texts = ("from_country", "to_country", "from_place", "to_place")
    return Step(
        step=row["step"],
        record_count=row["record_count"],
        origin_count=row["origin_count"] or 0,
        modes=clean_list(row["modes"]),
        start=to_spot(row["from_lat"], row["from_lon"]),
        end=to_spot(row["to_lat"], row["to_lon"]),
        records=row["records"] or "",
        **{name: clean_text(row[name]) for name in texts},
    )


def split_corridor(value: object) -> tuple[str, ...]:
    """The corridor's countries in order, from a list or from text such as `GT>MX>US`."""
    if isinstance(value, str):
        for arrow in ("→", ">", "|", "–"):
            value = value.replace(arrow, "\x00") if isinstance(value, str) else value
        return clean_list([part.strip() for part in str(value).split("\x00") if part.strip()])
    return clean_list(value)


def stated_roles(persons: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """`entity_id, role, role_raw`: each person's role most often stated, and every raw word for it."""
    typed = with_columns_present(persons, role=pl.String, role_raw=pl.String)
    keys = ["agency", "record_id", "person_no"]
    said = mentions.select(*keys, "entity_id").join(typed.select(*keys, "role", "role_raw"), on=keys)
    roles = said.filter(pl.col("role").is_not_null()).group_by("entity_id", "role").len("said_count")
    first = roles.sort("entity_id", "said_count", "role", descending=[False, True, False]).unique(
        "entity_id", keep="first", maintain_order=True
    )
    raw = said.group_by("entity_id").agg(pl.col("role_raw").drop_nulls().unique().sort())
    return raw.join(first.drop("said_count"), on="entity_id", how="left").sort("entity_id")
