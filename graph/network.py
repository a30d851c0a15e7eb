"""The network: from case tables and who-is-who to links, clusters, key players and their history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import polars as pl

from graph.causes import Changes
from graph.clusters import Clustering, find_clusters
from graph.corridors import corridor_steps, corridor_texts
from graph.decided import Decided
from graph.entities import list_occurrences
from graph.ground import Ground, Statements, lay_ground, read_statements
from graph.holders import phone_and_account_holders
from graph.hubs import report_hubs
from graph.key_players import rank_players, score_players
from graph.lineage import Earlier, apply_ids, inherit_ids, trace_lineage
from graph.pending import ACTING_STATUS, pending_clusters
from graph.policy import DEFAULT_POLICY, DEFAULT_SEED, GraphPolicy
from graph.signals import collect_signals
from graph.summary import cluster_records, newest_records, summarise_clusters

EVIDENCE_COLUMNS = ("source_id", "target_id", "kind", "record_key", "origin_key", "occurred_date")
"""What is kept of the evidence beside the links."""

FRAME_ORDER: dict[str, tuple[str, ...]] = {
    "mentions": ("agency", "record_id", "person_no"),
    "entities": ("entity_id",),
    "occurrences": ("entity_id", "record_key", "table", "row_no", "field"),
    "links": ("source_id", "target_id", "kind"),
    "link_evidence": (*EVIDENCE_COLUMNS[:4], "occurred_date"),
    "clusters": ("cluster_id", "entity_id"),
    "cluster_summary": ("cluster_id",),
    "key_players": ("cluster_id", "rank"),
    "bridges": ("entity_id", "cluster_id"),
    "damped_hubs": ("user_count", "entity_id"),
    "corridors": ("cluster_id", "step"),
    "lineage": ("cluster_id", "at", "change", "cause_ref"),
}
"""By which columns each frame of a network is sorted; `damped_hubs` with the most users first."""


def order_frame(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A frame of a network in its order, whatever order its rows were found in."""
    columns = FRAME_ORDER.get(name)
    if columns is None:
        return frame
    falling = [column == "user_count" for column in columns]
    return frame.sort(columns, descending=falling, maintain_order=True)


class WhoIsWho(Protocol):
    """What the network needs of a resolution: `resolution.resolve.Resolution`, or a test's stand-in."""

    @property
    def mentions(self) -> pl.DataFrame:
        """`mention_id, agency, record_id, person_no, status, entity_id`, every person row once."""


@dataclass(frozen=True)
class Network:
    """The network's frames, every one sorted; their columns are described where each is built.

    Attributes:
        mentions: Every person row with its entity, status and cluster.
        entities: Persons and assets (`graph.entities.build_entities`).
        occurrences: Where each entity is written down.
        links: `graph.links.build_links`.
        link_evidence: `source_id, target_id, kind, record_key, origin_key, occurred_date`.
        clusters: `cluster_id, entity_id, kind`.
        cluster_summary: `graph.summary.summarise_clusters`.
        key_players: `graph.key_players.score_players`.
        bridges: `entity_id, cluster_id, weight`.
        damped_hubs: `graph.hubs.report_hubs`.
        corridors: `graph.corridors.corridor_steps`.
        lineage: `graph.lineage.trace_lineage`.
    """

    mentions: pl.DataFrame
    entities: pl.DataFrame
    occurrences: pl.DataFrame
    links: pl.DataFrame
    link_evidence: pl.DataFrame
    clusters: pl.DataFrame
    cluster_summary: pl.DataFrame
    key_players: pl.DataFrame
    bridges: pl.DataFrame
    damped_hubs: pl.DataFrame
    corridors: pl.DataFrame
    lineage: pl.DataFrame


@dataclass(frozen=True)
class NetworkWorkings:
    """How a network came about: what is needed to take it up again when records come or go.

    Attributes:
        network: The network.
        ground: What it is built from.
        clustering: Its clusters, under the ids that they keep.
        holders: As `graph.holders.phone_and_account_holders` gives them.
    """

    network: Network
    ground: Ground
    clustering: Clustering
    holders: pl.DataFrame


def build_network(
    tables: Mapping[str, pl.DataFrame],
    resolution: WhoIsWho,
    *,
    policy: GraphPolicy = DEFAULT_POLICY,
    seed: int = DEFAULT_SEED,
    previous: Network | None = None,
    decided: Decided | None = None,
    changes: Changes | None = None,
) -> Network:
    """Build the network of all records given.

    Args:
        tables: The contract's case tables, current and not retracted records only.
        resolution: Who is who.
        policy: Numbers that a deployment may set.
        seed: Seed of everything random.
        previous: The network before these records, for ids that stay and a lineage that goes on; the
            resolution's persons have theirs already (`graph.inheritance.inherit_persons`).
        decided: What investigators decided.
        changes: What has changed since `previous`, for the causes in the lineage; null where nobody knows.

    Returns:
        The network. The same input gives the same bytes, in whatever order its rows come.
    """
    given = Given(policy, seed, previous, decided, changes)
    return work_out_network(state_network(tables, previous), resolution, given).network


