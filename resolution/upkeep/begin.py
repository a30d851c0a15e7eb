"""What is remembered of a resolution from nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from resolution.components import Judged
from resolution.policy import Policy
from resolution.resolve import Workings
from resolution.upkeep.index import index_blocks
from resolution.upkeep.state import counts_frame, round_columns

NUMBER = pl.UInt32
"""Mentions and records are numbered; a record has the number of its first mention."""


NamedFrame = tuple[str, pl.DataFrame]


def begin_state(workings: Workings, policy: Policy) -> Iterator[NamedFrame]:
    """Yield the frames of `resolution.upkeep.state.FRAMES` by name; a mention's number is its position.

    What a frame is made of is let go once that has been taken, unless others hold on to it.

    Args:
        workings: Of all records.
        policy: The policy they were worked out by.
    """
    features, blocks = workings.features, workings.blocks
    records = number_records(features)
    yield "values", workings.values.rename({"idx": "number"})
    yield "counts", counts_frame(workings.counts)
    yield "case_values", workings.case_values
    yield "groups", _groups(workings, records, policy)
    pairs = _pairs(workings, records, policy)
    del workings
    yield "pairs", pairs
    del pairs
    blocks = pl.concat([blocks, index_blocks(features)])
    yield "blocks", blocks.rename({"idx": "number"})
    del blocks
    yield "mentions", features.drop("idx").with_columns(features["idx"].cast(NUMBER).alias("number"), records)


def number_records(features: pl.DataFrame) -> pl.Series:
    """For each mention the number of its record: the position of the record's first mention."""
    first = features.select(pl.col("idx").min().over("record_key").cast(NUMBER).alias("record"))
    return first["record"]


def _rounds(workings: Workings, policy: Policy) -> list[Judged]:
    """One for each round; rounds after the last one that was worked out are like it."""
    done = workings.rounds
    return [done[min(number, len(done) - 1)] for number in round_columns(policy)]


def _pairs(workings: Workings, records: pl.Series, policy: Policy) -> pl.DataFrame:
    scored, judged = workings.scored, workings.judged
    told = workings.lasting.select("row", "incident", "belongings")
    rounds = {
        name: pl.Series(values)
        for number, each in enumerate(_rounds(workings, policy))
        for name, values in ((f"weight_{number}", each.bits), (f"enough_{number}", each.enough))
    }
    context = pl.DataFrame({"row": pl.int_range(scored.height, eager=True, dtype=pl.UInt32)}).join(
        told.with_columns(pl.col("row").cast(pl.UInt32)), on="row", how="left", maintain_order="left"
    )
    return scored.with_columns(
        pl.col("^level_.*$").cast(pl.String),
        context["incident"],
        context["belongings"],
        judged["judgement"],
        judged["reason"],
        judged["bits_context"],
        judged["level_context"].cast(pl.String),
        record_left=records.gather(scored["left"]),
        record_right=records.gather(scored["right"]),
        **rounds,
    )


def _groups(workings: Workings, records: pl.Series, policy: Policy) -> pl.DataFrame:
    columns = {"number": workings.features["idx"].cast(NUMBER), "record": records}
    for number, each in enumerate(_rounds(workings, policy)):
        columns[f"root_{number}"] = pl.Series(each.roots).cast(NUMBER)
        columns[f"component_{number}"] = pl.Series(smallest_of(each.component)).cast(NUMBER)
    return pl.DataFrame(columns)


def smallest_of(
    component: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """For each position the smallest position of its component."""
    size = len(component)
    first = np.full(size, size)
    np.minimum.at(first, component, np.arange(size))
    return first[component]
