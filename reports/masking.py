"""Messages about rows as they may leave: without what was found where that may name a person."""

from __future__ import annotations

import polars as pl

WITHHELD_COLUMNS: dict[str, frozenset[str]] = {
    "cases": frozenset({"narrative"}),
    "persons": frozenset({"given_names", "surname_1", "surname_2", "full_name", "aliases", "role_raw"}),
    "identifiers": frozenset({"value"}),
}
"""Cells of a bad row that may name a protected person: the message says what failed, not what was found."""


QUOTED = r"(?s): found '(.*)', expected "
"""What a message of `schemas.messages.message_of` quotes: all from the first such words to the last, so that
a cell that imitates them hides no less of itself."""


def mask_warnings(warnings: pl.DataFrame) -> pl.DataFrame:
    """The warnings as `mask_messages` has the quarantine; what was found is only in their messages."""
    found = pl.col("message").str.extract(QUOTED, 1)
    return mask_messages(warnings.with_columns(found=found)).drop("found")


def mask_messages(quarantine: pl.DataFrame) -> pl.DataFrame:
    """The quarantine with found values taken out of the messages of columns that may name a person.

    Where a whole row failed (no column), the found text is taken out wherever the message repeats it. Where
    the message does not repeat it to the letter, the whole message is withheld.
    """
    where = pl.col("table").cast(pl.String), pl.col("column").cast(pl.String)
    named = pl.any_horizontal(
        (where[0] == table) & where[1].is_in(sorted(columns)) for table, columns in WITHHELD_COLUMNS.items()
    ).fill_null(False)
    found = pl.col("found").cast(pl.String).fill_null("") if "found" in quarantine.columns else pl.lit("")
    message = pl.col("message")
    masked = (named | pl.col("column").is_null()) & (found.str.len_chars() > 0)
    parts = message.str.split(pl.when(masked).then(found).otherwise(message))
    withheld = pl.format("{}: {} failed; what was found is withheld, it may name a person", "column", "check")
    unsure = named & ("found" not in quarantine.columns or (masked & (parts.list.len() == 1)))
    kept = pl.when(unsure).then(withheld).when(masked).then(parts.list.join("…")).otherwise(message)
    return quarantine.with_columns(kept.alias("message"))
