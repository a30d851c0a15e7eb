"""Every cluster whose page says something else is reached, and what no page says reaches none."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from flows.job import Job
from flows.steps import follow
from flows.steps.link import link_step
from flows.steps.reached import UNTOLD, find_reached
from flows.steps.view import load_view
from graph.origins import resolve_origins
from reports.model import ClusterView
from reports.view import build_clusters
from resolution.upkeep.state import KeyedFrames
from staging.change_log import Moved
from staging.cluster_digests import digest_clusters, load_sources
from staging.frame_memory import FrameMemory, RememberedFrames
from staging.kept_frames import read_generation
from staging.network_store import saved_table
from staging.store import Store
from tests.flows.any_history import Beginnings, History
from tests.histories import take_small_steps

STEPS, CASES = 6, 120
SEEDS = range(int(os.environ.get("REACHED_WORLDS", "1")))
"""Worlds tried; more with `REACHED_WORLDS=30`."""


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    take_small_steps(monkeypatch)
    monkeypatch.setattr(follow, "MOST_CHANGED", 1.0)


def let_one_thing_happen(history: History) -> None:
    """As little as can: where much happens at once every cluster is reached, and none can be missed."""
    history.rng.choice([add_one, History.correct, History.retract, History.decide, History.revoke])(history)


def add_one(history: History) -> None:
    history.deliver([history.waiting.pop()])


def build_all(job: Job) -> dict[str, ClusterView]:
    view = load_view(job, None)
    return {each.cluster_id: each for each in build_clusters(view.network, view.tables, view.pairs)}


def number_all(store: Store) -> dict[str, int]:
    found = digest_clusters(store, resolve_origins(load_sources(store)))
    return dict(found.select("cluster_id", "digest").iter_rows())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cluster_that_a_page_tells_otherwise_is_reached_and_has_another_number(
    seed: int, beginnings: Beginnings, tmp_path: Path
) -> None:
    history, memory = beginnings.begin(1000 + seed, tmp_path / "w", cases=CASES), FrameMemory()
    with history.job.opened() as store:
        memory.open(store)
        numbers = number_all(store)
    before, told, kept = build_all(history.job), 0, 0
    for _ in range(STEPS):
        with history.job.opened() as store:
            generation = read_generation(store)
        let_one_thing_happen(history)
        link_step(history.job, memory=memory)
        now = build_all(history.job)
        with history.job.opened() as store:
            moved = memory.log.since(generation)
            assert moved is not None
            saved = RememberedFrames(store, saved_table, memory)
            reached = reach(store, saved, moved)
            numbered = number_all(store)
            memory.note_from(read_generation(store))
        differ = {each for each, view in now.items() if before.get(each) != view}
        assert differ - reached == set()
        assert {each for each in differ if numbers.get(each) == numbered[each]} == set()
        told, kept = told + len(differ), kept + len(now.keys() - reached)
        before, numbers = now, numbered
    assert told
    assert kept


def rewrite(saved: KeyedFrames, frame: str, rows: pl.DataFrame, told: pl.Expr) -> None:
    """Say something else in these rows of clusters."""
    saved.remove(frame, "cluster_id", rows["cluster_id"])
    saved.append(frame, rows.with_columns(told))


def test_no_page_says_what_is_left_out_of_a_summary(beginnings: Beginnings, tmp_path: Path) -> None:
    history = beginnings.begin(0, tmp_path / "w", cases=60)
    view = load_view(history.job, None)
    told = list(build_clusters(view.network, view.tables, view.pairs))
    others = view.network.cluster_summary.with_columns(pl.lit(None).alias(each) for each in UNTOLD)
    network = dataclasses.replace(view.network, cluster_summary=others)
    assert told
    assert list(build_clusters(network, view.tables, view.pairs)) == told


class Rows:
    """A saved network in which rows are changed by hand."""

    def __init__(self, store: Store) -> None:
        self.store, self.memory = store, FrameMemory()
        self.memory.open(store)
        self.saved = RememberedFrames(store, saved_table, self.memory)
        self._generation = read_generation(store)
        self.members = self.saved.whole("clusters").filter(pl.col("kind") == "person").sort("entity_id")

    def settle(self) -> None:
        """What was done so far is known to the pages."""
        self.memory.note_from(self._generation)

    def add(self, frame: str, **told: str) -> None:
        """A row as another one, but for what is told."""
        like = self.saved.whole(frame).head(1)
        self.saved.append(frame, like.with_columns(**{name: pl.lit(text) for name, text in told.items()}))

    def reach(self) -> frozenset[str]:
        """Clusters whose pages may come out otherwise; all of them may have another number."""
        moved = self.memory.log.since(self._generation)
        assert moved is not None
        return reach(self.store, self.saved, moved)

    def two_apart(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Two persons of different clusters, each with its cluster."""
        rows = self.members.select("entity_id", "cluster_id").rows()
        return rows[0], next(each for each in rows if each[1] != rows[0][1])

    def two_together(self) -> tuple[str, str, str]:
        """Two persons of one cluster, and that."""
        first, cluster = self.members.select("entity_id", "cluster_id").row(0)
        rest = self.members.filter((pl.col("cluster_id") == cluster) & (pl.col("entity_id") != first))
        return first, rest["entity_id"][0], cluster

    def mention_of(self, entity: str) -> str:
        found = self.saved.select("mentions", "entity_id", pl.Series([entity]))
        return str(found.select(pl.format("{}/{}#{}", "agency", "record_id", "person_no")).item(0, 0))