def state_network(tables: Mapping[str, pl.DataFrame], previous: Network | None) -> Statements:
    """What `work_out_network` can do before it is known who is who.

    Args:
        tables: As in `build_network`.
        previous: The network before these records; or None.
    """
    return read_statements(tables, None if previous is None else previous.occurrences)


@dataclass(frozen=True)
class Given:
    """What a network is built by, beside records: the arguments of `build_network`."""

    policy: GraphPolicy = DEFAULT_POLICY
    seed: int = DEFAULT_SEED
    previous: Network | None = None
    decided: Decided | None = None
    changes: Changes | None = None


def work_out_network(statements: Statements, resolution: WhoIsWho, given: Given) -> NetworkWorkings:
    """As `build_network`, with everything that led to it.

    Args:
        statements: As `state_network` gives them.
        resolution: Who is who.
        given: What the network is built by.
    """
    tables, previous, seed = statements.tables, given.previous, given.seed
    ground = lay_ground(statements, resolution.mentions, given.decided)
    clustering = _find_lasting_clusters(ground, given)
    clusters = clustering.clusters
    holders = phone_and_account_holders(ground.evidence, ground.assets)
    signals = collect_signals(ground.evidence, ground.people, holders)
    players = rank_players(clusters, ground.entities, ground.people, ground.links, signals)
    records = cluster_records(clusters, ground.people)
    occurrences = list_occurrences(ground.people, ground.assets)
    steps = corridor_steps(tables["legs"], records)
    network = Network(
        mentions=mark_mentions(resolution.mentions, ground.people, occurrences, clusters),
        entities=ground.entities,
        occurrences=occurrences,
        links=ground.links,
        link_evidence=ground.evidence.select(EVIDENCE_COLUMNS),
        clusters=clusters,
        cluster_summary=summarise_clusters(
            clusters, records, ground.facts, ground.links, corridor_texts(steps), entities=ground.entities
        ),
        key_players=score_players(players, signals, seed=seed),
        bridges=clustering.bridges,
        damped_hubs=report_hubs(ground.factors, ground.entities, clustering.spread),
        corridors=steps,
        lineage=_lineage(
            (clusters, occurrences), newest_records(records, ground.facts), ground, previous, given.changes
        ),
    )
    return NetworkWorkings(network, ground, clustering, holders)


def _find_lasting_clusters(ground: Ground, given: Given) -> Clustering:
    """Find clusters and give them the ids that they had."""
    fresh = find_clusters(
        ground.links, ground.entities, ground.people, resolution=given.policy.resolution, seed=given.seed
    )
    lasting = inherit_ids(fresh.clusters, None if given.previous is None else given.previous.clusters)
    return replace(
        fresh,
        clusters=apply_ids(fresh.clusters, lasting, ["cluster_id", "entity_id"]),
        bridges=apply_ids(fresh.bridges, lasting, ["entity_id", "cluster_id"]),
        named=apply_ids(fresh.named, lasting, ["entity_id"]),
    )


def mark_mentions(
    mentions: pl.DataFrame, people: pl.DataFrame, occurrences: pl.DataFrame, clusters: pl.DataFrame
) -> pl.DataFrame:
    """Give every mention its entity's cluster, and the acting mentions of a pending person theirs."""
    member = clusters.select("entity_id", "cluster_id")
    waiting = pending_clusters(people, occurrences, member).rename({"cluster_id": "pending_id"})
    marked = mentions.join(member, on="entity_id", how="left").join(waiting, on="entity_id", how="left")
    pending = pl.when(pl.col("status") == ACTING_STATUS).then("pending_id")
    columns = ["agency", "record_id", "person_no", "entity_id", "status"]
    cluster = pl.coalesce("cluster_id", pending).alias("cluster_id")
    return marked.select(*columns, cluster).sort("agency", "record_id", "person_no")


def _lineage(
    now: tuple[pl.DataFrame, pl.DataFrame],
    newest: pl.DataFrame,
    ground: Ground,
    previous: Network | None,
    changes: Changes | None,
) -> pl.DataFrame:
    earlier = None if previous is None else Earlier(previous.clusters, previous.occurrences, previous.lineage)
    return trace_lineage(now, earlier, newest, facts=ground.facts, changes=changes)
