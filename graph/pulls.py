"""Where a decision pulls what it is about: together or apart; and which decisions were made or revoked."""

from __future__ import annotations

import polars as pl

from schemas.codes import PROTECTED_STATUSES

AT_TYPE = pl.Datetime("us", "UTC")

TOGETHER, APART = "together", "apart"

PULL: dict[str, str] = {
    "same": TOGETHER,
    "not_same": APART,
    "link_rejected": APART,
    "settled": TOGETHER,
}
"""Judgement → where it pulls its ends; revoked, it pulls the other way. A confirmed link is marked and weighs
what it weighed before, so it pulls nowhere. Who is settled as a facilitator joins others."""

SETTLED_PULL: dict[str, str] = dict.fromkeys(sorted(PROTECTED_STATUSES), APART)
"""Status settled → pull, where it is another one: who is settled as protected leaves the others."""

DECISION_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "decision_id": pl.String,
    "judgement": pl.String,
    "pull": pl.String,
    "side": pl.String,
    "mention_id": pl.String,
    "decided_at": AT_TYPE,
}


def compare_decisions(everything: pl.DataFrame, now: pl.Series, before: pl.Series) -> pl.DataFrame:
    """Say which decisions were made or revoked.

    Args:
        everything: `decision_id, judgement, left_keys, right_keys, status, revokes, decided_at` of every
            decision ever made, revocations included.
        now: Ids of those that hold.
        before: Ids of those that held for the earlier network.

    Returns:
        A row a key: `decision_id` and `decided_at` (of a decision revoked those of its revocation),
        `judgement` (of what was made or revoked), `pull` (`together`, `apart`, or null: nowhere), `side`
        (`left`, `right`), `mention_id` (or the key of an occurrence); sorted.
    """
    holds, held = (pl.col("decision_id").is_in(ids.unique().implode()) for ids in (now, before))
    revoking = everything.drop_nulls("revokes").select(
        pl.col("revokes").alias("decision_id"),
        pl.col("decision_id").alias("revoking_id"),
        pl.col("decided_at").alias("revoked_at"),
    )
    moved = everything.filter(holds ^ held).join(revoking, on="decision_id", how="left")
    rows = moved.select(
        _where(held, "revoking_id", "decision_id"),
        _where(held, "revoked_at", "decided_at").cast(AT_TYPE),
        "judgement",
        _pull(is_revoked=held).alias("pull"),
        *(pl.col(f"{side}_keys").alias(side) for side in ("left", "right")),
    )
    sides = rows.unpivot(
        on=["left", "right"],
        index=["decision_id", "judgement", "pull", "decided_at"],
        variable_name="side",
        value_name="mention_id",
    )
    told = sides.explode("mention_id").drop_nulls("mention_id").select(list(DECISION_SCHEMA))
    return told.sort("decision_id", "mention_id", "side")


def _where(is_revoked: pl.Expr, of_revocation: str, own: str) -> pl.Expr:
    return pl.when(is_revoked).then(pl.coalesce(of_revocation, own)).otherwise(own).alias(own)


def _pull(*, is_revoked: pl.Expr) -> pl.Expr:
    stated = pl.coalesce(
        pl.col("status").replace_strict(SETTLED_PULL, default=None, return_dtype=pl.String),
        pl.col("judgement").replace_strict(PULL, default=None, return_dtype=pl.String),
    )
    return pl.when(is_revoked).then(stated.replace({TOGETHER: APART, APART: TOGETHER})).otherwise(stated)
