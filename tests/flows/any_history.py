"""One random history of a whole store, step by step, and what its network says in words of the records."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import polars as pl

from flows.job import Job
from flows.settings import read_settings
from flows.steps.decide import decide_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.retract import retract_step
from flows.steps.saved import load_frames
from schemas.errors import TramaError
from staging.decisions import load_decisions
from staging.network_store import network_basis
from tests.flows.decision_files import write_decisions
from tests.flows.store_copies import copy_job
from tests.flows.tiny_world import write_delivery
from tests.histories import Record, draw_records, record_key, revise, withdraw

REFUSALS = ("contradict", "no link", "does not know", "knows no current")
"""Why a decision drawn at random may be refused: it was only then found to make no sense."""


@dataclass
class History:
    """A store, what was delivered to it, and what may still be.

    Attributes:
        job: The store.
        rng: Draws everything.
        waiting: Records not delivered yet.
        current: Newest revision of each delivered record by key.
        delivered: All that was delivered, revisions included.
        commanded: Keys of records withdrawn by command.
    """

    job: Job
    rng: Random
    waiting: list[Record]
    current: dict[str, Record] = field(default_factory=dict)
    delivered: list[Record] = field(default_factory=list)
    commanded: list[str] = field(default_factory=list)

    def change(self) -> None:
        """Let a few things happen, in any order."""
        happens = [self.add, self.correct, self.retract, self.decide, self.decide, self.revoke, self.forbid]
        for happen in self.rng.sample(happens, self.rng.randint(2, len(happens))):
            happen()

    def deliver(self, records: Iterable[Record], *, are_apart: bool = False) -> None:
        """Deliver records, each agency's in a file of its own, or each record in one, in their order."""
        fresh = list(records)
        folder = self.job.store.parent / "landing" / str(len(self.delivered))
        self.delivered += fresh
        deliver_all(self.job, fresh, folder, are_apart=are_apart)
        for record in fresh:
            known = self.current.get(record_key(record))
            if known is None or known["revision"] < record["revision"]:
                self.current[record_key(record)] = record

    def add(self) -> None:
        """Deliver records that are new."""
        count = min(len(self.waiting), self.rng.randint(1, 8))
        self.deliver(self.waiting.pop() for _ in range(count))

    def correct(self) -> None:
        """Deliver later revisions, now and then two at once with the later one first."""
        made = []
        for record in self._draw(self.rng.randint(1, 5)):
            later = revise(self.rng, record, list(self.current.values()))
            made += [revise(self.rng, later, [record]), later] if self.rng.random() < 0.2 else [later]
        self.deliver(made, are_apart=True)

    def retract(self) -> None:
        """Withdraw records by delivery; those withdrawn before may come back by a correction."""
        self.deliver(withdraw(each) for each in self._draw(self.rng.randint(0, 2)))

    def forbid(self) -> None:
        """Withdraw a record by command; it never comes back."""
        for record in self._draw(1):
            retract_step(record_key(record), "order", self.job)
            self.commanded.append(record_key(record))

    def decide(self) -> None:
        """Decide about two mentions, a person or a link."""
        kind = self.rng.choice(["same", "same", "not_same", "settled", "link_confirmed", "link_rejected"])
        self._submit(self._about_link(kind) if "link" in kind else self._about_persons(kind))

    def revoke(self) -> None:
        """Take a decision back."""
        with self.job.opened() as store:
            active = load_decisions(store)["decision_id"].sort().to_list()
        if active:
            self._submit({"revokes": self.rng.choice(active)})

    def _draw(self, count: int) -> list[Record]:
        free = sorted(set(self.current) - set(self.commanded))
        return [self.current[key] for key in self.rng.sample(free, min(count, len(free)))]

    def _mentions(self) -> list[str]:
        return sorted(
            f"{key}#{person['person_no']}"
            for key, record in self.current.items()
            if not record["retracted"] and key not in self.commanded
            for person in record["persons"]
        )

    def _about_persons(self, kind: str) -> dict[str, str] | None:
        if kind == "settled":
            status = self.rng.choice(["facilitator", "smuggled_migrant"])
            return {"judgement": kind, "person": self.rng.choice(self._pending()), "status": status}
        left, right = self._likely_pair()
        return {"judgement": kind, "left": left, "right": right}

    def _pending(self) -> list[str]:
        """Somebody of two statuses if there is anybody."""
        frames = saved(self.job, ["mentions", "entities"])
        both = frames["entities"].filter(pl.col("status") == "both").select("entity_id")
        rows = frames["mentions"].join(both, on="entity_id").select("agency", "record_id", "person_no")
        waiting = {f"{agency}/{record}#{number}" for agency, record, number in rows.iter_rows()}
        return sorted(waiting.intersection(self._mentions())) or self._mentions()

    def _likely_pair(self) -> tuple[str, str]:
        """Two mentions of one person, or of a doubtful pair, or any two."""
        pairs = saved(self.job, ["pairs"])["pairs"].select("left_id", "right_id").sort("left_id", "right_id")
        if self.rng.random() < 0.7 and pairs.height:
            left, right = pairs.row(self.rng.randrange(pairs.height))
            return left, right
        left, right = self.rng.sample(self._mentions(), 2)
        return left, right

    def _about_link(self, judgement: str) -> dict[str, str] | None:
        links = saved(self.job, ["links"])["links"]
        if links.is_empty():
            return None
        source, target, kind = links.select("source_id", "target_id", "kind").row(
            self.rng.randrange(links.height)
        )
        return {"judgement": judgement, "left": source, "right": target, "kind": kind}

    def _submit(self, made: dict[str, str] | None) -> None:
        if made is None:
            return
        why = f"step {len(self.delivered)} {self.rng.random()}"
        try:
            decide_step(write_decisions(self.job.store.parent, made, why=why), self.job)
        except TramaError as refused:
            if not any(each in str(refused) for each in REFUSALS):
                raise


