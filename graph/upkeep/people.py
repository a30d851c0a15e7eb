"""Person rows: those that came, and those whose person or its status has changed."""

from __future__ import annotations

import polars as pl

from graph.facts import record_key
from graph.inheritance import inherit, rename, taken_elsewhere
from graph.persons import tell_status
from graph.upkeep.begin import PEOPLE_COLUMNS
from graph.upkeep.change import Incoming, Tables, differences, ids, replace_rows
from resolution.upkeep.state import KeyedFrames

MENTION = ["record_key", "person_no"]


def lasting_mentions(state: KeyedFrames, mentions: pl.DataFrame, changed: pl.Series) -> pl.DataFrame:
    """Give persons the ids that they had, as `graph.inheritance.inherit_persons` does for all.

    Args:
        state: What is remembered of the network.
        mentions: All mentions of the persons that have changed, under fresh ids.
        changed: `record_key` of all records that came, went or changed.

    Returns:
        The mentions with lasting `entity_id`.
    """
    keyed = mentions.with_columns(record_key(), pl.col("person_no").cast(pl.Int64))
    records = ids("record_key", keyed["record_key"], changed)
    before = state.select("people", "record_key", records).select("entity_id", *MENTION)
    is_changed = pl.col("record_key").is_in(changed.implode())
    before = before.filter(is_changed | _is_among(keyed))
    part = pl.concat_str(["record_key", pl.lit("#"), "person_no"]).alias("part")
    columns = [pl.col("entity_id").alias("id"), part]
    now, was = keyed.select(columns), before.select(columns)
    return rename(mentions, inherit(now, was, taken_elsewhere(state, "people", now, was)))


def _is_among(keyed: pl.DataFrame) -> pl.Expr:
    return pl.struct(MENTION).is_in(keyed.select(pl.struct(MENTION).alias("mention"))["mention"].implode())


def update_people(state: KeyedFrames, incoming: Incoming, fresh: Tables) -> tuple[pl.Series, pl.Series]:
    """Bring `people` up to date.

    Args:
        state: What is remembered of the network.
        incoming: What has come in; persons under lasting ids.
        fresh: Case tables of the records that are new or have changed.

    Returns:
        `record_key` of records in which a row has another person or status, and `entity_id` of those persons.
    """
    mentions = incoming.mentions.with_columns(record_key(), pl.col("person_no").cast(pl.Int64))
    was_there = state.select("people", "record_key", incoming.changed)
    touched = ids("entity_id", mentions["entity_id"], was_there["entity_id"], _settled_anew(state, incoming))
    records = ids("record_key", mentions["record_key"])
    moved = state.select("people", "record_key", records)
    moved = moved.join(mentions.select(MENTION), on=MENTION, how="semi")
    before = pl.concat([was_there, moved, state.select("people", "entity_id", touched)]).unique(MENTION)
    stayed = before.filter(~pl.col("record_key").is_in(incoming.changed.implode())).drop("entity_status")
    said = mentions.select(*MENTION, now="entity_id")
    stayed = stayed.join(said, on=MENTION, how="left").with_columns(entity_id=pl.coalesce("now", "entity_id"))
    people = pl.concat([stayed.drop("now"), _fresh_rows(fresh, mentions, stayed.drop("now").columns)])
    after = tell_status(people, incoming.decided.settled).select(PEOPLE_COLUMNS)
    replace_rows(state, "people", MENTION, before.select(PEOPLE_COLUMNS), after)
    changed = differences(after.drop("aliases"), before.drop("aliases"))
    return changed["record_key"].unique(), ids("entity_id", changed["entity_id"])


def _settled_anew(state: KeyedFrames, incoming: Incoming) -> pl.Series:
    """Persons about whom somebody made or revoked a decision."""
    asked = pl.DataFrame({"mention_id": incoming.redecided}).with_columns(
        pl.col("mention_id").str.extract(r"^(.*)#[0-9]+$").alias("record_key"),
        pl.col("mention_id").str.extract(r"#([0-9]+)$").cast(pl.Int64).alias("person_no"),
    )
    rows = state.select("people", "record_key", asked["record_key"])
    return rows.join(asked.drop_nulls(), on=MENTION, how="semi")["entity_id"]


def _fresh_rows(fresh: Tables, mentions: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    rows = fresh["persons"].drop("status").with_columns(record_key(), pl.col("person_no").cast(pl.Int64))
    known = mentions.select(*MENTION, "entity_id", "status")
    return rows.join(known, on=MENTION, how="inner").select(columns)
