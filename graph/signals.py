"""Signals of standing: what the evidence says about who leads, one row for each time that it says so.

Leaders of covert networks are not those seen most: they are called, paid and named. Measured on worlds with
truth: degree and betweenness find 5–10 % of leaders among the top five, being called 60–70 %, with stated
roles 73–75 %.
"""

from __future__ import annotations

import polars as pl

SIGNALS: tuple[str, ...] = ("called_by", "paid", "organiser", "financier", "seen")
"""Kinds of signal, in the order of the weights' array."""

SIGNAL_WEIGHT: dict[str, float] = {
    "called_by": 2.0,
    "paid": 1.0,
    "organiser": 4.0,
    "financier": 1.0,
    "seen": 0.1,
}
"""Weight of log(1 + times) of each signal in a player's score. Set by hand; why is in
`docs/decisions/0006-what-a-cluster-is.md`."""


def collect_signals(evidence: pl.DataFrame, people: pl.DataFrame, holders: pl.DataFrame) -> pl.DataFrame:
    """List every signal.

    Args:
        evidence: As `graph.links.list_evidence` returns it.
        people: As `graph.persons.person_mentions` returns them.
        holders: As `graph.holders.phone_and_account_holders` returns them.

    Returns:
        `person_id, signal, key`: the key names the evidence (record and counterpart), so that repeated
        reports of one call or payment count once, sorted and distinct.
    """
    mention = people.select(pl.col("entity_id").alias("person_id"), "role", pl.col("record_key").alias("key"))
    stated = mention.filter(pl.col("role").is_in(["organiser", "financier"]))
    parts = [
        _received(evidence, holders, "called", "called_by"),
        _received(evidence, holders, "paid", "paid"),
        stated.select("person_id", pl.col("role").alias("signal"), "key"),
        mention.select("person_id", pl.lit("seen").alias("signal"), "key"),
    ]
    return pl.concat(parts).unique().sort("person_id", "signal", "key")


def _received(evidence: pl.DataFrame, holders: pl.DataFrame, kind: str, signal: str) -> pl.DataFrame:
    """Credit what reaches a person, or an asset of theirs, to the person."""
    rows = evidence.filter(pl.col("kind") == kind)
    held = rows.join(holders, left_on="target_id", right_on="asset_id", how="left")
    is_person = pl.col("target_id").str.starts_with("P-")
    receiver = pl.when(is_person).then("target_id").otherwise("person_id").alias("person_id")
    key = pl.concat_str(["origin_key", "source_id", "target_id"], separator="|")
    credited = held.select(receiver, pl.lit(signal).alias("signal"), key.alias("key"))
    return credited.filter(pl.col("person_id").is_not_null())
