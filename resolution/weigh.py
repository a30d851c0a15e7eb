"""Weigh pairs of values with Splink.

Splink does not see pairs of mentions: it sees the distinct pairs of values of each comparison
(`resolution.value_pairs`). Comparisons that meet many are asked for one by one; the others are stacked in one
table in which each row has the columns of one comparison and leaves those of the others empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from splink import DuckDBAPI, SettingsCreator
from splink.internals.comparison_vector_values import compute_comparison_vector_values_from_id_pairs_sqls
from splink.internals.pipeline import CTEPipeline
from splink.internals.predict import predict_from_comparison_vectors_sqls_using_settings

from resolution.comparison import Comparison, Level
from resolution.value_pairs import ValuePairs

STACKED_PAIRS = 10_000
"""A comparison with more pairs of values than this is asked for alone: starting Splink costs as much as some
ten thousand rows of a wide table."""

BATCH_PAIRS = 250_000
"""Pairs of values that Splink compares at a time: bounds memory, costs some milliseconds a batch."""

VALUES, PAIRS = "value_rows", "__splink__blocked_id_pairs"
"""Tables of the rows compared (under any name) and of which ones (under Splink's own)."""

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int8]
Weighed = tuple[Numbers, Floats]
"""Of each pair of values its level (Splink's number: the last level is 0, the one before 1, missing -1) and
the bits of that level."""


def weigh_values(
    comparisons: Sequence[Comparison], met: Sequence[ValuePairs], threads: int
) -> tuple[Weighed, ...]:
    """Level and bits of each distinct pair of values, comparison by comparison.

    Args:
        comparisons: What is compared.
        met: The pairs of values of each comparison.
        threads: Threads of the database that Splink computes in.
    """
    connection = DuckDBAPI().duckdb_con
    connection.execute(f"set threads = {threads:d}")
    is_many = [len(each.left) > STACKED_PAIRS for each in met]
    # all comparisons are in the stack, so that its statement is written once, whichever of them meet many
    stack = [_nothing_of(each) if alone else each for each, alone in zip(met, is_many, strict=True)]
    weighed = list(_weigh_stack(connection, comparisons, stack))
    for place, alone in enumerate(is_many):
        if alone:
            [weighed[place]] = _weigh_stack(connection, [comparisons[place]], [met[place]])
    connection.close()
    return tuple(weighed)


def _nothing_of(met: ValuePairs) -> ValuePairs:
    """No pair, under the same columns."""
    none = np.empty(0, dtype=met.left.dtype)
    return replace(met, values=met.values.clear(), left=none, right=none)


def _weigh_stack(
    connection: Any,  # noqa: ANN401 - DuckDB's, which this room does not import
    comparisons: Sequence[Comparison],
    met: Sequence[ValuePairs],
) -> tuple[Weighed, ...]:
    starts = np.cumsum([0, *(each.values.height for each in met)])
    asked = pl.concat(
        [
            pl.DataFrame({"join_key_l": each.left + start, "join_key_r": each.right + start})
            for each, start in zip(met, starts[:-1], strict=True)
        ]
        or [pl.DataFrame()]
    )
    if asked.is_empty():
        return tuple((np.empty(0, dtype=np.int8), np.empty(0)) for _ in met)
    stacked = pl.concat([each.values for each in met], how="diagonal").with_row_index("idx")
    connection.register(VALUES, stacked.to_arrow())
    answers = pl.concat(
        [_weigh_batch(connection, batch, comparisons) for batch in asked.iter_slices(BATCH_PAIRS)]
    ).sort("idx_l", "idx_r")
    connection.unregister(VALUES)
    ends = np.cumsum([len(each.left) for each in met])[:-1]
    columns = (np.split(answers[name].to_numpy(), ends) for name in ("number", "bits"))
    return tuple(zip(*columns, strict=True))


def _weigh_batch(
    connection: Any,  # noqa: ANN401 - DuckDB's, which this room does not import
    asked: pl.DataFrame,
    comparisons: Sequence[Comparison],
) -> pl.DataFrame:
    connection.register(PAIRS, asked.with_columns(match_key=pl.lit("0")).to_arrow())
    numbers = ", ".join(f"gamma_{comparison.name}" for comparison in comparisons)
    wanted = f"idx_l, idx_r, greatest({numbers})::tinyint as number, match_weight as bits"
    scored = connection.execute(f"select {wanted} from ({_predict_sql(tuple(comparisons))})")
    frame = pl.DataFrame(scored.to_arrow_table())
    connection.unregister(PAIRS)
    return frame


@cache
def _predict_sql(comparisons: tuple[Comparison, ...]) -> str:
    """What Splink's `predict` runs, on the tables `VALUES` and `PAIRS`.

    Splink takes as long to write it as to run it on ten thousand pairs, and keeps every step in a table of
    its own with all columns; so it is written once and asked for two columns.
    """
    settings = SettingsCreator.from_path_or_dict(splink_settings(comparisons)).get_settings("duckdb")
    columns = settings.column_info_settings
    pipeline = CTEPipeline()
    pipeline.enqueue_list_of_sqls(
        compute_comparison_vector_values_from_id_pairs_sqls(
            settings._columns_to_select_for_blocking,
            settings._columns_to_select_for_comparison_vector_values,
            input_tablename_l=VALUES,
            input_tablename_r=VALUES,
            source_dataset_input_column=columns.source_dataset_input_column,
            unique_id_input_column=columns.unique_id_input_column,
            link_type="dedupe_only",
            sql_dialect_str="duckdb",
        )
    )
    pipeline.enqueue_list_of_sqls(predict_from_comparison_vectors_sqls_using_settings(settings))
    return pipeline.generate_cte_pipeline_sql()


def splink_settings(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """Comparisons as Splink's settings; the prior is even odds, so that a weight is the evidence alone."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "idx",
        "probability_two_random_records_match": 0.5,
        "blocking_rules_to_generate_predictions": ["l.idx = r.idx"],
        "comparisons": [_splink_comparison(comparison) for comparison in comparisons],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }


def _splink_comparison(comparison: Comparison) -> dict[str, Any]:
    null_level = {
        "sql_condition": comparison.null_condition,
        "label_for_charts": "missing",
        "is_null_level": True,
    }
    return {
        "output_column_name": comparison.name,
        "comparison_levels": [null_level, *[_splink_level(level) for level in comparison.levels]],
    }


def _splink_level(level: Level) -> dict[str, Any]:
    return {
        "sql_condition": "ELSE" if level.condition == "else" else level.condition,
        "label_for_charts": level.name,
        "m_probability": level.m,
        "u_probability": level.u,
    }
