"""How well the tables of a run agree with the truth of the world they came from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

MENTION_KEY = ["agency", "record_id", "person_no"]
TOP = 5


@dataclass(frozen=True)
class PairScore:
    """Pairwise agreement of a partition with the truth, each figure from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 when both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Accuracy:
    """What a run found of its world's truth."""

    person: PairScore
    network_mentions: PairScore
    network_persons: PairScore
    leaders_in_top5: float
    protected_in_clusters: int
    mentions_missing: int

    def as_row(self) -> dict[str, float]:
        """The figures of the table in the README, rounded to three places."""
        return {
            "person P": round(self.person.precision, 3),
            "person R": round(self.person.recall, 3),
            "person F1": round(self.person.f1, 3),
            "network P": round(self.network_persons.precision, 3),
            "network R": round(self.network_persons.recall, 3),
            "network F1": round(self.network_persons.f1, 3),
            "network F1 (mentions)": round(self.network_mentions.f1, 3),
            "leaders in top five": round(self.leaders_in_top5, 3),
            "protected in clusters": self.protected_in_clusters,
            "mentions missing": self.mentions_missing,
        }


def pairs_within(frame: pl.DataFrame, by: list[str]) -> int:
    """Number of unordered pairs of rows that share the values of `by` (null shares with nobody)."""
    counts = frame.drop_nulls(by).group_by(by).len()["len"].cast(pl.Int64)
    return int((counts * (counts - 1) // 2).sum())


def score_partition(frame: pl.DataFrame, *, found: str, true: str) -> PairScore:
    """Pairwise precision and recall of column `found` against column `true`.

    Counts pairs from group sizes, so that a million rows cost a group-by and no self-join. A row whose
    `found` is null is alone; a row whose `true` is null takes no part.
    """
    rows = frame.drop_nulls(true)
    both = pairs_within(rows, [found, true])
    found_pairs, true_pairs = pairs_within(rows, [found]), pairs_within(rows, [true])
    return PairScore(both / found_pairs if found_pairs else 1.0, both / true_pairs if true_pairs else 1.0)


def read_truth(path: Path) -> pl.DataFrame:
    """The truth file of a generated world, one row per person row, empty text as null."""
    truth = pl.read_csv(path, infer_schema=False)
    return truth.with_columns(
        pl.col("person_no").cast(pl.Int64), pl.col("is_leader") == "1", pl.col("is_broker") == "1"
    )


def measure(tables: Path, truth_csv: Path) -> Accuracy:
    """Compare exported tables with a truth file.

    Args:
        tables: Folder with `mentions`, `clusters` and `key_players` as Parquet.
        truth_csv: The generated world's `truth.csv`.
    """
    mentions = pl.read_parquet(tables / "mentions.parquet").with_columns(pl.col("person_no").cast(pl.Int64))
    truth = read_truth(truth_csv)
    joined = mentions.join(truth.drop("status"), on=MENTION_KEY, how="left")
    clusters = pl.read_parquet(tables / "clusters.parquet")
    players = pl.read_parquet(tables / "key_players.parquet")
    protected = mentions.filter(pl.col("status").is_in(["smuggled_migrant", "witness", "victim"]))
    network = joined.filter(pl.col("true_network").is_not_null() & ~pl.col("is_broker"))
    # One row per true person: the cluster most of its mentions are in.
    persons = (
        network.group_by("true_person", "true_network", "cluster_id")
        .len()
        .sort("true_person", "len", "cluster_id", descending=[False, True, False], nulls_last=True)
        .unique("true_person", keep="first", maintain_order=True)
    )
    return Accuracy(
        person=score_partition(joined, found="entity_id", true="true_person"),
        network_mentions=score_partition(network, found="cluster_id", true="true_network"),
        network_persons=score_partition(persons, found="cluster_id", true="true_network"),
        leaders_in_top5=leader_share(joined, players),
        protected_in_clusters=protected.join(clusters, on="entity_id", how="semi").height,
        mentions_missing=truth.join(mentions, on=MENTION_KEY, how="anti").height,
    )


def leader_share(joined: pl.DataFrame, players: pl.DataFrame) -> float:
    """Share of true networks, of those whose leader has a person row, with one in a top five."""
    leaders = joined.filter(pl.col("is_leader") & pl.col("true_network").is_not_null())
    if leaders.is_empty():
        return 0.0
    top = players.filter(pl.col("rank") <= TOP).select("entity_id").unique()
    seen = leaders.join(top, on="entity_id", how="semi")
    return seen["true_network"].n_unique() / leaders["true_network"].n_unique()
