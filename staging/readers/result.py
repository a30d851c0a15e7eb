"""What a reader hands back: raw tables, rows it could not structure, and remarks on the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from schemas.raw import RawTable
from staging.readers.record_key import NO_KEY, OWN_WORDS, RecordKey, is_key_first, read_key

REJECT_SCHEMA: dict[str, type[pl.DataType]] = {
    "table": pl.String,
    "row": pl.Int64,
    "agency": pl.String,
    "record_id": pl.String,
    "column": pl.String,
    "check": pl.String,
    "found": pl.String,
    "message": pl.String,
    "raw": pl.String,
    "source": pl.String,
    "is_sure": pl.Boolean,
}
"""A reject: one received row that has no structure to validate. Counted as received and as quarantined.
`is_sure`: it is a row of the record that `agency` and `record_id` name, and of no other."""

NOTE_SCHEMA: dict[str, type[pl.DataType]] = {
    "table": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "check": pl.String,
    "message": pl.String,
}
"""A remark on a file that was read all the same, such as an encoding that had to be guessed."""

WHOLE_DELIVERY = "delivery"
"""What stands for the table where a row of the books is about a delivery as a whole, as in the ledger."""


@dataclass(frozen=True)
class ReadOptions:
    """How the deliverer writes its files, from its dialect.

    Attributes:
        encoding: Declared text encoding, or null to find out.
        delimiter: Declared CSV delimiter, or null to find out.
        table_names: The deliverer's file or sheet name, lower case, to the contract's table name.
        key_words: Per contract table where it differs from ours, folded header to `agency` or `record_id`.
    """

    encoding: str | None = None
    delimiter: str | None = None
    table_names: Mapping[str, str] = field(default_factory=dict)
    key_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def key_of(self, table: str, cells: Iterable[tuple[str, object]]) -> RecordKey:
        """Whose a row of a table is, by its headers and cells, as far as they can be read."""
        return read_key(cells, self.key_words.get(table, OWN_WORDS))

    def begins_with_key(self, table: str, header: Sequence[str]) -> bool:
        """Whether a table's header names the key before all else."""
        return is_key_first(header, self.key_words.get(table, OWN_WORDS))


@dataclass(frozen=True)
class ReadResult:
    """One chunk of a delivery.

    Attributes:
        tables: Raw tables by contract name, every value as text.
        rejects: Rows that could not be structured (`REJECT_SCHEMA`).
        notes: Remarks (`NOTE_SCHEMA`).
        nested: True when child rows came inside their record, so that `row_no` ties them to it.
    """

    tables: dict[str, RawTable]
    rejects: pl.DataFrame
    notes: pl.DataFrame
    nested: bool

    @property
    def source(self) -> str:
        """The file that the cases came in; a new one begins new row numbers."""
        return self.tables["cases"].source


@dataclass
class RejectLog:
    """Collects the rejects of one source while it is read."""

    source: str
    kept_raw_chars: int
    rows: list[dict[str, str | int | None]] = field(default_factory=list)

    def add(
        self,
        place: tuple[str, int],
        check: str,
        message: str,
        raw: str,
        *,
        line: int | None = None,
        key: RecordKey = NO_KEY,
        is_sure: bool = False,
    ) -> None:
        """Note one row that cannot be structured.

        Args:
            place: Table name and row number.
            check: Short code of what is wrong.
            message: What was found and what is expected, in words.
            raw: The row as received.
            line: Line in the file, where the row is one.
            key: Whose the row is, as far as it can be read.
            is_sure: Whether the key can be that of no other record.
        """
        row = f"row {place[1]}" if line is None else f"line {line}, row {place[1]}"
        self.rows.append(
            {
                "table": place[0],
                "row": place[1],
                "agency": key.agency,
                "record_id": key.record_id,
                "column": None,
                "check": check,
                "found": raw[:80],
                "message": f"{self.source}, {row}: {message}",
                "raw": raw if check != "line_too_long" else raw[: self.kept_raw_chars],
                "source": self.source,
                "is_sure": is_sure and key != NO_KEY,
            }
        )

    def frame(self) -> pl.DataFrame:
        """The rejects so far, in the order they were met."""
        return pl.DataFrame(self.rows, schema=REJECT_SCHEMA)


def no_notes() -> pl.DataFrame:
    """An empty frame of remarks."""
    return pl.DataFrame(schema=NOTE_SCHEMA)


def note(table: str, check: str, message: str) -> pl.DataFrame:
    """One remark on a whole file, as a frame."""
    row = {"table": table, "row": 0, "column": None, "check": check, "message": message}
    return pl.DataFrame([row], schema=NOTE_SCHEMA)
