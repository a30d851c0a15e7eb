"""Findings in words that a clerk can act on: where it is, what was found, what is expected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import polars as pl

from schemas.findings import POSITION

LONGEST_FOUND: Final = 80
# Characters that a terminal or a spreadsheet obeys instead of showing: C0 and C1 controls, zero-width and
# direction marks (Unicode Technical Report 36), line separators, byte order mark.
INVISIBLE: Final = r"[\x00-\x1F\x7F-\x9F\x{200B}-\x{200F}\x{2028}-\x{202E}\x{2060}-\x{2069}\x{FEFF}]"
INVISIBLE_PYTHON: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def show_found(text: str) -> str:
    """A found text as it can be shown safely: cut to 80 characters, control characters as escapes."""
    cut = text if len(text) <= LONGEST_FOUND else text[: LONGEST_FOUND - 1] + "…"
    return INVISIBLE_PYTHON.sub(lambda match: f"\\u{ord(match[0]):04x}", cut)


def show_found_column(found: pl.Series) -> pl.Series:
    """`show_found` for a column; only texts that hold such characters are touched one by one."""
    text = pl.col("found")
    cut = (
        pl.when(text.str.len_chars() > LONGEST_FOUND)
        .then(text.str.slice(0, LONGEST_FOUND - 1) + "…")
        .otherwise(text)
    )
    frame = pl.DataFrame({"found": found.cast(pl.String)}).select(cut.alias("found"))
    odd = frame.filter(text.str.contains(INVISIBLE))["found"].unique().to_list()
    shown = text.replace({value: show_found(value) for value in odd}) if odd else text
    return frame.select(shown).to_series()


def found_values(findings: pl.DataFrame, text: pl.DataFrame) -> pl.DataFrame:
    """Add `found`, the cell as the partner wrote it, to a findings frame.

    Args:
        findings: Findings of one table.
        text: The table as cleaned text, in the order of its `position`s.
    """
    parts = []
    for (column,), group in findings.group_by("column", maintain_order=True):
        cells = text[str(column)].gather(group[POSITION]) if column in text.columns else pl.Series([None])
        values = cells.cast(pl.String).extend_constant(None, group.height - len(cells))
        parts.append(group.with_columns(show_found_column(values).alias("found")))
    empty = findings.clear().with_columns(pl.lit(None, pl.String).alias("found"))
    return pl.concat([empty, *parts])


def message_of(source: str, headers: Mapping[str, str], forms: Mapping[str, tuple[str, str]]) -> pl.Expr:
    """Message of a finding from its columns `row`, `item`, `column`, `found` and `expected`.

    Args:
        source: File as the partner named it.
        headers: Column to the partner's own header, where it differs: the clerk looks for that one.
        forms: Column to words of `expected` and what to say instead, where the partner writes another form.
    """
    written = {column: f"{show_found(header)} ({column})" for column, header in headers.items()}
    found = pl.when(pl.col("found").is_null()).then(pl.lit("nothing")).otherwise(
        pl.format("'{}'", pl.col("found").fill_null(""))
    )  # fmt: skip
    return pl.format(
        "{}, row {}{}, column {}: found {}, expected {}.",
        pl.lit(show_found(source)),
        pl.col("row").cast(pl.String).fill_null("?"),
        pl.col("item").fill_null(""),
        pl.col("column").replace(written) if written else pl.col("column"),
        found,
        _expected(forms),
    )


def _expected(forms: Mapping[str, tuple[str, str]]) -> pl.Expr:
    expected = pl.col("expected")
    for column, (words, own) in forms.items():
        in_form = pl.col("expected").str.replace(words, own, literal=True)
        expected = pl.when(pl.col("column") == column).then(in_form).otherwise(expected)
    return expected
