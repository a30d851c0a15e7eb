"""Investigators' decisions, brought from keys of mentions and occurrences to the entities of today."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

import polars as pl

from graph.evidence import DIRECTED
from schemas.codes import PROTECTED_STATUSES

PAIR_SCHEMA = {"left_id": pl.String, "right_id": pl.String, "judgement": pl.String}
SETTLED_SCHEMA = {"mention_id": pl.String, "status": pl.String}
LINK_SCHEMA = {"source_id": pl.String, "target_id": pl.String, "kind": pl.String, "judgement": pl.String}
LINK_JUDGEMENTS = {"link_confirmed": "confirmed", "link_rejected": "rejected"}

NO_LINKS_JUDGED = pl.DataFrame(schema=LINK_SCHEMA)


@dataclass(frozen=True)
class Decided:
    """What investigators decided, as resolution and graph take it.

    Attributes:
        pairs: `left_id, right_id, judgement` (`same`, `not_same`), mention ids.
        settled: `mention_id, status` of persons that were `both`.
        links: `left_keys, right_keys, kind, judgement` (`confirmed`, `rejected`).
        causes: `decision_id, mention_id, decided_at`: what each decision is about, for the lineage.
    """

    pairs: pl.DataFrame
    settled: pl.DataFrame
    links: pl.DataFrame
    causes: pl.DataFrame


def occurrence_key() -> pl.Expr:
    """The key of an occurrence: a person's mention id, or `AGENCY/RECORD|table|row|field`."""
    row = pl.col("row_no").cast(pl.String)
    return (
        pl.when(pl.col("kind") == "person")
        .then(pl.concat_str(["record_key", row], separator="#"))
        .otherwise(pl.concat_str(["record_key", "table", row, "field"], separator="|"))
        .alias("occurrence_key")
    )


def arrange_decisions(active: pl.DataFrame, mention_ids: pl.Series, *, is_complete: bool = True) -> Decided:
    """Arrange the decisions that hold for the records given.

    Args:
        active: As `staging.decisions.load_decisions` gives them.
        mention_ids: Mentions of the records given; a decision waits for mentions that are not there.
        is_complete: False where the records are only those that a partner may see: a person settled as
            facilitator is so only for who sees all that the decision was about.

    Returns:
        The decisions, every frame sorted.
    """
    present = set(mention_ids)
    settled = [
        (key, row["status"])
        for row in active.filter(pl.col("judgement") == "settled").to_dicts()
        if is_complete or row["status"] in PROTECTED_STATUSES or present.issuperset(row["left_keys"])
        for key in row["left_keys"]
    ]
    about = active.select(
        "decision_id",
        pl.concat_list("left_keys", "right_keys").alias("mention_id"),
        pl.col("decided_at").cast(pl.Datetime("us", "UTC")),
    )
    links = active.filter(pl.col("judgement").is_in(list(LINK_JUDGEMENTS)))
    return Decided(
        _pairs(active, present),
        pl.DataFrame(settled, schema=SETTLED_SCHEMA, orient="row").unique().sort("mention_id", "status"),
        links.select("left_keys", "right_keys", "kind", pl.col("judgement").replace_strict(LINK_JUDGEMENTS)),
        about.explode("mention_id").drop_nulls().sort("decision_id", "mention_id"),
    )


def _pairs(active: pl.DataFrame, present: set[str]) -> pl.DataFrame:
    rows: set[tuple[str, str, str]] = set()
    for judgement, lefts, rights in active.select("judgement", "left_keys", "right_keys").iter_rows():
        if judgement not in {"same", "not_same"}:
            continue
        left, right = sorted(present & set(lefts)), sorted(present & set(rights))
        # A chain makes all of them one person; to hold two apart, each of one stands against each other.
        everybody = [*left, *right]
        chosen = pairwise(everybody) if judgement == "same" and left and right else product(left, right)
        rows |= {(min(pair), max(pair), judgement) for pair in chosen}
    return pl.DataFrame(sorted(rows), schema=PAIR_SCHEMA, orient="row")


def judge_links(decided: pl.DataFrame, occurrences: pl.DataFrame) -> pl.DataFrame:
    """Say which links of today the decisions are about.

    Args:
        decided: `Decided.links`.
        occurrences: As `graph.entities.list_occurrences` returns them.

    Returns:
        `source_id, target_id, kind, judgement`; a decision goes on for every part of its ends. Undirected
        kinds are there in both directions; where two decisions met in one link, it is `rejected`.
    """
    if decided.is_empty():
        return pl.DataFrame(schema=LINK_SCHEMA)
    keyed = occurrences.select("entity_id", occurrence_key())
    sides = decided.with_row_index("place")
    left, right = (
        sides.select("place", "kind", "judgement", pl.col(f"{side}_keys").alias("occurrence_key"))
        .explode("occurrence_key")
        .join(keyed, on="occurrence_key")
        .select("place", "kind", "judgement", pl.col("entity_id").alias(name))
        .unique()
        for side, name in (("left", "source_id"), ("right", "target_id"))
    )
    forward = left.join(right.select("place", "target_id"), on="place").select(list(LINK_SCHEMA))
    backward = forward.filter(~pl.col("kind").is_in(DIRECTED)).select(
        pl.col("target_id").alias("source_id"), pl.col("source_id").alias("target_id"), "kind", "judgement"
    )
    both = pl.concat([forward, backward]).sort(list(LINK_SCHEMA))
    return both.unique(["source_id", "target_id", "kind"], keep="last", maintain_order=True)


def drop_rejected(observations: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """Leave out what an investigator rejected: it is no evidence of anything."""
    rejected = judged.filter(pl.col("judgement") == "rejected")
    return observations.join(
        rejected, on=["source_id", "target_id", "kind"], how="anti", maintain_order="left"
    )


def mark_judged(links: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """Add `judgement` to links: `confirmed`, or null where nobody decided."""
    key = ["source_id", "target_id", "kind"]
    return links.join(judged, on=key, how="left", maintain_order="left")
