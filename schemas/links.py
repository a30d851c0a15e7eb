"""Rows to the case they belong to, numbers to the rows that have none, and references between rows.

Nested rows know their case by `parent_row`; flat ones by agency and record_id, and by revision where they
say it (else they belong to the highest revision of that record in the same delivery).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from schemas.findings import POSITION, find_at, join_findings, no_findings
from schemas.raw import ENTRY, PARENT_ROW, ROW_NO
from schemas.table_names import NUMBER_COLUMN

CASE: Final = "case_position"
RECORD: Final = ("agency", "record_id")
KEY: Final = ("agency", "record_id", "revision")
REFERENCES: Final = ("person_no", "payer_person_no", "payee_person_no", "guide_person_no")
# Statuses of persons in quarantine whose rows may go on without them. A person whose status is any other, or
# cannot be read, may be protected, and a row that named them must not be read as nobody's.
SAFE_TO_OUTLIVE: Final = ("facilitator", "unknown")


@dataclass(frozen=True)
class CaseLookup:
    """The cases of a delivery as its other rows look for them, sorted once for all tables.

    Attributes:
        cases: `position`, `row_no`, key columns and `is_accepted` of every received case.
    """

    cases: pl.DataFrame

    @cached_property
    def best_first(self) -> pl.DataFrame:
        """Accepted cases before others."""
        order = [pl.col("is_accepted"), pl.col(POSITION)]
        return self.cases.sort(order, descending=[True, False], maintain_order=True)

    @cached_property
    def by_row(self) -> pl.DataFrame:
        """Case of each row that nested rows name as their parent."""
        return _case_key(self.best_first, [ROW_NO]).rename({ROW_NO: PARENT_ROW})

    @cached_property
    def by_revision(self) -> pl.DataFrame:
        """Case of each key."""
        return _case_key(self.best_first, list(KEY)).rename({CASE: "by_revision"})

    @cached_property
    def by_record(self) -> pl.DataFrame:
        """Case of each record's highest revision."""
        newest_first = self.best_first.sort("revision", descending=True, nulls_last=True, maintain_order=True)
        return _case_key(newest_first, list(RECORD)).rename({CASE: "by_record"})

    @cached_property
    def keyed(self) -> pl.DataFrame:
        """Key and verdict of each case."""
        return self.cases.select(
            pl.col(POSITION).alias(CASE),
            pl.col("is_accepted").alias("case_is_accepted"),
            *(pl.col(k).alias(f"case:{k}") for k in KEY),
        )


def attach_to_cases(rows: pl.DataFrame, cases: CaseLookup) -> pl.DataFrame:
    """Find each row's case and take its key.

    Args:
        rows: `position`, `parent_row`, `agency`, `record_id`, `revision` (Int64 or null) as the row says
            them.
        cases: Every received case.

    Returns:
        `rows` with `case_position` (null = no such case), `case_is_accepted`, and the case's key where there
        is one.
    """
    found = rows.join(cases.by_row, on=PARENT_ROW, how="left", maintain_order="left")
    if rows[PARENT_ROW].null_count():
        found = found.with_columns(pl.coalesce(CASE, _stated_case(rows, cases)))
    found = found.join(cases.keyed, on=CASE, how="left", maintain_order="left")
    own = [pl.coalesce(f"case:{key}", key).alias(key) for key in KEY]
    kept = [name for name in found.columns if name not in KEY and not name.startswith("case:")]
    return found.select(*kept, *own)


def _stated_case(rows: pl.DataFrame, cases: CaseLookup) -> pl.Series:
    """Case of each flat row, by what it says of its record."""
    found = rows.join(cases.by_revision, on=list(KEY), how="left", maintain_order="left")
    found = found.join(cases.by_record, on=list(RECORD), how="left", maintain_order="left")
    stated = pl.when(pl.col("revision").is_null()).then("by_record").otherwise("by_revision")
    is_flat = pl.col(PARENT_ROW).is_null()
    return found.select(pl.when(is_flat).then(stated).alias(CASE)).to_series()


