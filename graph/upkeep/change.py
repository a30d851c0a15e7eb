"""What has come in since the network was last worked out, and what that has touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from graph.decided import Decided
from resolution.upkeep.state import KeyedFrames

Tables = Mapping[str, pl.DataFrame]

ENDS = ("source_id", "target_id")
"""The columns of a link's two ends."""


@dataclass(frozen=True)
class Incoming:
    """What has come in.

    Attributes:
        load: Gives the case tables of records by their keys, as they are now.
        fresh: `record_key` of records that are new or have changed.
        gone: `record_key` of records that are withdrawn or have changed.
        mentions: As `Resolution.mentions`: mentions that are new or whose person has changed.
        decided: What investigators decided, as of now.
        redecided: Mention ids that a decision made or revoked since is about.
    """

    load: Callable[[pl.Series], Tables]
    fresh: pl.Series
    gone: pl.Series
    mentions: pl.DataFrame
    decided: Decided
    redecided: pl.Series

    @property
    def changed(self) -> pl.Series:
        """All records that came, went or changed."""
        return pl.concat([self.fresh, self.gone]).unique()


@dataclass(frozen=True)
class Touched:
    """What a change has touched of the network's ground.

    Attributes:
        records: `record_key` of records that say something else now than before.
        entities: `entity_id` of entities that are new, gone, or described otherwise.
        people: `entity_id` of persons whose mentions or statuses are others.
        evidence_before: Rows of evidence that are no more.
        evidence_after: Rows of evidence that are new.
        links_before: Links that are no more, or were otherwise.
        links_after: Links that are new, or are otherwise now.
    """

    records: pl.Series
    entities: pl.Series
    people: pl.Series
    evidence_before: pl.DataFrame
    evidence_after: pl.DataFrame
    links_before: pl.DataFrame
    links_after: pl.DataFrame


@dataclass(frozen=True)
class ChangedClusters:
    """What has changed of clusters.

    Attributes:
        before: Members (`cluster_id, entity_id, kind`) of the clusters concerned, as they were.
        after: The same as they are.
        touched: Entities whose edges, or whose community, changed.
    """

    before: pl.DataFrame
    after: pl.DataFrame
    touched: pl.Series


def ids(name: str, *series: pl.Series) -> pl.Series:
    """The distinct values of several series, nulls left out, under one name."""
    parts = [pl.Series(name, [], dtype=pl.String), *(each.alias(name) for each in series if len(each))]
    return pl.concat(parts).drop_nulls().unique()


def differences(now: pl.DataFrame, was: pl.DataFrame) -> pl.DataFrame:
    """Rows that only one of two frames of the same columns has."""
    columns = was.columns
    ordered = now.select(columns)
    return pl.concat([only_in(ordered, was), only_in(was, ordered)])


def only_in(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Rows of one frame that the other of the same columns does not have."""
    return rows.join(others, on=rows.columns, how="anti", nulls_equal=True)


def replace_rows(
    state: KeyedFrames, frame: str, key: list[str], before: pl.DataFrame, after: pl.DataFrame
) -> None:
    """Write what has changed of some rows of a frame, and nothing else.

    Args:
        state: Where the frame is.
        frame: Its name.
        key: The columns that tell its rows apart, none of them null.
        before: The rows as they were.
        after: The rows as they are; those that are not among them are gone.
    """
    columns = before.columns
    was, now = before, after.select(columns)
    texts = [pl.col(name).list.join("\n") for name, kind in was.schema.items() if kind == pl.List(pl.String)]
    gone = only_in(was.with_columns(texts), now.with_columns(texts)).select(key)
    new = only_in(now.with_columns(texts), was.with_columns(texts)).select(key)
    state.remove_rows(frame, gone)
    state.append(frame, now.join(new, on=key, how="semi"))