@pytest.fixture
def rows(beginnings: Beginnings, tmp_path: Path) -> Iterator[Rows]:
    with beginnings.begin(0, tmp_path / "w", cases=60).job.opened() as store:
        yield Rows(store)


def test_a_summary_reaches_its_cluster_by_what_a_page_says_alone(rows: Rows) -> None:
    first = rows.saved.whole("cluster_summary").head(1)
    rewrite(rows.saved, "cluster_summary", first, pl.col("inner_share") + 1)
    assert rows.reach() == frozenset()
    rewrite(rows.saved, "cluster_summary", first, pl.col("person_count") + 1)
    assert first["cluster_id"][0] in rows.reach()


def test_a_link_reaches_the_cluster_that_has_both_its_ends(rows: Rows) -> None:
    (one, _), (other, _) = rows.two_apart()
    rows.add("links", source_id=one, target_id=other)
    assert rows.reach() == frozenset()
    left, right, cluster = rows.two_together()
    rows.add("links", source_id=left, target_id=right)
    assert rows.reach() == {cluster}


def test_a_doubtful_pair_reaches_the_clusters_of_both_persons(rows: Rows) -> None:
    (one, left), (other, right) = rows.two_apart()
    ends = {"left_id": rows.mention_of(one), "right_id": rows.mention_of(other)}
    rows.add("pairs", judgement="same", **ends)
    rows.add("pairs", judgement="review", left_id=ends["left_id"], right_id=ends["left_id"])
    assert rows.reach() == frozenset()
    rows.add("pairs", judgement="review", **ends)
    assert rows.reach() == {left, right}


def test_a_telephone_reaches_the_clusters_of_those_whose_it_was_and_is(rows: Rows) -> None:
    (one, left), (other, right) = rows.two_apart()
    phone = {"kind": "uses_phone", "target_id": "T-PHONE"}
    rows.add("link_evidence", source_id=one, **phone)
    assert left in rows.reach()
    rows.settle()
    for _ in range(2):
        rows.add("link_evidence", source_id=other, **phone)
    assert {left, right} <= rows.reach()
    rows.settle()
    rows.add("link_evidence", source_id=other, **phone)
    assert right in rows.reach()
    assert left not in rows.reach()


def reach(store: Store, saved: KeyedFrames, moved: Moved) -> frozenset[str]:
    """Clusters whose pages may come out otherwise; all of them may have another number."""
    found = find_reached(saved, moved, load_sources(store))
    assert found.pages <= found.numbers
    return found.pages
