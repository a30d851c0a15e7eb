"""How far a source's grade carries: a factor per scheme and code, without converting one scheme into another.

Each scheme keeps its own two tables (source, information); a record's factor is their product's square root,
so that one middling code does not weigh twice. Codes are as the domain notes give them: Admiralty (NATO
AJP-2.1), Europol 4x4, UK 5x5x5 and 3x5x2. The factors are policy of this project, set by hand: 1 for the
best code, about a half for what cannot be judged, a tenth for what is held to be false.
"""

from __future__ import annotations

import polars as pl

UNGRADED_FACTOR = 0.6
"""Factor of a record without grade, or with a code its scheme does not know: as one that cannot be judged."""

SOURCE_FACTOR: dict[str, dict[str, float]] = {
    "admiralty": {"A": 1.0, "B": 0.9, "C": 0.7, "D": 0.4, "E": 0.1, "F": 0.5},
    "4x4": {"A": 1.0, "B": 0.85, "C": 0.4, "X": 0.5},
    "5x5x5": {"A": 1.0, "B": 0.85, "C": 0.6, "D": 0.2, "E": 0.5},
    "3x5x2": {"1": 1.0, "2": 0.6, "3": 0.2},
}
"""Scheme → code of the source → factor."""

INFO_FACTOR: dict[str, dict[str, float]] = {
    "admiralty": {"1": 1.0, "2": 0.85, "3": 0.7, "4": 0.4, "5": 0.1, "6": 0.5},
    "4x4": {"1": 1.0, "2": 0.85, "3": 0.7, "4": 0.4},
    "5x5x5": {"1": 1.0, "2": 0.85, "3": 0.75, "4": 0.5, "5": 0.1},
    "3x5x2": {"A": 1.0, "B": 0.85, "C": 0.6, "D": 0.4, "E": 0.1},
}
"""Scheme → code of the information → factor."""


def _factor(table: dict[str, dict[str, float]], code_column: str) -> pl.Expr:
    flat = {f"{scheme}|{code}": factor for scheme, codes in table.items() for code, factor in codes.items()}
    key = pl.concat_str([pl.col("grading_scheme"), pl.lit("|"), pl.col(code_column).str.to_uppercase()])
    return key.replace_strict(flat, default=UNGRADED_FACTOR, return_dtype=pl.Float64).fill_null(
        UNGRADED_FACTOR
    )


def grade_factor() -> pl.Expr:
    """Return the factor (0–1) of a `cases` row, from `grading_scheme`, `source_grade` and `info_grade`."""
    both = _factor(SOURCE_FACTOR, "source_grade") * _factor(INFO_FACTOR, "info_grade")
    return both.sqrt().alias("grade_factor")
