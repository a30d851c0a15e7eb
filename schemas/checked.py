"""One table through every check: text, types, model, rules; nothing is dropped on the way, only judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from schemas.findings import POSITION, apply_rules, join_findings
from schemas.links import KEY
from schemas.lost_digits import settle_lost_digits
from schemas.model_checks import check_model
from schemas.parse import clean_text, parse_table
from schemas.raw import ENTRY, PARENT_ROW, RAW, ROUNDED, ROW_NO, RawTable
from schemas.rules import failure_rules, warning_rules
from schemas.spreadsheet_errors import settle_spreadsheet_errors
from schemas.table_names import NUMBER_COLUMN
from schemas.tables.spec import table_columns
from schemas.unknown_words import settle_unknown_words

PASSENGERS: Mapping[str, pl.DataType] = {
    POSITION: pl.UInt32(),
    ROW_NO: pl.Int64(),
    PARENT_ROW: pl.Int64(),
    RAW: pl.String(),
    ENTRY: pl.Int64(),
    ROUNDED: pl.List(pl.String),
}


@dataclass(frozen=True)
class CheckedTable:
    """A table with all that was found in it.

    Attributes:
        table: Contract table name.
        source: File as the partner named it.
        headers: Column to the header as the partner wrote it, where it differs.
        forms: Column to how the partner writes it, where it differs.
        text: `position`, where each row comes from (`schemas.raw.PASSENGERS`) and the model's columns as
            cleaned text.
        frame: `position` and the model's columns, typed (children: also `case_position`, `case_is_accepted`).
        failures: Findings that send their row to quarantine.
        warnings: Findings that stay on an accepted row.
    """

    table: str
    source: str
    headers: Mapping[str, str]
    forms: Mapping[str, str]
    text: pl.DataFrame
    frame: pl.DataFrame
    failures: pl.DataFrame
    warnings: pl.DataFrame

    def find(self, failures: pl.DataFrame, warnings: pl.DataFrame | None = None) -> CheckedTable:
        """The same table with more findings."""
        warned = self.warnings if warnings is None else join_findings([self.warnings, warnings])
        return replace(self, failures=join_findings([self.failures, failures]), warnings=warned)

    @property
    def is_accepted(self) -> pl.Series:
        """Per row in order, whether no check failed."""
        if self.failures.is_empty():
            return pl.Series("is_accepted", [True]).new_from_index(0, self.frame.height)
        return ~self.frame[POSITION].is_in(self.failures[POSITION].unique().implode()).alias("is_accepted")


def read_text(raw: RawTable) -> pl.DataFrame:
    """Cleaned text of a raw table with `position` and where each row comes from, all present."""
    frame = raw.frame.drop(POSITION, strict=False).with_row_index(POSITION)
    present = frame.columns
    passengers = [
        pl.col(name).cast(dtype) if name in present else pl.lit(None, dtype).alias(name)
        for name, dtype in PASSENGERS.items()
    ]
    is_child = raw.name in NUMBER_COLUMN
    return frame.select(
        *passengers, *clean_text(present, table_columns(raw.name), fill_defaults=not is_child)
    )


def check_columns(raw: RawTable, text: pl.DataFrame) -> CheckedTable:
    """Read the text into types, settle what is odd in it; `check_values` checks the model."""
    columns = table_columns(raw.name)
    parsed = parse_table(text.select(POSITION, *columns), columns)
    frame, unknown = settle_unknown_words(parsed.frame, columns)
    frame, errors = settle_spreadsheet_errors(frame, columns)
    frame, failed, warned = settle_lost_digits(raw, frame, columns, text[ROUNDED])
    failures = join_findings([parsed.failures, failed])
    warnings = join_findings([parsed.warnings, unknown, errors, warned])
    return CheckedTable(
        raw.name, raw.source, raw.headers, raw.forms, text, frame, failures=failures, warnings=warnings
    )


def check_values(checked: CheckedTable, as_of: datetime) -> CheckedTable:
    """Check the model and the rules across columns; an unreadable cell is not reported as missing too."""
    frame = checked.frame
    columns = table_columns(checked.table)
    broken = check_model(checked.table, frame.select(POSITION, *columns))
    if broken.height and checked.failures.height:
        broken = broken.join(checked.failures, on=[POSITION, "column"], how="anti", maintain_order="left")
    cells = checked.text.select(pl.col(list(columns)).name.prefix("text:")).hstack(frame)
    failures = apply_rules(cells, failure_rules(checked.table, as_of))
    warnings = apply_rules(cells, warning_rules(checked.table))
    return checked.find(join_findings([broken, failures]), warnings)


def forget_key_findings(checked: CheckedTable, attached: pl.Series) -> CheckedTable:
    """Drop what was found in the key of rows that took it from their case: it is the case's own finding.

    Args:
        checked: A child table.
        attached: Positions of the rows that have a case.
    """
    if checked.failures.is_empty():
        return checked
    in_key = pl.col("column").is_in(list(KEY))
    inherited = in_key & pl.col(POSITION).is_in(attached.implode())
    no_revision = (pl.col("column") == "revision") & (pl.col("check") == "required")
    return replace(checked, failures=checked.failures.filter(~(inherited | no_revision)))