def begin_history(seed: int, folder: Path, *, cases: int) -> History:
    """A store that has taken in and linked about half of a random world."""
    rng = Random(f"course {seed}")
    folder.mkdir(parents=True, exist_ok=True)
    history = History(Job(folder / "store.duckdb", read_settings()), rng, draw_records(seed, cases))
    history.deliver(history.waiting.pop() for _ in range(cases // 2))
    link_step(history.job)
    return history


class Beginnings:
    """Histories as they begin, each made once: taking in and linking half a world is most of a short test.

    Rules that a test has made others for small worlds are part of its beginning: those who share one have the
    same rules.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[int, int], History] = {}

    def begin(self, seed: int, folder: Path, *, cases: int) -> History:
        """As `begin_history`, in a store of its own."""
        if (seed, cases) not in self._made:
            self._made[seed, cases] = begin_history(seed, self._folder / f"{seed}-{cases}", cases=cases)
        return _copy(self._made[seed, cases], folder)


def _copy(begun: History, folder: Path) -> History:
    own = (list(begun.waiting), dict(begun.current), list(begun.delivered))
    return History(copy_job(begun.job, folder), deepcopy(begun.rng), *own)


def at_once(history: History, folder: Path) -> Job:
    """A fresh store that got everything at once, in another order; who decided what is as it was."""
    folder.mkdir()
    job = Job(folder / "store.duckdb", history.job.settings)
    records = list(history.delivered)
    history.rng.shuffle(records)
    deliver_all(job, records, folder / "landing")
    with job.opened() as store, history.job.opened() as known:
        store.insert("decisions", known.query("select_whole", table="decisions"))
    for key in history.commanded:
        retract_step(key, "order", job)
    link_step(job)
    return job


def deliver_all(job: Job, records: list[Record], folder: Path, *, are_apart: bool = False) -> None:
    """Deliver records, a file for each agency, or for each record in their order."""
    files: dict[tuple[str, str], list[Record]] = {}
    for number, record in enumerate(records):
        name = f"{number:03}.ndjson" if are_apart else "cases.ndjson"
        files.setdefault((record["agency"], name), []).append(record)
    made = [write_delivery(folder, *place, files[place]) for place in sorted(files)]
    if made:
        ingest_step(made, job)


def saved(job: Job, names: Iterable[str]) -> dict[str, pl.DataFrame]:
    """Frames of the saved network."""
    with job.opened() as store:
        assert network_basis(store) is not None
        return load_frames(store, names)


def persons(frames: dict[str, pl.DataFrame]) -> set[frozenset[str]]:
    """The persons, each as the mentions of it."""
    return set(_parts(frames["occurrences"].filter(pl.col("kind") == "person")).values())


def links(frames: dict[str, pl.DataFrame]) -> dict[tuple[object, ...], tuple[object, ...]]:
    """What is said of each link, by its ends as the places where they are written down."""
    parts = _parts(frames["occurrences"])
    said = {}
    for row in frames["links"].iter_rows(named=True):
        ends = [parts[row.pop("source_id")], parts[row.pop("target_id")]]
        if not row["directed"]:
            ends.sort(key=sorted)
        said[(*ends, row.pop("kind"))] = tuple(row.values())
    return said


def _parts(occurrences: pl.DataFrame) -> dict[str, frozenset[str]]:
    place = pl.concat_str(["record_key", "table", pl.col("row_no").cast(pl.String), "field"], separator="|")
    grouped = occurrences.group_by("entity_id").agg(place.alias("places"))
    return {entity: frozenset(places) for entity, places in grouped.iter_rows()}
