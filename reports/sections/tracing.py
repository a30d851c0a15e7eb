"""From figures to records: the number of each record in a cluster's evidence, and who rests on which.

Every record that a cluster shows anything of has a number there: first the records that name one of its
persons, then those that name only an item of theirs (a call between two of its phones, say).
"""

from __future__ import annotations

import polars as pl

from graph.facts import record_key
from graph.holders import phone_and_account_holders
from reports.release import AWAITING_STATUS
from reports.sections.grouping import with_columns_present
from reports.sections.numbers import MAX_EVIDENCE_ROWS

NUMBER_ORDER = ("is_further", "incident_start_date", "record_key")
"""In what order a cluster's records are numbered: by incident, those that name no person of it last."""

RECEIVED = {"called": "called_by", "paid": "paid"}
"""Link kind → the reason for a rank that it gives to whoever is at its receiving end."""


def shown_records(clusters: pl.DataFrame, occurrences: pl.DataFrame) -> pl.DataFrame:
    """Every record that names a member of a cluster: `cluster_id, record_key, is_further`, each once.

    Args:
        clusters: The network's clusters.
        occurrences: Its occurrences.

    Returns:
        `is_further` where the record names none of the cluster's persons.
    """
    named = occurrences.select("entity_id", "record_key", "kind").join(
        clusters.select("cluster_id", "entity_id"), on="entity_id"
    )
    no_person = (pl.col("kind") != "person").all().alias("is_further")
    return named.group_by("cluster_id", "record_key").agg(no_person).sort("cluster_id", "record_key")


def number_records(shown: pl.DataFrame) -> pl.DataFrame:
    """The same rows with `number`, from 1 in each cluster.

    Args:
        shown: What `shown_records` gave, with `incident_start_date`.
    """
    ordered = shown.sort("cluster_id", *NUMBER_ORDER, nulls_last=True)
    return ordered.with_columns(pl.int_range(1, pl.len() + 1).over("cluster_id").alias("number"))


def entity_records(occurrences: pl.DataFrame, clusters: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """`cluster_id, entity_id, records` for every member of a cluster."""
    seen = occurrences.select("entity_id", "record_key").unique()
    placed = seen.join(clusters.select("cluster_id", "entity_id"), on="entity_id")
    return _spell(placed, numbered, "entity_id")


def link_records(link_evidence: pl.DataFrame, clusters: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """`cluster_id, source_id, target_id, kind, records` for every link that begins in a cluster."""
    ends = ["source_id", "target_id", "kind"]
    resting = link_evidence.select(*ends, "record_key").unique()
    homes = clusters.select("cluster_id", pl.col("entity_id").alias("source_id"))
    return _spell(resting.join(homes, on="source_id"), numbered, *ends)


def reason_records(
    link_evidence: pl.DataFrame,
    occurrences: pl.DataFrame,
    roles: pl.DataFrame,
    ranked: pl.DataFrame,
    numbered: pl.DataFrame,
) -> dict[tuple[str, str], str]:
    """By ranked person and reason (`called_by`, `paid`, `role:…`, `seen`), the records behind it.

    Calls and payments reach a person or a phone or account that is most likely theirs, as the ranking has it
    (`graph.signals`); a record of which the cluster shows nothing else has no number.

    Args:
        link_evidence: The network's evidence of links.
        occurrences: Where each entity is written down.
        roles: What `role_records` gave.
        ranked: `cluster_id, entity_id` of the ranking.
        numbered: What `number_records` gave.
    """
    holders = phone_and_account_holders(link_evidence, occurrences)
    reached = link_evidence.filter(pl.col("kind").is_in(list(RECEIVED))).join(
        holders, left_on="target_id", right_on="asset_id", how="left"
    )
    receiver = pl.when(pl.col("target_id").str.starts_with("P-")).then("target_id").otherwise("person_id")
    received = reached.select(
        receiver.alias("entity_id"), "record_key", pl.col("kind").replace_strict(RECEIVED).alias("reason")
    )
    stated = roles.select("entity_id", "record_key", pl.format("role:{}", "role").alias("reason"))
    seen = occurrences.filter(pl.col("kind") == "person").select(
        "entity_id", "record_key", pl.lit("seen").alias("reason")
    )
    whole = pl.concat([received, stated, seen]).join(ranked.select("cluster_id", "entity_id"), on="entity_id")
    rows = _spell(whole, numbered, "entity_id", "reason")
    return {(entity, reason): records for _, entity, reason, records in rows.iter_rows()}


def role_records(persons: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """`entity_id, record_key, role` wherever a record states one.

    Args:
        persons: The recipient's `persons`.
        mentions: The network's mentions of those who may be named.
    """
    keys = ["agency", "record_id", "person_no"]
    typed = with_columns_present(persons, role=pl.String).select(*keys, "role")
    said = mentions.select(*keys, "entity_id").join(typed.filter(pl.col("role").is_not_null()), on=keys)
    return said.select("entity_id", record_key(), "role")


def awaiting_records(mentions: pl.DataFrame, numbered: pl.DataFrame) -> dict[str, str]:
    """By cluster, the numbers of the records with somebody who waits for a decision.

    Args:
        mentions: The network's mentions with `entity_status`.
        numbered: What `number_records` gave.
    """
    waiting = mentions.filter(pl.col("entity_status") == AWAITING_STATUS).select(record_key())
    direct = numbered.filter(~pl.col("is_further")).select("cluster_id", "record_key")
    rows = _spell(direct.join(waiting, on="record_key", how="semi"), numbered)
    return dict(rows.iter_rows())


def spell_numbers() -> pl.Expr:
    """The distinct values of `number` in a group, as `records`, without those beyond what a page shows."""
    shown = pl.col("number").filter(pl.col("number") <= MAX_EVIDENCE_ROWS)
    return shown.unique().sort().cast(pl.String).str.join(",").alias("records")


def _spell(rows: pl.DataFrame, numbered: pl.DataFrame, *key: str) -> pl.DataFrame:
    known = numbered.filter(pl.col("number") <= MAX_EVIDENCE_ROWS).select(
        "cluster_id", "record_key", "number"
    )
    placed = rows.join(known, on=["cluster_id", "record_key"])
    return placed.group_by("cluster_id", *key).agg(spell_numbers())
