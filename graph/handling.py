"""The order of handling codes: what is derived carries the strictest code of what it rests on (TLP 2.0)."""

from __future__ import annotations

import polars as pl

from schemas.codes import HANDLING


def strictness(column: str = "handling") -> pl.Expr:
    """Return the rank (0 = most open) of a handling code; what is missing or unknown is strictest."""
    strictest = len(HANDLING) - 1
    ranks = {code: rank for rank, code in enumerate(HANDLING)}
    ranked = pl.col(column).replace_strict(ranks, default=strictest, return_dtype=pl.Int8)
    return ranked.fill_null(strictest).alias("strictness")


def strictest_code(column: str = "strictness") -> pl.Expr:
    """Return the handling code of the highest rank in a group."""
    names = dict(enumerate(HANDLING))
    return pl.col(column).max().replace_strict(names, return_dtype=pl.String).alias("handling")
