"""Kept up to date is as worked out from nothing: random histories of records and decisions, step by step."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import polars as pl
import pytest

from resolution import candidates, frequencies
from resolution.decisions import DECISION_SCHEMA
from resolution.policy import DEFAULT_POLICY
from resolution.resolve import Resolution, work_out
from resolution.upkeep.begin import begin_state
from resolution.upkeep.state import Decisions, FramesInMemory
from resolution.upkeep.update import Update, update_resolution
from schemas.errors import ConfigError

WORLDS = int(os.environ.get("UPKEEP_WORLDS", "4"))
"""Random histories in one run; more with `UPKEEP_WORLDS=40 pytest tests/resolution/test_upkeep.py`."""

Tables = dict[str, pl.DataFrame]
Persons = dict[str, list[dict[str, Any]]]
GIVEN = ["José", "María", "Juan", "Ana", "Luis", "Rosa", "Pedro", "Zoila"]
SURNAMES = ["Hernández", "García", "López", "Zaldívar", "Ochoa", "Quispe", "Ríos"]
NATIONALITIES = ["MX", "HN", "GT", None]
NOBODY = pl.Series("mention_id", [], dtype=pl.String)


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let caps and frequencies of a small world move as often as those of a large one."""
    rules = tuple(
        rule._replace(most_mentions=max(3, rule.most_mentions // 60)) for rule in candidates.BLOCK_RULES
    )
    monkeypatch.setattr(candidates, "BLOCK_RULES", rules)
    monkeypatch.setattr("resolution.upkeep.dirty.BLOCK_RULES", rules)
    monkeypatch.setattr(frequencies, "ASSUMED_COUNT", 20.0)
    monkeypatch.setattr(frequencies, "NATIONAL_COUNT", 5.0)


def make_record(rng: Random, record_id: str) -> list[dict[str, Any]]:
    case = {
        "incident_start_date": date(2024, 3, rng.randint(1, 9)),
        "country": "MX",
        "admin1": "Chiapas",
        "municipality": rng.choice(["Tapachula", "Tuxtla"]),
        "origin_ref": rng.choice([None, None, None, "MX-A/R003"]),
    }
    return [make_person(rng, record_id, number, case) for number in range(1, rng.randint(2, 4))]


def make_person(rng: Random, record_id: str, number: int, case: dict[str, Any]) -> dict[str, Any]:
    phones = [("phone", f"+52 962 {rng.randint(0, 14):03} 0000") for _ in range(rng.randint(0, 2))]
    return {
        "record_id": record_id,
        "person_no": number,
        "status": rng.choice(["facilitator", "unknown", "smuggled_migrant"]),
        "given_names": rng.choice(GIVEN),
        "surname_1": rng.choice(SURNAMES),
        "surname_2": rng.choice([*SURNAMES, None]),
        "aliases": rng.choice([None, None, ["El Gato"], ["La Flaca"]]),
        "birth_date": rng.choice([None, date(1980 + rng.randint(0, 3), 5, rng.randint(1, 4))]),
        "nationality": rng.choice(NATIONALITIES),
        "sex": rng.choice(["M", "F", None]),
        "identifiers": phones,
        "case": case,
    }


def draw_decisions(rng: Random, ids: list[str]) -> pl.DataFrame:
    rows = [(*sorted(rng.sample(ids, 2)), rng.choice(["same", "not_same"])) for _ in range(rng.randint(0, 3))]
    frame = pl.DataFrame(rows, schema=DECISION_SCHEMA, orient="row")
    return frame.unique(["left_id", "right_id"], keep="first", maintain_order=True)


def flatten(persons: Persons) -> list[dict[str, Any]]:
    return [person for _, of_record in sorted(persons.items()) for person in of_record]


def apply_update(before: Resolution, update: Update) -> Resolution:
    ids = update.untold_ids.implode()
    kept = before.mentions.join(update.mentions, on="mention_id", how="anti")
    kept = kept.filter(~pl.col("mention_id").is_in(update.gone_ids.implode()))
    mentions = pl.concat([kept, update.mentions.select(kept.columns)]).sort("mention_id")
    others = before.pairs.filter(~(pl.col("left_id").is_in(ids) | pl.col("right_id").is_in(ids)))
    others = others.join(update.untold, on=["left_id", "right_id"], how="anti")
    pairs = pl.concat([others, update.pairs.select(others.columns)]).sort("left_id", "right_id")
    return Resolution(mentions, pairs)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_any_history_ends_where_a_rebuild_does(seed: int, tables_of: Callable[..., Tables]) -> None:
    rng = Random(seed)
    persons = {f"R{number:03}": make_record(rng, f"R{number:03}") for number in range(45)}
    decided = pl.DataFrame(schema=DECISION_SCHEMA)
    workings = work_out(tables_of(*flatten(persons)), decisions=decided)
    state, known = FramesInMemory(dict(begin_state(workings, DEFAULT_POLICY))), workings.resolution
    for _ in range(3):
        chosen = rng.sample(sorted(persons), rng.randint(0, 6))
        for record_id in chosen:
            del persons[record_id]
        fresh = {key: make_record(rng, key) for key in chosen[::2]}
        fresh |= {
            key: make_record(rng, key)
            for key in (f"S{rng.randint(0, 999):03}" for _ in range(rng.randint(1, 4)))
        }
        gone = pl.Series("record_key", [f"MX-A/{key}" for key in {*chosen, *fresh}])
        persons |= fresh
        before, decided = decided, draw_decisions(rng, workings.resolution.mentions["mention_id"].to_list())
        changed = pl.concat([before, decided])
        ids = pl.concat([changed["left_id"], changed["right_id"]]).alias("mention_id").unique()
        try:
            workings = work_out(tables_of(*flatten(persons)), decisions=decided)
        except ConfigError:
            return
        update = update_resolution(
            state, tables_of(*flatten(fresh)), gone, decisions=Decisions(decided, ids), policy=DEFAULT_POLICY
        )
        assert update is not None
        known = apply_update(known, update)
        assert known.mentions.equals(workings.resolution.mentions)
        assert known.pairs.equals(workings.resolution.pairs.sort("left_id", "right_id"))


def test_a_change_that_moves_the_prior_asks_for_a_rebuild(tables_of: Callable[..., Tables]) -> None:
    rng = Random(5)
    persons = {f"R{number:03}": make_record(rng, f"R{number:03}") for number in range(20)}
    policy = DEFAULT_POLICY.__class__(smallest_population=16)
    workings = work_out(tables_of(*flatten(persons)), policy=policy)
    state = FramesInMemory(dict(begin_state(workings, policy)))
    many = {f"S{number:03}": make_record(rng, f"S{number:03}") for number in range(40)}
    nothing = pl.Series("record_key", [], dtype=pl.String)
    none = Decisions(pl.DataFrame(schema=DECISION_SCHEMA), NOBODY)
    assert update_resolution(state, tables_of(*flatten(many)), nothing, decisions=none, policy=policy) is None


def test_nothing_changed_touches_nobody(tables_of: Callable[..., Tables]) -> None:
    rng = Random(6)
    persons = flatten({f"R{number:03}": make_record(rng, f"R{number:03}") for number in range(20)})
    tables = tables_of(*persons)
    state = FramesInMemory(dict(begin_state(work_out(tables), DEFAULT_POLICY)))
    empty = {name: frame.clear() for name, frame in tables.items()}
    none = Decisions(pl.DataFrame(schema=DECISION_SCHEMA), NOBODY)
    nothing = pl.Series("record_key", [], dtype=pl.String)
    update = update_resolution(state, empty, nothing, decisions=none, policy=DEFAULT_POLICY)
    assert update is not None
    assert (update.mentions.height, update.pairs.height, update.gone_ids.len()) == (0, 0, 0)
