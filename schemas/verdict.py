"""The verdict on a delivery: checked tables as the frames that staging stores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from schemas.checked import CheckedTable
from schemas.findings import POSITION
from schemas.links import KEY
from schemas.messages import found_values, message_of
from schemas.raw import ENTRY, RAW, ROW_NO
from schemas.tables import TABLES
from schemas.tables.spec import table_columns

WARNING_SCHEMA = {
    "table": pl.String,
    "row": pl.Int64,
    "agency": pl.String,
    "record_id": pl.String,
    "column": pl.String,
    "check": pl.String,
    "message": pl.String,
}
FAILURE_SCHEMA = {
    **{name: dtype for name, dtype in WARNING_SCHEMA.items() if name != "message"},
    "found": pl.String,
    "message": pl.String,
    "raw": pl.String,
}
INCOMPLETE_SCHEMA = {"agency": pl.String, "record_id": pl.String, "revision": pl.Int64}


@dataclass(frozen=True)
class Validation:
    """What validation found in one delivery.

    Attributes:
        accepted: Per contract table (every one present, maybe empty) the accepted rows, typed as the table's
            model says, plus `row_no`; child rows carry their record's key and their number column.
        failures: table, row, agency, record_id, column, check, found, message, raw: one row per failing
            check.
        warnings: table, row, agency, record_id, column, check, message of accepted rows.
        incomplete: agency, record_id, revision of accepted records that lost a row.
        received: Rows per table; received = accepted + quarantined.
        quarantined: Rows per table with at least one failing check.
    """

    accepted: dict[str, pl.DataFrame]
    failures: pl.DataFrame
    warnings: pl.DataFrame
    incomplete: pl.DataFrame
    received: dict[str, int]
    quarantined: dict[str, int]


def give_verdict(tables: Mapping[str, CheckedTable]) -> Validation:
    """Split every checked table into accepted rows and reasons."""
    ordered = [tables[name] for name in TABLES if name in tables]
    accepted = {name: _accepted(tables[name]) if name in tables else _empty(name) for name in TABLES}
    received = {name: tables[name].frame.height if name in tables else 0 for name in TABLES}
    failures = [_reasons(table, table.failures) for table in ordered]
    warnings = [_reasons(table, _standing(table)) for table in ordered]
    return Validation(
        accepted=accepted,
        failures=pl.concat([pl.DataFrame(schema=FAILURE_SCHEMA), *failures]),
        warnings=pl.concat([pl.DataFrame(schema=FAILURE_SCHEMA), *warnings]).select(*WARNING_SCHEMA),
        incomplete=_incomplete(ordered),
        received=received,
        quarantined={name: received[name] - accepted[name].height for name in TABLES},
    )


def _accepted(table: CheckedTable) -> pl.DataFrame:
    rows = table.frame.select(*table_columns(table.table), table.text[ROW_NO])
    return rows.filter(table.is_accepted) if table.failures.height else rows


def _empty(name: str) -> pl.DataFrame:
    columns = {column: spec.dtype for column, spec in table_columns(name).items()}
    return pl.DataFrame(schema={**columns, ROW_NO: pl.Int64()})


def _standing(table: CheckedTable) -> pl.DataFrame:
    """Warnings of accepted rows: a quarantined row has its failures."""
    if table.warnings.is_empty() or table.failures.is_empty():
        return table.warnings
    return table.warnings.join(table.failures, on=POSITION, how="anti", maintain_order="left")


def _reasons(table: CheckedTable, findings: pl.DataFrame) -> pl.DataFrame:
    """Findings as rows of the quarantine, in the order of the delivery."""
    if findings.is_empty():
        return pl.DataFrame(schema=FAILURE_SCHEMA)
    said = found_values(findings.unique(maintain_order=True), table.text)
    rows = table.frame.select(
        POSITION,
        "agency",
        "record_id",
        table.text[ROW_NO].alias("row"),
        table.text[RAW],
        pl.format(" (entry {} of {})", table.text[ENTRY], pl.lit(table.table)).alias("item"),
    )
    keyed = said.join(rows, on=POSITION, how="left", maintain_order="left")
    told = keyed.with_columns(
        pl.lit(table.table).alias("table"),
        message_of(table.source, table.headers, _own_forms(table)).alias("message"),
    )
    return told.sort(POSITION, "column", "check", maintain_order=True).select(*FAILURE_SCHEMA)


def _own_forms(table: CheckedTable) -> dict[str, tuple[str, str]]:
    """Per column that the partner writes in another form: the contract's words, and what to say instead."""
    columns = table_columns(table.table)
    return {name: (columns[name].expected_type, own) for name, own in table.forms.items()}


def _incomplete(tables: Sequence[CheckedTable]) -> pl.DataFrame:
    """Keys of accepted records that lost a row."""
    parts = [
        table.frame.filter(~table.is_accepted & pl.col("case_is_accepted").fill_null(False)).select(*KEY)
        for table in tables
        if table.table != "cases" and table.failures.height
    ]
    return pl.concat([pl.DataFrame(schema=INCOMPLETE_SCHEMA), *parts]).unique().sort(*KEY)