def _case_key(cases: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """One case per key: the first in the given order."""
    known = cases.filter(pl.all_horizontal(pl.col(key).is_not_null() for key in keys))
    return known.unique(keys, keep="first", maintain_order=True).select(*keys, pl.col(POSITION).alias(CASE))


def number_rows(rows: pl.DataFrame, number: str, is_missing: pl.Series, entries: pl.Series) -> pl.DataFrame:
    """Give rows without a number their place in their record's list, from 1.

    Args:
        rows: Rows of one table in delivered order, with `case_position`.
        number: The table's number column.
        is_missing: Per row, whether the partner gave no number at all (an unreadable one stays a failure).
        entries: Place of each nested row in its list, entries that are no rows counted too; flat ones: null.
    """
    if not is_missing.any():
        return rows
    place = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(CASE)
    counted = pl.coalesce(entries, place)
    return rows.with_columns(pl.when(is_missing).then(counted).otherwise(number).alias(number))


def find_orphans(rows: pl.DataFrame) -> pl.DataFrame:
    """Findings of rows whose case is not among the accepted ones."""
    if rows["case_is_accepted"].all(ignore_nulls=False):
        return no_findings()
    missing = rows.filter(pl.col(CASE).is_null())[POSITION]
    refused = rows.filter(pl.col("case_is_accepted").eq(False))[POSITION]
    return join_findings(
        [
            find_at(missing, "record_id", "record", "the key of a row of cases in the same delivery"),
            find_at(
                refused, "record_id", "record", "a case that is accepted; its cases row is in quarantine"
            ),
        ]
    )


def find_repeated_numbers(rows: pl.DataFrame, table: str, places: pl.DataFrame) -> pl.DataFrame:
    """Findings of rows whose number an earlier row of the same record already has.

    Args:
        rows: Rows of one table, with `case_position`.
        table: Contract table name.
        places: `row_no` and `entry` of each row: where a clerk finds the earlier one.
    """
    number = NUMBER_COLUMN[table]
    known = rows.select(POSITION, CASE, number).filter(
        pl.col(CASE).is_not_null() & pl.col(number).is_not_null()
    )
    again = known.filter(~pl.struct(CASE, number).is_first_distinct())
    if again.is_empty():
        return no_findings()
    first = known.filter(pl.struct(CASE, number).is_first_distinct()).rename({POSITION: "first"})
    both = again.join(first, on=[CASE, number], how="left", maintain_order="left")
    earlier = both.hstack(places[both["first"].to_list()]).select(_say_place(table).alias("at"), number)
    said = pl.format("a number of its own: {} is number {} already", "at", number).alias("expected")
    found = find_at(both[POSITION], number, "repeated_number", "")
    return found.with_columns(earlier.select(said)["expected"])


def _say_place(table: str) -> pl.Expr:
    entry = pl.format("entry {} of " + table, pl.col(ENTRY))
    return pl.coalesce(entry, pl.format("row {}", pl.col(ROW_NO)))


def find_references(
    rows: pl.DataFrame, table: str, persons: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Check every reference to a person of the same record.

    A row goes alone: where the person it names was received but is in quarantine, the row stays as the
    case's own and carries a warning, unless that person may be protected (Smuggling Protocol, Article 5):
    then it waits with them.

    Args:
        rows: Rows with `case_position`, and the table's reference columns.
        table: Contract table name.
        persons: `case_position`, `person_no`, `is_accepted`, `is_shielded`, once per person number.

    Returns:
        The rows (references to persons in quarantine emptied), findings that fail, findings that warn.
    """
    failures, warnings = [], []
    for column in REFERENCES:
        if table == "persons" or column not in rows.columns or rows[column].null_count() == rows.height:
            continue
        rows, failed, warned = _check_reference(rows, column, persons)
        failures.append(failed)
        warnings.append(warned)
    return rows, join_findings(failures), join_findings(warnings)


def _check_reference(
    rows: pl.DataFrame, column: str, persons: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    looked_up = rows.select(POSITION, CASE, column).join(
        persons, left_on=[CASE, column], right_on=[CASE, "person_no"], how="left", maintain_order="left"
    )
    stated = looked_up.filter(pl.col(column).is_not_null() & pl.col(CASE).is_not_null())
    unknown = stated.filter(pl.col("is_accepted").is_null())[POSITION]
    refused = stated.filter(pl.col("is_accepted").eq(False))
    shielded = refused.filter("is_shielded")[POSITION]
    orphaned = refused.filter(~pl.col("is_shielded"))[POSITION]
    failures = join_findings(
        [
            find_at(unknown, column, "person_reference", "the person_no of a person of the same record"),
            find_at(
                shielded, column, "person_reference", "a person that is accepted; this one is in quarantine"
            ),
        ]
    )
    warned = find_at(
        orphaned, column, "person_reference", "an accepted person; kept as the case's own until then"
    )
    if orphaned.is_empty():
        return rows, failures, warned
    is_orphaned = pl.col(POSITION).is_in(orphaned.implode())
    return rows.with_columns(pl.when(~is_orphaned).then(column).alias(column)), failures, warned
