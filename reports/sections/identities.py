"""Pairs of mentions that the score left to a person's judgement."""

from __future__ import annotations

import polars as pl

from reports.model import DoubtfulPair
from reports.sections.grouping import clean_text
from reports.sections.network import label_of

MAX_PAIRS = 50
"""Pairs a page shows, the likeliest first; `trama review` lists all."""

MAX_PARTS = 4
SMALLEST_PART = 0.5
"""Comparisons shown of each pair, and the bits below which one says next to nothing."""


def doubtful_pairs(
    pairs: pl.DataFrame, mentions: pl.DataFrame, entities: pl.DataFrame, unnamed: frozenset[str]
) -> dict[str, tuple[DoubtfulPair, ...]]:
    """Doubtful pairs by cluster, with an end in it; pairs with a person not to be named are left out.

    Args:
        pairs: Resolution's pairs; those judged `review` are used.
        mentions: The network's mentions.
        entities: The network's entities.
        unnamed: Ids of the persons that no report shows.
    """
    review = pairs.filter(pl.col("judgement") == "review").sort(
        "probability", "left_id", "right_id", descending=[True, False, False]
    )
    asked = pl.concat([review["left_id"], review["right_id"]]).unique()
    mention_ids = mentions.select(
        pl.format("{}/{}#{}", "agency", "record_id", "person_no").alias("mention_id"),
        "entity_id",
        "cluster_id",
    )
    found = mention_ids.filter(pl.col("mention_id").is_in(asked.implode()))
    of_mention = {key: (entity, cluster) for key, entity, cluster in found.iter_rows()}
    shown = entities.join(found.select("entity_id").unique(), on="entity_id", how="semi")
    labels = {
        row["entity_id"]: label_of(row)
        for row in shown.iter_rows(named=True)
        if row["entity_id"] not in unnamed
    }
    pairs_by_cluster: dict[str, list[DoubtfulPair]] = {}
    for row in review.iter_rows(named=True):
        ends = [of_mention.get(row[side], ("", None)) for side in ("left_id", "right_id")]
        if all(entity in labels for entity, _ in ends) and ends[0][0] != ends[1][0]:
            pair = _to_pair(row, [labels[entity] for entity, _ in ends])
            for cluster in sorted({cluster for _, cluster in ends if cluster}):
                pairs_by_cluster.setdefault(cluster, []).append(pair)
    return {cluster: tuple(items) for cluster, items in pairs_by_cluster.items()}


def _to_pair(row: dict[str, object], labels: list[str]) -> DoubtfulPair:
    probability = row["probability"]
    return DoubtfulPair(
        left_label=labels[0],
        right_label=labels[1],
        left_id=str(row["left_id"]),
        right_id=str(row["right_id"]),
        probability=float(probability) if isinstance(probability, int | float) else 0.0,
        reason=clean_text(row["reason"]) or "",
        parts=heaviest_parts(row),
    )


def heaviest_parts(row: dict[str, object]) -> tuple[tuple[str, float], ...]:
    """The comparisons of a pair that moved its score most, as `(comparison, bits)`."""
    parts = [
        (name.removeprefix("bits_"), float(bits))
        for name, bits in row.items()
        if name.startswith("bits_") and isinstance(bits, int | float) and abs(bits) >= SMALLEST_PART
    ]
    return tuple(sorted(parts, key=lambda part: (-abs(part[1]), part[0]))[:MAX_PARTS])
