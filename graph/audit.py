"""Whether a network agrees with itself, with the records it is of, and with what investigators decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from graph.decided import Decided, judge_links
from graph.network import Network
from graph.shares import pairwise_f1
from schemas.codes import PROTECTED_BY_STRENGTH
from staging.audit import Check, judge

KEPT_OUT = (*PROTECTED_BY_STRENGTH, "both")
"""Statuses of persons that are in no link, cluster or ranking (Article 5 of the Protocol)."""

LEAST_AGREEMENT = 0.99
"""Pairwise F1 of clusters from which a rebuild counts as the same: an optimiser decides where they end."""

EXACT_FRAMES = ("mentions", "entities", "occurrences", "links", "link_evidence")
"""Frames of which a rebuild must give the very rows; `mentions` without their clusters."""

_MENTION = pl.concat_str(["agency", pl.lit("/"), "record_id", pl.lit("#"), "person_no"]).alias("mention_id")


def audit_network(network: Network, mention_ids: pl.Series, decided: Decided) -> Iterator[Check]:
    """Check a network, one thing after the other.

    Args:
        network: The saved network.
        mention_ids: Mentions of the current records.
        decided: What investigators decided.
    """
    yield _audit_mentions(network, mention_ids)
    yield _audit_ends(network)
    yield _audit_protected(network)
    yield _audit_decided(network, decided)
    yield _audit_clusters(network)


def _audit_mentions(network: Network, mention_ids: pl.Series) -> Check:
    found = network.mentions.select(_MENTION)["mention_id"]
    wrong = pl.concat(
        [
            found.filter(found.is_duplicated()).unique(),
            mention_ids.filter(~mention_ids.is_in(found.implode())),
            found.filter(~found.is_in(mention_ids.implode())),
        ]
    )
    name = "every person row is a mention, once"
    return judge(name, wrong.rename("place").sort(), f"{found.len():,} mentions")


def _audit_ends(network: Network) -> Check:
    known = network.entities["entity_id"].implode()
    ends = pl.concat([network.links["source_id"], network.links["target_id"], network.clusters["entity_id"]])
    places = ends.filter(~ends.is_in(known)).unique().sort()
    return judge("what is linked and clustered exists", places, f"{network.links.height:,} links")


def _audit_protected(network: Network) -> Check:
    kept_out = network.entities.filter(pl.col("status").is_in(KEPT_OUT))["entity_id"]
    shown = pl.concat(
        [
            network.links["source_id"],
            network.links["target_id"],
            network.clusters["entity_id"],
            network.key_players["entity_id"],
        ]
    )
    places = shown.filter(shown.is_in(kept_out.implode())).unique().sort()
    return judge("no protected person is an actor", places, f"{kept_out.len():,} persons kept out")


def _audit_decided(network: Network, decided: Decided) -> Check:
    person = network.mentions.select(_MENTION, "entity_id")
    left = person.rename({"mention_id": "left_id", "entity_id": "left"})
    right = person.rename({"mention_id": "right_id", "entity_id": "right"})
    pairs = decided.pairs.join(left, on="left_id").join(right, on="right_id")
    broken = pairs.filter((pl.col("left") == pl.col("right")) != (pl.col("judgement") == "same"))
    rejected = judge_links(decided.links, network.occurrences).filter(pl.col("judgement") == "rejected")
    there = network.links.join(rejected, on=["source_id", "target_id", "kind"], how="semi")
    places = pl.concat(
        [
            broken.select(pl.concat_str(["left_id", pl.lit(" and "), "right_id"]).alias("place")),
            there.select(pl.concat_str(["source_id", pl.lit(" "), "target_id"]).alias("place")),
        ]
    )
    count = decided.causes["decision_id"].n_unique()
    return judge("every decision is followed", places["place"].sort(), f"{count:,} decisions")


def _audit_clusters(network: Network) -> Check:
    clusters = network.clusters
    twice = clusters.filter(pl.col("entity_id").is_duplicated())["entity_id"].unique()
    unborn = clusters.join(network.lineage, on="cluster_id", how="anti")["cluster_id"].unique()
    places = pl.concat([twice.rename("place"), unborn.rename("place")]).sort()
    return judge(
        "clusters do not overlap and have a history",
        places,
        f"{clusters['cluster_id'].n_unique():,} clusters",
    )


def compare_rebuilt(saved: Network, rebuilt: Mapping[str, pl.DataFrame]) -> Iterator[Check]:
    """Check a saved network against one computed anew from the same records.

    Args:
        saved: The saved network.
        rebuilt: Frames of the other, by name.
    """
    for name in EXACT_FRAMES:
        before, after = (
            frame.drop("cluster_id", strict=False) for frame in (getattr(saved, name), rebuilt[name])
        )
        same = before.equals(after)
        rows = f"{before.height:,} rows"
        yield Check(
            f"rebuilt: the same {name.replace('_', ' ')}",
            same,
            rows if same else f"{rows}, now {after.height:,}",
        )
    agreement = pairwise_f1(saved.clusters, rebuilt["clusters"])
    said = "the same" if saved.clusters.equals(rebuilt["clusters"]) else f"pairwise F1 {agreement:.4f}"
    yield Check("rebuilt: clusters agree", agreement >= LEAST_AGREEMENT, said)
