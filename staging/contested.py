"""A second look at records whose number is taken by other content at first sight.

A record's digest tells quickly that something differs, not what. Looked at row by row, such a record may say
the same after all (lists are sets: their order is no content), may bring the rows that it lost to quarantine
when it came first, or may be withdrawn. All else stays a conflict. Which side came first makes no difference:
a record that lost rows, and comes after the whole one, says nothing new.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl
import polars.selectors as cs

from schemas.table_names import CHILD_TABLES, NUMBER_COLUMN, TABLE_NAMES
from staging.store import Store

_KEY = ["agency", "record_id", "revision"]
_SEPARATOR = "\x1f"
_SIDE_OF = {"added": "stored", "missing": "given"}
"""A row that is added may have been lost by what is stored; one that is missing, by what is given now."""


@dataclass(frozen=True)
class Contest:
    """A delivery that contested records came in.

    Attributes:
        store: The open store, inside the delivery's transaction; what is new in the delivery is stored.
        delivery_id: The delivery.
        nested: True when child rows are tied to their case by row number.
    """

    store: Store
    delivery_id: str
    nested: bool

    def settle(self) -> Counter[str]:
        """Give each contested case row its verdict: duplicate, completion, withdrawal, or conflict still.

        Returns:
            Rows added to records that were incomplete, by table.
        """
        added: Counter[str] = Counter()
        while (round_added := self._settle_round()) is not None:
            added += round_added
        return added

    def _settle_round(self) -> Counter[str] | None:
        """Look at all contested rows, and complete each record once; null when none was completed."""
        values = {"delivery_id": self.delivery_id, "nested": self.nested}
        contested = self.store.query("select_contested", values)
        differences = self._compare_tables() if contested.height else {}
        judged = _judge(contested, differences)
        settled = judged.filter(pl.col("verdict") != "conflict")
        is_first = pl.col("verdict").ne("completion") | pl.col("row_no").eq(
            pl.col("row_no").filter(pl.col("verdict") == "completion").min().over(_KEY)
        )
        settled = settled.filter(is_first)
        if settled.height:
            with self.store.registered(settled.select(*_KEY, "row_no", "verdict")):
                self.store.run("settle_contested")
        completed = settled.filter(pl.col("verdict") == "completion")
        return self._complete(completed, differences) if completed.height else None

    def _complete(self, completed: pl.DataFrame, differences: dict[str, pl.DataFrame]) -> Counter[str]:
        added: Counter[str] = Counter()
        rows = completed.select(pl.col("row_no").alias("case_row"))
        for table, found in differences.items():
            extra = found.filter(pl.col("kind") == "added").join(rows, on="case_row", how="semi")
            self.store.insert(table, extra.drop("case_row", "kind", "is_explained"))
            added[table] += extra.height
        with self.store.registered(completed.select(*_KEY, "digest", "is_incomplete")):
            self.store.run("complete_versions")
        return added

    def _compare_tables(self) -> dict[str, pl.DataFrame]:
        """Rows that one side has and the other has not, by table.

        The columns are those of the table, `case_row`, `kind` (added, missing) and `is_explained`: the side
        that has no such row lost one to quarantine.
        """
        return {table: self._compare(table) for table in TABLE_NAMES}

    def _compare(self, table: str) -> pl.DataFrame:
        is_shared = not self.nested and table in CHILD_TABLES
        taken = self.store.query("select_taken_rows", table=table)
        given = self.store.query("select_contested_rows", {"is_shared": is_shared}, table=table)
        given = given.select(taken.columns).cast(taken.schema)
        found = pl.concat(
            [
                _rows_beyond(given, taken).with_columns(kind=pl.lit("added")),
                _rows_beyond(taken, given).with_columns(kind=pl.lit("missing")),
            ]
        )
        if table not in CHILD_TABLES or found.is_empty():
            return found.with_columns(is_explained=pl.lit(value=False))
        values = {"delivery_id": self.delivery_id, "nested": self.nested}
        number = NUMBER_COLUMN[table]
        lost = self.store.query("select_lost_rows", values, table=table, number=number)
        return _explain(found, lost, number)


def _rows_beyond(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Rows whose content is not among the others' of the same case row; where they lay is no content."""
    content = [name for name in rows.columns if name != "row_no"]
    marked, known = _canonical(rows).with_row_index("at"), _canonical(others)
    beyond = marked.join(known, on=content, how="anti", nulls_equal=True)
    return rows[beyond["at"].sort()]


def _canonical(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(cs.list().list.unique().list.sort().list.join(_SEPARATOR))


def _explain(found: pl.DataFrame, lost: pl.DataFrame, number: str) -> pl.DataFrame:
    """Mark rows that were in quarantine: by their number, and as many others as gave themselves none."""
    on = ["case_row", "side"]
    found = found.with_columns(side=pl.col("kind").replace_strict(_SIDE_OF))
    named = lost.drop_nulls("number").select(*on, pl.col("number").alias(number), is_named=pl.lit(value=True))
    nameless = lost.filter(pl.col("number").is_null()).select(*on, nameless_count="row_count")
    told = found.join(named, on=[*on, number], how="left", maintain_order="left")
    told = told.join(nameless, on=on, how="left", maintain_order="left")
    is_named = pl.col("is_named").fill_null(value=False)
    unnamed_so_far = (~is_named).cum_sum().over(on)
    is_explained = is_named | (unnamed_so_far <= pl.col("nameless_count").fill_null(0))
    return told.with_columns(is_explained=is_explained).drop("side", "is_named", "nameless_count")


def _judge(contested: pl.DataFrame, differences: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The contested rows with their `verdict`."""
    narrow = [found.select("case_row", "kind", "is_explained") for found in differences.values()]
    empty = pl.DataFrame(schema={"case_row": pl.Int64, "kind": pl.String, "is_explained": pl.Boolean})
    counts = (
        pl.concat([empty, *narrow])
        .group_by(pl.col("case_row").alias("row_no"))
        .agg(
            added=(pl.col("kind") == "added").sum(),
            missing=(pl.col("kind") == "missing").sum(),
            unexplained=(~pl.col("is_explained")).sum(),
        )
    )
    told = contested.join(counts, on="row_no", how="left", maintain_order="left")
    told = told.with_columns(pl.col("added", "missing", "unexplained").fill_null(0))
    is_explained = (pl.col("unexplained") == 0) & ~pl.col("is_gone")
    is_whole_here = (pl.col("missing") == 0) & pl.col("was_incomplete") & pl.col("owns_children")
    is_whole_there = (pl.col("added") == 0) & pl.col("is_incomplete")
    is_equal = (pl.col("added") == 0) & (pl.col("missing") == 0)
    verdict = (
        pl.when(pl.col("retracted"))
        .then(pl.when("was_retracted").then(pl.lit("duplicate")).otherwise(pl.lit("withdrawal")))
        .when(is_explained & (is_equal | is_whole_there))
        .then(pl.lit("duplicate"))
        .when(is_explained & is_whole_here)
        .then(pl.lit("completion"))
        .otherwise(pl.lit("conflict"))
    )
    return told.with_columns(verdict=verdict)
