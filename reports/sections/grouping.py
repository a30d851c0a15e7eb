"""Group the rows of a frame once, so that a page looks its rows up instead of filtering the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

Row = Mapping[str, Any]

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def group_rows(frame: pl.DataFrame, key: str, *order: str) -> dict[str, list[dict[str, Any]]]:
    """Rows by the value of `key`, each group sorted by `order`; rows without a key are left out."""
    if frame.is_empty():
        return {}
    ordered = frame.sort([key, *order], nulls_last=True, maintain_order=True) if order else frame
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in ordered.iter_rows(named=True):
        if row[key] is not None:
            groups.setdefault(row[key], []).append(row)
    return groups


def group_tuples(frame: pl.DataFrame, key: str, *columns: str) -> dict[str, list[tuple[Any, ...]]]:
    """The named columns of each row by the value of `key`, in the frame's order: for the largest frames."""
    groups: dict[str, list[tuple[Any, ...]]] = {}
    for value, row in zip(frame[key].to_list(), frame.select(columns).rows(), strict=True):
        groups.setdefault(value, []).append(row)
    return groups


def with_columns_present(frame: pl.DataFrame, **dtypes: pl.DataType | type[pl.DataType]) -> pl.DataFrame:
    """The frame with each named column there and of its type: null where the frame lacks it."""
    return frame.with_columns(
        pl.col(name).cast(dtype, strict=False) if name in frame.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in dtypes.items()
    )


def clean_text(value: object) -> str | None:
    """Text without control characters and those that turn the reading direction around."""
    if isinstance(value, str) and value.isprintable():  # nearly all are, and asking costs next to nothing
        return value
    return None if value is None else _CONTROL.sub("", str(value))


def clean_column(name: str) -> pl.Expr:
    """A whole column as `clean_text` would have it; text with nothing left in it stays as empty text."""
    return pl.col(name).cast(pl.String).str.replace_all(_CONTROL.pattern, "").alias(name)


def clean_list(value: object) -> tuple[str, ...]:
    """A list column's cell as clean text; a null gives an empty tuple."""
    if value is None:
        return ()
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(text for item in items if (text := clean_text(item)))
