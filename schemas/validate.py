"""`validate_tables`: every failing check of every row of a delivery, in one pass, and what may go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import polars as pl

from schemas.checked import CheckedTable, check_columns, check_values, forget_key_findings, read_text
from schemas.curp_warnings import warn_of_curps
from schemas.errors import DeliveryError
from schemas.findings import POSITION, Rule, apply_rules, join_findings
from schemas.links import (
    CASE,
    KEY,
    SAFE_TO_OUTLIVE,
    CaseLookup,
    attach_to_cases,
    find_orphans,
    find_references,
    find_repeated_numbers,
    number_rows,
)
from schemas.parse import parse_table
from schemas.raw import ENTRY, PARENT_ROW, ROW_NO, RawTable
from schemas.table_names import NUMBER_COLUMN
from schemas.tables.spec import table_columns
from schemas.verdict import Validation, give_verdict

NO_REVISION = -1

__all__ = ["Validation", "validate_tables"]


def validate_tables(
    raw: Mapping[str, RawTable], *, deliverer: str, delivers_for: frozenset[str], as_of: datetime
) -> Validation:
    """Check a delivery: which rows may go on, and every reason why a row may not.

    A bad cases row takes its whole record along; a bad row of another table goes alone and leaves its record
    incomplete.

    Args:
        raw: Raw tables by contract name; a table that was not delivered may be missing, `cases` may not.
        deliverer: Agency whose landing folder the delivery lay in.
        delivers_for: Other agencies whose records the deliverer may send (from its dialect).
        as_of: When the delivery was received, with zone; nothing may have happened after it.

    Raises:
        DeliveryError: The delivery has no `cases` table (check `missing_table`).
    """
    if "cases" not in raw:
        message = "The delivery has no table of cases; every row of another table belongs to a case."
        raise DeliveryError(message, source=_any_source(raw), check="missing_table")
    cases = _check_cases(raw["cases"], frozenset({deliverer}) | delivers_for, as_of)
    received = _Received({"cases": cases}, as_of)
    for name in NUMBER_COLUMN:  # persons come first: the other tables refer to them
        if name in raw and raw[name].frame.height:
            received.tables[name] = _check_children(raw[name], received)
    return give_verdict(received.tables)


@dataclass(frozen=True)
class _Received:
    """What a table's rows are checked against.

    Attributes:
        tables: Tables checked so far.
        as_of: When the delivery was received.
    """

    tables: dict[str, CheckedTable]
    as_of: datetime

    @cached_property
    def cases(self) -> CaseLookup:
        """Every received case."""
        cases = self.tables["cases"]
        return CaseLookup(cases.frame.select(POSITION, *KEY, cases.text[ROW_NO], cases.is_accepted))

    @cached_property
    def persons(self) -> pl.DataFrame:
        """What references need to know of every received person; asked for when persons are checked."""
        schema = {
            CASE: pl.UInt32,
            "person_no": pl.Int64,
            "is_accepted": pl.Boolean,
            "is_shielded": pl.Boolean,
        }
        persons = self.tables.get("persons")
        if persons is None:
            return pl.DataFrame(schema=schema)
        shielded = ~pl.col("status").is_in(SAFE_TO_OUTLIVE).fill_null(False)
        told = persons.frame.select(CASE, "person_no", persons.is_accepted, shielded.alias("is_shielded"))
        return told.group_by(CASE, "person_no").agg(pl.col("is_accepted").any(), pl.col("is_shielded").any())


def _any_source(raw: Mapping[str, RawTable]) -> str:
    return min((table.source for table in raw.values()), default="")


def _check_cases(raw: RawTable, owners: frozenset[str], as_of: datetime) -> CheckedTable:
    checked = check_values(check_columns(raw, read_text(raw)), as_of)
    expected = "the delivering agency or one that it delivers for: " + ", ".join(sorted(owners))
    foreign = Rule("agency", "deliverer", ~pl.col("agency").is_in(sorted(owners)), expected)
    return checked.find(apply_rules(checked.frame, [foreign]))


def _check_children(raw: RawTable, received: _Received) -> CheckedTable:
    text = read_text(raw)
    attached = _attach(text, received.cases)
    text = text.with_columns(_inherit(text, attached))
    checked = check_columns(raw, text)
    keyed = checked.frame.with_columns(attached[CASE], attached["case_is_accepted"])
    number = NUMBER_COLUMN[raw.name]
    numbered = number_rows(keyed, number, text[number].is_null(), text[ENTRY])
    checked = check_values(replace(checked, frame=numbered), received.as_of)
    if checked.failures.height:
        checked = forget_key_findings(checked, attached.filter(pl.col(CASE).is_not_null())[POSITION])
    repeated = find_repeated_numbers(numbered, raw.name, text.select(ROW_NO, ENTRY))
    checked = checked.find(find_orphans(numbered)).find(repeated)
    if raw.name == "persons":
        return checked
    frame, failures, warnings = find_references(numbered, raw.name, received.persons)
    if raw.name == "identifiers":
        tables = received.tables
        persons = tables["persons"].frame if "persons" in tables else None
        warnings = join_findings([warnings, warn_of_curps(numbered, persons)])
    return replace(checked, frame=frame).find(failures, warnings)


def _attach(text: pl.DataFrame, cases: CaseLookup) -> pl.DataFrame:
    """Case and key of every child row, by position; an unreadable revision is the revision of no case."""
    rows = text.select(POSITION, PARENT_ROW, "agency", "record_id", _read_revision(text).alias("revision"))
    return attach_to_cases(rows, cases)


def _read_revision(text: pl.DataFrame) -> pl.Expr:
    if text["revision"].null_count() == text.height:
        return pl.lit(None, pl.Int64)
    spec = {"revision": table_columns("cases")["revision"]}
    read = parse_table(text.select(POSITION, "revision"), spec).frame["revision"]
    return pl.when(pl.col("revision").is_not_null()).then(read.fill_null(NO_REVISION))


def _inherit(text: pl.DataFrame, attached: pl.DataFrame) -> list[pl.Series]:
    """Key columns as text: the case's where the row has one and says nothing that must be judged itself."""
    nested = text[PARENT_ROW].is_not_null()
    if nested.all():
        return [attached[key].cast(pl.String) for key in KEY]
    keys = attached.select(pl.col(key).cast(pl.String) for key in KEY)
    takes = text.select((nested | pl.col(key).is_null()).alias(key) for key in KEY)
    return [text[key].zip_with(~takes[key], keys[key]).alias(key) for key in KEY]
