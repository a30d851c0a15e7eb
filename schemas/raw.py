"""Rows as a partner sent them, still text, on their way into validation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

ROW_NO = "row_no"
PARENT_ROW = "parent_row"
RAW = "raw"
ENTRY = "entry"
ROUNDED = "rounded"
PASSENGERS = (ROW_NO, PARENT_ROW, RAW, ENTRY, ROUNDED)
"""Columns of a raw table that say where a row comes from and how it came, beside what it says."""


@dataclass(frozen=True)
class RawTable:
    """One table of a delivery before anything was read into it.

    Attributes:
        name: Contract table name, such as `persons`.
        source: File (and sheet) inside the delivery, as the partner named it.
        frame: Every contract column present is String; plus `row_no` (Int64, data rows from 1; for NDJSON
            the line), `parent_row` (Int64, nested records only: `row_no` of the record's own cases row, else
            null) and `raw` (String, the row as received, JSON text). Where it applies also `entry` (Int64,
            nested records: place in its record's list, from 1) and `rounded` (List of String: columns as
            received in which the row's number is longer than the form keeps). Lists travel as text: a JSON
            array, or values split by `|` or `;`. Empty text is null.
        unknown_columns: Columns that no model describes; they are kept inside `raw` and reported.
        headers: Column to the header that the partner wrote, where a dialect renamed it; for messages.
        forms: Column to how this partner writes it, in words, where a dialect reads more than the contract's
            form; for messages.
        rounding: What the form of the file does to long numbers, in words; for messages.
    """

    name: str
    source: str
    frame: pl.DataFrame
    unknown_columns: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    rounding: str = ""
