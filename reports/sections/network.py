"""The entities, links and ranked persons of each cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from reports.model import Edge, Node, Player, Step
from reports.sections.grouping import Row, clean_list, clean_text, with_columns_present


def within_clusters(links: pl.DataFrame, clusters: pl.DataFrame) -> pl.DataFrame:
    """The links whose two ends lie in the same cluster, with `cluster_id`."""
    of_cluster = clusters.select("cluster_id", "entity_id")
    joined = links.join(of_cluster, left_on="source_id", right_on="entity_id").join(
        of_cluster, left_on="target_id", right_on="entity_id", suffix="_target"
    )
    return joined.filter(pl.col("cluster_id") == pl.col("cluster_id_target")).drop("cluster_id_target")


def cluster_members(clusters: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """`cluster_id` and the entity's columns for every member of a cluster."""
    known = with_columns_present(entities, value_text=pl.String, label=pl.String, status=pl.String)
    return clusters.select("cluster_id", "entity_id").join(known, on="entity_id")


def label_of(row: Row) -> str:
    """What a reader sees for an entity: its label, else its printable value, else its id."""
    return clean_text(row["label"]) or clean_text(row.get("value_text")) or str(row["entity_id"])


def to_node(row: Row, players: Mapping[str, Player], role: str | None) -> Node:
    """One member row as a node of the picture."""
    player = players.get(row["entity_id"])
    return Node(
        entity_id=row["entity_id"],
        kind=row["kind"],
        label=label_of(row),
        status=row["status"],
        role=role,
        rank=player.rank if player else None,
        record_count=row["record_count"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        handling=row["handling"],
    )


def to_edge(row: Row) -> Edge:
    """One link row as an edge of the picture."""
    return Edge(
        source_id=row["source_id"],
        target_id=row["target_id"],
        kind=clean_text(row["kind"]) or "",
        stage=clean_text(row["stage"]),
        directed=bool(row["directed"]),
        weight=float(row["weight"]),
        record_count=row["record_count"],
        origin_count=row["origin_count"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
    )


def to_player(row: Row, entity: Row, raw_roles: Iterable[str]) -> Player:
    """One row of `key_players` with the entity it ranks."""
    return Player(
        entity_id=row["entity_id"],
        label=label_of(entity),
        rank=row["rank"],
        rank_low=row["rank_low"],
        rank_high=row["rank_high"],
        top5_share=float(row["top5_share"]),
        role=clean_text(row["role"]),
        role_raw=tuple(raw_roles),
        reasons=clean_list(row.get("reasons")),
        record_count=entity["record_count"],
        first_seen=entity["first_seen"],
        last_seen=entity["last_seen"],
    )


def to_step(row: Row) -> Step:
    """One row of `corridors`."""
    texts = ("from_country", "to_country", "from_place", "to_place")
    return Step(
        step=row["step"], record_count=row["record_count"], **{name: clean_text(row[name]) for name in texts}
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
