"""Ids stay with the largest part; what happened is told with its cause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from graph.lineage import LINEAGE_SCHEMA, Earlier, apply_ids, inherit_ids, order_changes, trace_lineage
from graph.network import Network

OCCURRENCES = {"entity_id": pl.String, "kind": pl.String, "record_key": pl.String, "row_no": pl.Int64}
NOW = datetime(2024, 1, 1, tzinfo=UTC)


def clusters(**members: str) -> pl.DataFrame:
    rows = [(cluster, person, "person") for cluster, people in members.items() for person in people]
    return pl.DataFrame(
        rows, schema={"cluster_id": pl.String, "entity_id": pl.String, "kind": pl.String}, orient="row"
    )


def lasting(now: pl.DataFrame, before: pl.DataFrame) -> dict[str, str]:
    renamed = dict(inherit_ids(now, before).iter_rows())
    return {fresh: renamed.get(fresh, fresh) for fresh in now["cluster_id"].unique()}


def changes(now: pl.DataFrame, before: pl.DataFrame) -> set[tuple[str, str, tuple[str, ...]]]:
    newest = now.select("cluster_id").unique().with_columns(record_key=pl.lit("A/1"), reported_at=pl.lit(NOW))
    renamed = apply_ids(now, inherit_ids(now, before), ["cluster_id", "entity_id"])
    nothing = pl.DataFrame(schema=LINEAGE_SCHEMA)
    occurrences = pl.DataFrame(schema=OCCURRENCES)
    found = trace_lineage((renamed, occurrences), Earlier(before, occurrences, nothing), newest)
    return {
        (cluster, change, tuple(related))
        for cluster, change, related in found.select(
            "cluster_id", "change", "related_cluster_ids"
        ).iter_rows()
    }


def test_the_largest_part_keeps_the_id_of_a_split_cluster() -> None:
    now, before = clusters(x="ab", y="cde"), clusters(old="abcde")
    assert lasting(now, before) == {"x": "x", "y": "old"}
    assert changes(now, before) == {("old", "shrunk", ()), ("old", "split", ("x",)), ("x", "born", ())}


def test_a_merged_cluster_keeps_the_id_of_its_largest_part_and_names_the_other() -> None:
    now, before = clusters(z="abcde"), clusters(small="ab", large="cde")
    assert lasting(now, before) == {"z": "large"}
    assert changes(now, before) == {
        ("large", "merged", ("small",)),
        ("large", "grown", ()),
        ("small", "retired", ("large",)),
    }


def test_a_fresh_cluster_never_takes_an_id_that_lives_on_elsewhere() -> None:
    found = lasting(clusters(Cold="ab", Cnew="cde"), clusters(Cold="cde"))
    assert found["Cnew"] == "Cold"
    assert found["Cold"] not in {"Cold", "Cnew"}


def test_what_did_not_change_is_not_told() -> None:
    assert changes(clusters(x="abc"), clusters(x="abc")) == set()


def test_without_an_earlier_network_every_cluster_is_born_of_its_newest_record(
    world_maker: Callable[..., Any], build: Callable[..., Network]
) -> None:
    network = build(world_maker(3))
    assert set(network.lineage["change"]) == {"born"}
    assert network.lineage["cause_ref"].null_count() == 0
    assert network.lineage["cluster_id"].to_list() == network.cluster_summary["cluster_id"].to_list()


def test_the_same_records_again_change_nothing(
    world_maker: Callable[..., Any], build: Callable[..., Network]
) -> None:
    world = world_maker(3)
    first = build(world)
    again = build(world, previous=first)
    assert again.clusters.equals(first.clusters)
    assert again.lineage.equals(first.lineage)


def test_ids_of_an_earlier_network_go_on_in_bridges_and_players(
    world_maker: Callable[..., Any], build: Callable[..., Network]
) -> None:
    world = world_maker(3, cases=300, networks=10)
    first = build(world)
    earlier = replace(first, clusters=first.clusters.with_columns(pl.col("cluster_id") + "-EARLIER"))
    again = build(world, previous=earlier)
    for frame in (again.clusters, again.bridges, again.key_players, again.cluster_summary, again.corridors):
        assert frame["cluster_id"].str.ends_with("-EARLIER").all()


@pytest.mark.parametrize("seed", range(3))
def test_changes_of_one_time_stand_together_by_their_cause_and_the_end_comes_last(seed: int) -> None:
    told = [
        ("born", 5, "record", "A/9"),
        ("merged", 9, "decision", "J-2"),
        ("grown", 9, "decision", "J-2"),
        ("grown", 9, "record", "A/3"),
        ("split", 9, "retraction", "A/1"),
        ("shrunk", 9, "retraction", "A/1"),
        ("shrunk", 9, "retraction", "A/4"),
        ("retired", 9, "record", "A/0"),
        ("grown", None, None, None),
    ]
    rows = [("a", change, day and NOW.replace(day=day), kind, ref, []) for change, day, kind, ref in told]
    shuffled = pl.DataFrame(rows, schema=LINEAGE_SCHEMA, orient="row").sample(
        fraction=1.0, shuffle=True, seed=seed
    )
    found = order_changes(shuffled).select("change", pl.col("at").dt.day(), "cause_kind", "cause_ref")
    assert found.rows() == told


def _history(*changes: tuple[str, str, int]) -> pl.DataFrame:
    """Cluster, change and day of January 2024."""
    rows = [
        (cluster, change, NOW.replace(day=day), "record", f"A/{number}", [])
        for number, (cluster, change, day) in enumerate(changes)
    ]
    return pl.DataFrame(rows, schema=LINEAGE_SCHEMA, orient="row")


@pytest.mark.parametrize("seed", range(5))
def test_a_cluster_first_appears_and_then_changes_as_it_became_known(seed: int) -> None:
    told = (
        ("a", "born", 20),
        ("a", "grown", 3),  # by a record reported before, that came later
        ("a", "merged", 9),
        ("a", "grown", 9),
        ("a", "shrunk", 21),
        ("a", "retired", 21),
        ("b", "born", 5),
        ("b", "retired", 6),
        ("b", "born", 7),  # the same persons again
    )
    shuffled = _history(*told).sample(fraction=1.0, shuffle=True, seed=seed)
    found = order_changes(shuffled).select("cluster_id", "change", pl.col("at").dt.day())
    assert [(row[0], row[1], int(row[2])) for row in found.iter_rows()] == list(told)
