"""From records to a network: the one place where resolution and graph are called in turn."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from flows.job import Job
from flows.steps.basis import choose_policy, choose_seed
from graph.causes import Changes
from graph.decided import Decided
from graph.inheritance import inherit_persons
from graph.network import Given, Network, NetworkWorkings, state_network, work_out_network
from graph.policy import DEFAULT_POLICY as GRAPH_POLICY
from resolution.resolve import Resolution, Workings, work_out

PAIRS = "pairs"
"""Name under which resolution's pairs are saved beside the network's frames."""

NETWORK_FRAMES = tuple(each.name for each in dataclasses.fields(Network))


@dataclass(frozen=True)
class Computed:
    """A network that was worked out from nothing, and how.

    Attributes:
        resolution: Who is who, under the ids that persons keep.
        network: The network.
        network_workings: How it came about.
    """

    resolution: Resolution
    network: Network
    network_workings: NetworkWorkings


def compute_network(
    tables: Mapping[str, pl.DataFrame],
    job: Job,
    *,
    previous: Network | None = None,
    decided: Decided | None = None,
    changes: Changes | None = None,
    on_resolved: Callable[[Workings], None] | None = None,
) -> Computed:
    """Who is who, and the network of it; what does not depend on the former is done in a thread meanwhile.

    Args:
        tables: Records as `staging.records.load_records` gives them.
        job: Settings and listener; the store is not touched.
        previous: The network so far, whose ids go on; null for none.
        decided: What investigators decided; null for nothing.
        changes: What has changed since `previous`; null where that is not known.
        on_resolved: Told who is who, and how that came about, before the network is built, so that work on it
            may begin meanwhile. Nothing else holds on to it: it has a fifth of the memory that a link takes.
    """
    job.progress.start("Finding who is who")
    pairs = None if decided is None else decided.pairs
    with ThreadPoolExecutor(1) as thread:
        stating = thread.submit(state_network, tables, previous)
        workings = work_out(tables, decisions=pairs, policy=choose_policy(job.settings))
    if on_resolved is not None:
        on_resolved(workings)
    found = workings.resolution
    del workings
    lasting = inherit_persons(found.mentions, None if previous is None else previous.mentions)
    resolution = dataclasses.replace(found, mentions=lasting)
    persons = resolution.mentions["entity_id"].n_unique()
    job.progress.finish(f"{resolution.mentions.height:,} mentions are {persons:,} persons")
    job.progress.start("Building the network")
    given = Given(GRAPH_POLICY, choose_seed(job.settings), previous, decided, changes)
    built = work_out_network(stating.result(), resolution, given)
    network = built.network
    clusters = network.clusters["cluster_id"].n_unique()
    job.progress.finish(f"{network.links.height:,} links, {clusters:,} clusters")
    return Computed(resolution, network, built)
