"""What was taken in and is to be looked at: warnings on rows, remarks on files, records that lost a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from staging.store import Store


@dataclass(frozen=True)
class Remarks:
    """How much of what was accepted is odd or not whole.

    Attributes:
        warnings: Warnings on rows; a row may have several.
        warned_records: Records with such a row.
        file_remarks: Remarks on files, such as one that is no table and was not read.
        incomplete_records: Records of which a row is in quarantine.
    """

    warnings: int = 0
    warned_records: int = 0
    file_remarks: int = 0
    incomplete_records: int = 0


def count_remarks(store: Store, delivery_ids: Iterable[str]) -> Remarks:
    """The remarks on what these deliveries brought."""
    given = pl.DataFrame({"delivery_id": sorted(set(delivery_ids))}, {"delivery_id": pl.String})
    with store.registered(given):
        return Remarks(**store.query("count_remarks").row(0, named=True))


def count_current_remarks(store: Store) -> Remarks:
    """The remarks on the records that count now, and on all files that were ever delivered."""
    records, kinds = store.query("select_remarked_records"), load_warning_kinds(store)
    return Remarks(
        warnings=int(records["warning_count"].sum()),
        warned_records=int((records["warning_count"] > 0).sum()),
        file_remarks=int(kinds.filter(pl.col("is_of_file"))["warnings"].sum()),
        incomplete_records=int(records["is_incomplete"].sum()),
    )


def load_warning_kinds(store: Store) -> pl.DataFrame:
    """By delivery and kind: delivery_id, table, column, check, is_of_file, warnings; sorted."""
    return store.query("select_warning_kinds")


def load_warnings_of(store: Store, delivery_id: str) -> pl.DataFrame:
    """The warnings of one delivery, as `staging.accounts.load_warnings` gives those of all."""
    return store.query("select_warnings_of", {"delivery_id": delivery_id})


def load_incomplete(store: Store) -> pl.DataFrame:
    """Records of which a row is in quarantine, by the delivery of both: delivery_id, agency, record_id."""
    return store.query("select_incomplete")


def mark_tables(store: Store, tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Case tables of current records, their cases marked (`mark_cases`)."""
    return {**tables, "cases": mark_cases(store, tables["cases"])}


def mark_cases(store: Store, cases: pl.DataFrame) -> pl.DataFrame:
    """Current cases with what a reader of each should know of how it was taken in.

    Args:
        store: The open store.
        cases: Rows of `cases`, at most one a record.

    Returns:
        The same rows in their order, with `is_incomplete` (a row of the record is in quarantine) and
        `has_warning` (something in it is odd but possible).
    """
    key, remarked = ["agency", "record_id"], store.query("select_remarked_records")
    found = remarked.with_columns(has_warning=pl.col("warning_count") > 0).drop("warning_count")
    marks = pl.col("is_incomplete", "has_warning").fill_null(value=False)
    return cases.join(found, on=key, how="left", maintain_order="left").with_columns(marks)
