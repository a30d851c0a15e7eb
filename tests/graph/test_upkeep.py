"""A network kept up to date is the one worked out from nothing: random worlds, changed step by step."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from graph.clusters import cluster_edges, shared_edges
from graph.policy import DEFAULT_POLICY
from graph.upkeep import whole_clusters
from graph.upkeep.begin import begin_network
from graph.upkeep.communities import partition_quality
from tests.graph.kept_world import KeptWorld, stage
from tests.histories import take_small_steps

WORLDS = int(os.environ.get("UPKEEP_WORLDS", "1"))
"""Random worlds in one run; more with `UPKEEP_WORLDS=40 pytest tests/graph/test_upkeep.py`."""

NEAR = range(WORLDS) if "UPKEEP_WORLDS" in os.environ else (13, 22)
"""Worlds for what is sought near a change: by default two in which it once went wrong."""

GROUND = ("facts", "people", "assets", "evidence", "factors", "judged_links", "holders", "core")
SAID_EXACTLY = ("entities", "links", "occurrences", "link_evidence")


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    take_small_steps(monkeypatch)


def same_rows(kept: pl.DataFrame, wanted: pl.DataFrame) -> bool:
    by = [name for name, kind in wanted.schema.items() if not kind.is_nested()]
    return kept.select(wanted.columns).sort(by).equals(wanted.sort(by))


@pytest.mark.parametrize("seed", range(WORLDS))
def test_a_small_network_kept_is_the_rebuilt_one_in_every_frame(seed: int, tmp_path: Path) -> None:
    world = KeptWorld(stage(seed, tmp_path, cases=80 + seed % 5 * 15))
    for _ in range(4):
        world.staged.change()
        world.follow()
        wanted = begin_network(world.rebuilt)
        wanted |= {
            name: getattr(world.rebuilt.network, name) for name in world.network().__dataclass_fields__
        }
        assert [name for name, frame in wanted.items() if not same_rows(world.kept.whole(name), frame)] == []


@pytest.mark.parametrize("seed", NEAR)
def test_where_clusters_are_sought_near_the_change_all_else_is_exact(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_clusters, "SMALL_LINKS", 0)
    world = KeptWorld(stage(100 + seed, tmp_path, cases=80 + seed % 5 * 15))
    for _ in range(4):
        world.staged.change()
        world.follow()
        wanted = {name: frame for name, frame in begin_network(world.rebuilt).items() if name in GROUND}
        wanted |= {name: getattr(world.rebuilt.network, name) for name in SAID_EXACTLY}
        wanted |= world.said_of_clusters()
        assert [name for name, frame in wanted.items() if not same_rows(world.kept.whole(name), frame)] == []
        check_partitions(world)


def check_partitions(world: KeptWorld) -> None:
    """Everybody is somewhere, once; and the communities are hardly worse than the rebuild's."""
    rebuilt = begin_network(world.rebuilt)
    core = core_of(world)
    assert set(world.kept.whole("rough")["entity_id"]) == set(rebuilt["rough"]["entity_id"])
    for name in ("rough", "second", "homes", "named", "clusters"):
        assert world.kept.whole(name)["entity_id"].is_unique().all()
    fine = DEFAULT_POLICY.resolution * 2
    kept, best = (
        partition_quality(core, each, fine) for each in (world.kept.whole("rough"), rebuilt["rough"])
    )
    assert kept >= best * 0.98


def core_of(world: KeptWorld) -> pl.DataFrame:
    ground = world.rebuilt.ground
    persons = ground.entities.filter(pl.col("kind") == "person").select("entity_id")
    return shared_edges(cluster_edges(ground.links), persons)
