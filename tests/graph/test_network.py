"""The network as a whole: who may be in it, what it finds, and that order and repetition change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from itertools import combinations
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from graph.network import Network, build_network

Build = Callable[..., Network]
World = Any
"""The `World` of conftest, which test modules cannot import."""
Maker = Callable[..., Any]

FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(seed=st.integers(0, 10_000))
def test_protected_persons_and_both_are_in_no_cluster_link_or_ranking(
    world_maker: Maker, build: Build, seed: int
) -> None:
    world = world_maker(seed, cases=60, networks=3)
    turned = world.person_of[0]
    world.person_of[0] = (*turned[:3], "both", turned[4])
    world.rows["persons"][0]["status"] = "both"
    network = build(world)
    firewall = ["smuggled_migrant", "witness", "victim", "both"]
    shut = network.entities.filter(pl.col("status").is_in(firewall) | pl.col("is_protected"))
    assert shut.height > 0
    assert shut["label"].null_count() == shut.height
    assert shut["value_text"].null_count() == shut.height
    kept_out = set(shut["entity_id"])
    linked = set(network.links["source_id"]) | set(network.links["target_id"])
    assert not kept_out & (linked | set(network.clusters["entity_id"]) | set(network.bridges["entity_id"]))
    ranked = network.key_players.join(network.entities, on="entity_id")
    assert set(ranked["status"]) <= {"facilitator"}


@FEW
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_changes_no_byte(world_maker: Maker, seed: int) -> None:
    world = world_maker(seed, cases=80, networks=3)
    tables = world.tables
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in tables.items()}
    mentions = world.mentions.sample(fraction=1, shuffle=True, seed=seed + 1)
    first = build_network(tables, _resolution(world.mentions))
    second = build_network(shuffled, _resolution(mentions))
    for part in fields(Network):
        assert_frame_equal(getattr(first, part.name), getattr(second, part.name), check_exact=True)


def _resolution(mentions: pl.DataFrame) -> Any:  # noqa: ANN401 - a stand-in with one attribute
    return type("Resolution", (), {"mentions": mentions})()


@pytest.mark.parametrize(("seed", "cases", "networks"), [(3, 300, 10), (5, 800, 26), (8, 800, 12)])
def test_clusters_are_the_true_networks_at_every_size(
    world_maker: Maker, build: Build, seed: int, cases: int, networks: int
) -> None:
    world = world_maker(seed, cases=cases, networks=networks)
    network = build(world)
    cluster_of = dict(network.clusters.select("entity_id", "cluster_id").iter_rows())
    seen = [name for name in world.network_of if f"P-{name}" in set(network.entities["entity_id"])]
    hits = found = true = 0
    for left, right in combinations(seen, 2):
        same = world.network_of[left] == world.network_of[right]
        left_cluster = cluster_of.get(f"P-{left}", left)
        together = left_cluster == cluster_of.get(f"P-{right}", right)
        hits, found, true = hits + (same and together), found + together, true + same
    assert 2 * hits / (found + true) > 0.95


def test_the_one_who_is_called_leads(world_maker: Maker, build: Build) -> None:
    world = world_maker(4, cases=400, networks=8)
    top = set(build(world).key_players.filter(pl.col("rank") <= 5)["entity_id"])
    assert sum(f"P-{leader}" in top for leader in world.leaders) >= 6


def test_rank_intervals_contain_the_rank_and_ranks_are_complete(world_maker: Maker, build: Build) -> None:
    players = build(world_maker(2)).key_players
    assert players.filter(
        (pl.col("rank_low") > pl.col("rank")) | (pl.col("rank") > pl.col("rank_high"))
    ).is_empty()
    ranks = players.group_by("cluster_id").agg(pl.col("rank").sort())
    assert all(row == list(range(1, len(row) + 1)) for row in ranks["rank"].to_list())
    assert players["top5_share"].is_between(0, 1).all()
    assert players.filter(pl.col("rank_low") < pl.col("rank_high")).height > 0


def test_another_seed_resamples_otherwise_but_ranks_the_same(world_maker: Maker, build: Build) -> None:
    world = world_maker(2)
    one, two = (build(world, seed=seed).key_players.sort("cluster_id", "entity_id") for seed in (1, 2))
    assert one["rank"].to_list() == two["rank"].to_list()
    assert one["top5_share"].to_list() != two["top5_share"].to_list()


def test_every_person_row_is_a_mention_once(world_maker: Maker, build: Build) -> None:
    world = world_maker(6)
    mentions = build(world).mentions
    assert mentions.height == world.tables["persons"].height
    assert mentions.select("agency", "record_id", "person_no").is_unique().all()


def test_a_hub_is_damped_reported_and_in_no_cluster(world_maker: Maker, build: Build) -> None:
    network = build(world_maker(5, cases=800, networks=26))
    hubs = network.damped_hubs.filter(pl.col("label") == "Central de Autobuses")
    assert hubs.height == 1
    assert hubs["reason"][0].startswith(("over_cap:", "spread_over_groups:"))
    assert hubs["entity_id"][0] not in set(network.clusters["entity_id"])


def test_a_broker_is_a_bridge_and_does_not_glue(world_maker: Maker, build: Build) -> None:
    network = build(world_maker(3, cases=300, networks=10))
    bridges = network.bridges.filter(pl.col("entity_id").str.starts_with("P-BROKER"))
    assert bridges.group_by("entity_id").len()["len"].min() >= 2
    assert network.clusters["entity_id"].is_unique().all()


def test_a_world_without_records_has_an_empty_network(empty_world: World, build: Build) -> None:
    network = build(empty_world)
    assert all(getattr(network, part.name).is_empty() for part in fields(Network))
