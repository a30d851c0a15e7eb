"""What a cluster looked like, and what was known of it, on a given date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl

from flows.job import Job
from flows.steps.compute import compute_network
from flows.steps.lineage import NEVER_WAS
from flows.steps.past import load_past, mention_key
from graph.decided import arrange_decisions
from graph.moments import Moment, find_then, look_at
from graph.network import Network
from schemas.errors import ConfigError
from staging.decisions import load_decisions
from staging.knowledge import decisions_known, load_records_known


@dataclass(frozen=True)
class Question:
    """On which date a cluster is looked at.

    Attributes:
        at: Event time: what had happened by that day; null for all.
        known: Knowledge time: what was known by that day; null for all that is known today.
        is_received: Whether known means received here, rather than reported by its agency.
    """

    at: date | None = None
    known: date | None = None
    is_received: bool = False


@dataclass(frozen=True)
class Answer:
    """A cluster on a date.

    Attributes:
        cluster_ids: The cluster, or those that it went on in.
        moments: As it was: one, or several where it was several then; none where nothing was known.
    """

    cluster_ids: list[str]
    moments: list[Moment]

    def counts(self) -> dict[str, Any]:
        """The answer as JSON values."""
        return {
            "went_on_in": self.cluster_ids,
            "clusters": [_describe_moment(each) for each in self.moments],
        }


def _describe_moment(moment: Moment) -> dict[str, Any]:
    days = pl.col("visible_from").dt.to_string("%Y-%m-%d")
    return {
        "cluster_id": moment.cluster_id,
        "visible_from": moment.visible_from.isoformat() if moment.visible_from else None,
        "links": moment.links,
        "records": moment.records,
        "pieces": moment.pieces,
        "members": moment.members.with_columns(days).to_dicts(),
    }


def moment_step(cluster_id: str, question: Question, job: Job) -> Answer:
    """A cluster as it was, or as it was known.

    Args:
        cluster_id: `C-…`, of one that is gone as well: then what it went on in is looked at.
        question: The dates.
        job: Store, settings and listener; nothing is saved.

    Raises:
        ConfigError: There is no store, no network, or never was such a cluster.
    """
    with job.opened_for_reading() as store:
        past = load_past(store)
    if past is None:
        raise ConfigError("The store holds no network yet: run `trama link` first.")
    now = past.network
    asked = follow_on(cluster_id, now)
    if question.known is None:
        return Answer(asked, [look_at(now.clusters, now.link_evidence, each, question.at) for each in asked])
    then = _compute_then(now, question.known, job, is_received=question.is_received)
    found = find_then(now.mentions, then.mentions, asked)
    if cluster_id not in found and cluster_id in then.clusters["cluster_id"]:
        found = sorted([*found, cluster_id])  # it is no more and went on in nothing
    return Answer(asked, [look_at(then.clusters, then.link_evidence, each, question.at) for each in found])


def follow_on(cluster_id: str, network: Network) -> list[str]:
    """The cluster itself, or the living ones that it went on in; sorted.

    Raises:
        ConfigError: There never was such a cluster.
    """
    alive = set(network.clusters["cluster_id"])
    heirs = {
        each: others or []
        for each, others in network.lineage.filter(pl.col("change") == "retired")
        .select("cluster_id", "related_cluster_ids")
        .iter_rows()
    }
    if cluster_id not in alive and cluster_id not in heirs:
        raise ConfigError(NEVER_WAS.format(cluster_id=cluster_id))
    found, waiting, met = set[str](), [cluster_id], set[str]()
    while waiting:
        each = waiting.pop()
        if each in alive:
            found.add(each)
        elif each not in met:
            met.add(each)
            waiting += heirs.get(each, [])
    return sorted(found)


def _compute_then(now: Network, known: date, job: Job, *, is_received: bool) -> Network:
    """The network of what was known by a day, under the ids of today as far as they go on."""
    before = datetime.combine(known + timedelta(days=1), time(), tzinfo=UTC)
    with job.opened_for_reading() as store:
        tables = load_records_known(store, before, is_received=is_received)
        decisions = decisions_known(load_decisions(store, only_active=False), before)
    mentions = tables["persons"].select(mention_key()).to_series()
    decided = arrange_decisions(decisions, mentions)
    return compute_network(tables, job, previous=now, decided=decided).network
