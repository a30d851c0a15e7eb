"""A small world whose network is kept up to date in memory, beside all that a rebuild would find in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from flows.job import Job
from flows.settings import Settings
from flows.steps.ingest import ingest_step
from graph.causes import Changes
from graph.corridors import corridor_steps, corridor_texts
from graph.decided import Decided, arrange_decisions, occurrence_key
from graph.entities import list_occurrences
from graph.facts import record_key
from graph.hubs import report_hubs
from graph.inheritance import inherit_persons
from graph.key_players import rank_players, score_players
from graph.network import (
    FRAME_ORDER,
    Given,
    Network,
    NetworkWorkings,
    mark_mentions,
    state_network,
    work_out_network,
)
from graph.policy import DEFAULT_SEED
from graph.pulls import compare_decisions
from graph.signals import collect_signals
from graph.summary import cluster_records, summarise_clusters
from graph.upkeep.begin import SHARED_FRAMES, begin_network
from graph.upkeep.change import Incoming
from graph.upkeep.update import NetworkUpdate, update_network
from resolution.policy import DEFAULT_POLICY
from resolution.resolve import Resolution, Workings, work_out
from resolution.upkeep.begin import begin_state
from resolution.upkeep.state import Decisions, FramesInMemory
from resolution.upkeep.update import update_resolution
from schemas.errors import ConfigError
from staging.records import load_records
from tests import histories
from tests.flows.tiny_world import write_delivery
from tests.histories import Record, draw_records, revise, withdraw

Tables = dict[str, pl.DataFrame]
Row = dict[str, Any]
ACTIVE_SCHEMA: dict[str, Any] = {
    "decision_id": pl.String,
    "judgement": pl.String,
    "left_keys": pl.List(pl.String),
    "right_keys": pl.List(pl.String),
    "kind": pl.String,
    "status": pl.String,
    "decided_at": pl.Datetime("us", "UTC"),
    "revokes": pl.String,
}
SETTINGS = Settings(as_of=datetime(2026, 1, 15, 12, tzinfo=UTC), threads=1)
NO_CAUSES = pl.DataFrame(
    schema={"decision_id": pl.String, "mention_id": pl.String, "decided_at": pl.Datetime("us", "UTC")}
)


@dataclass
class Staged:
    """Records in a store: what turns them into typed tables, and settles their revisions."""

    job: Job
    rng: Random
    waiting: list[Record]
    current: dict[str, Record] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=count)

    def deliver(self, records: Iterable[Record]) -> None:
        """Deliver records, in one file of each agency."""
        fresh = list(records)
        self.current |= {histories.record_key(each): each for each in fresh}
        if not fresh:
            return
        folder = self.job.store.parent / str(next(self.numbers))
        for agency in sorted({each["agency"] for each in fresh}):
            own = [each for each in fresh if each["agency"] == agency]
            write_delivery(folder, agency, "cases.ndjson", own)
        ingest_step([folder], self.job)

    def change(self) -> None:
        """Deliver some new records, corrections and withdrawals."""
        known = list(self.current.values())
        chosen = self.rng.sample(known, 6)
        come = [self.waiting.pop() for _ in range(min(len(self.waiting), self.rng.randint(0, 6)))]
        come += [revise(self.rng, each, known) for each in chosen[: self.rng.randint(0, 4)]]
        come += [withdraw(each) for each in chosen[self.rng.randint(4, 6) :] if not each["retracted"]]
        self.deliver(come)

    def tables(self) -> Tables:
        """The current records."""
        with self.job.opened() as store:
            return load_records(store)


def stage(seed: int, folder: Path, *, cases: int) -> Staged:
    """A store with some two thirds of a random world."""
    folder.mkdir(parents=True, exist_ok=True)
    staged = Staged(Job(folder / "s.duckdb", SETTINGS), Random(f"changes {seed}"), draw_records(seed, cases))
    staged.deliver(staged.waiting.pop() for _ in range(cases * 2 // 3))
    return staged


def keys_of(tables: Tables) -> dict[str, int]:
    """Revision of each record."""
    return dict(tables["cases"].select(record_key(), "revision").iter_rows())


def only(tables: Tables, keys: Iterable[str]) -> Tables:
    """The tables of these records."""
    wanted = pl.Series("record_key", sorted(keys), dtype=pl.String).implode()
    return {name: frame.filter(record_key().is_in(wanted)) for name, frame in tables.items()}


class KeptWorld:
    """A network that follows what happens, and its rebuild.

    Attributes:
        kept: The frames that are kept up to date.
        rebuilt: The network worked out from nothing, under the ids that it had.
        mentions: Who is who, for that.
        decided: What is decided.
    """

    def __init__(self, staged: Staged, seed: int = DEFAULT_SEED) -> None:
        self.staged, self.seed, self.active, self.ever = staged, seed, list[Row](), list[Row]()
        self.tables = staged.tables()
        workings, self.decided = self._resolve([])
        self.rebuilt = self._rebuild(workings.resolution, None, None)
        network = self.rebuilt.network
        self.who = FramesInMemory(dict(begin_state(workings, DEFAULT_POLICY)))
        shared = {name: getattr(network, name) for name in SHARED_FRAMES}
        listed = {name: getattr(network, name) for name in ("mentions", "occurrences", "link_evidence")}
        self.kept = FramesInMemory(begin_network(self.rebuilt) | shared | listed)

    def follow(self, *, is_rebuilt: bool = True) -> NetworkUpdate:
        """Follow what was delivered and decided since, and work it out from nothing as well."""
        before, causes_before = self.tables, self.decided.causes
        self.tables = self.staged.tables()
        workings, self.decided = self._resolve(self._draw())
        was, now = keys_of(before), keys_of(self.tables)
        gone = sorted(key for key, revision in was.items() if now.get(key) != revision)
        fresh = sorted(key for key, revision in now.items() if was.get(key) != revision)
        records = pl.DataFrame({"record_key": sorted({*gone, *fresh})}, schema={"record_key": pl.String})
        withdrawn = ~pl.col("record_key").is_in(pl.Series(fresh, dtype=pl.String).implode())
        ids = [causes["decision_id"] for causes in (self.decided.causes, causes_before)]
        moved = compare_decisions(pl.DataFrame(self.ever, schema=ACTIVE_SCHEMA), *ids)
        changes = Changes(records.with_columns(is_withdrawn=withdrawn), moved)
        previous = self.network()
        update = self._update(fresh, gone, changes)
        if is_rebuilt:
            self.rebuilt = self._rebuild(workings.resolution, previous, changes)
        return update

    def _update(self, fresh: list[str], gone: list[str], changes: Changes) -> NetworkUpdate:
        redecided = changes.decisions["mention_id"]
        decisions = Decisions(self.decided.pairs, redecided)
        left = pl.Series("record_key", gone, dtype=pl.String)
        tables = only(self.tables, fresh)
        told = update_resolution(self.who, tables, left, decisions=decisions, policy=DEFAULT_POLICY)
        assert told is not None
        come = pl.Series("record_key", fresh, dtype=pl.String)
        incoming = Incoming(
            lambda keys: only(self.tables, keys), come, left, told.mentions, self.decided, redecided
        )
        return update_network(self.kept, incoming, changes, seed=self.seed)

    def _resolve(self, drawn: list[Row]) -> tuple[Workings, Decided]:
        """Who is who; decisions just drawn go again when they contradict others."""
        mention = pl.format("{}#{}", record_key(), "person_no")
        mentions = self.tables["persons"].select(mention).to_series()
        for rows in (drawn, []):
            active = pl.DataFrame([*self.active, *rows], schema=ACTIVE_SCHEMA)
            decided = arrange_decisions(active, mentions)
            try:
                workings = work_out(self.tables, decisions=decided.pairs)
            except ConfigError:
                continue
            self.active += rows
            self.ever += rows
            return workings, decided
        self.active.clear()
        return self._resolve([])

    def _rebuild(
        self, found: Resolution, previous: Network | None, changes: Changes | None
    ) -> NetworkWorkings:
        mentions = inherit_persons(found.mentions, None if previous is None else previous.mentions)
        given = Given(seed=self.seed, previous=previous, decided=self.decided, changes=changes)
        return work_out_network(
            state_network(self.tables, previous), Resolution(mentions, found.pairs), given
        )

    def network(self) -> Network:
        """The network that is kept, its frames in their order."""
        return Network(
            **{name: self.kept.whole(name).sort(FRAME_ORDER[name]) for name in Network.__dataclass_fields__}
        )

    def _draw(self) -> list[Row]:
        """Take back a decision now and then, and draw others about what the kept network shows."""
        rng = self.staged.rng
        if self.active and rng.random() < 0.4:
            self.active.pop(rng.randrange(len(self.active)))
        people, assets, links = (self.kept.whole(name) for name in ("people", "assets", "links"))
        listed = list_occurrences(people, assets).with_columns(occurrence_key()).sort("occurrence_key")
        rows = [self._about(rng, listed, links.sort(links.columns[:3])) for _ in range(rng.randint(0, 3))]
        return [row for row in rows if row is not None]

    def _about(self, rng: Random, listed: pl.DataFrame, links: pl.DataFrame) -> Row | None:
        judgement = rng.choice(["same", "not_same", "settled", "link_confirmed", "link_rejected"])
        made: Row = {"judgement": judgement, "kind": None, "status": None, "right_keys": [], "revokes": None}
        made |= {"decision_id": f"J-{rng.random()}", "decided_at": datetime(2026, 1, 2, tzinfo=UTC)}
        persons = listed.filter(pl.col("kind") == "person")["occurrence_key"].to_list()
        if "link" in judgement:
            if links.is_empty():
                return None
            source, target, kind = links.select("source_id", "target_id", "kind").row(
                rng.randrange(links.height)
            )
            sides = [
                listed.filter(pl.col("entity_id") == end)["occurrence_key"].to_list()
                for end in (source, target)
            ]
            return made | {"left_keys": sides[0], "right_keys": sides[1], "kind": kind}
        if judgement == "settled":
            both = self.kept.whole("people").filter(pl.col("entity_status") == "both")
            waiting = sorted(mention_ids(both))
            status = rng.choice(["facilitator", "smuggled_migrant"])
            return made | {"left_keys": [rng.choice(waiting or persons)], "status": status}
        left, right = sorted(rng.sample(persons, 2))
        return made | {"left_keys": [left], "right_keys": [right]}

    def said_of_clusters(self) -> dict[str, pl.DataFrame]:
        """All that is to be said of the clusters that are kept, worked out from nothing."""
        ground, holders = self.rebuilt.ground, self.rebuilt.holders
        clusters = self.network().clusters
        signals = collect_signals(ground.evidence, ground.people, holders)
        players = rank_players(clusters, ground.entities, ground.people, ground.links, signals)
        records = cluster_records(clusters, ground.people)
        steps = corridor_steps(self.tables["legs"], records)
        occurrences = list_occurrences(ground.people, ground.assets)
        who = self.rebuilt.network.mentions.drop("cluster_id")
        return {
            "key_players": score_players(players, signals, seed=self.seed),
            "corridors": steps,
            "cluster_summary": summarise_clusters(
                clusters, records, ground.facts, ground.links, corridor_texts(steps), entities=ground.entities
            ),
            "damped_hubs": report_hubs(ground.factors, ground.entities, self.kept.whole("spread")),
            "mentions": mark_mentions(who, ground.people, occurrences, clusters),
        }


def mention_ids(people: pl.DataFrame) -> list[str]:
    """Mention ids of person rows."""
    return people.select(pl.format("{}#{}", "record_key", "person_no")).to_series().to_list()
