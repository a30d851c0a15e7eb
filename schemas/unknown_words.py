"""Words outside a code list that has room for them: signalled, kept raw, and the row goes on.

Which columns are so forgiving is said in their model (`unknown_word`); a word outside any other code list
fails.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from schemas.findings import POSITION, Rule, apply_rules, find_at, join_findings
from schemas.tables.spec import ColumnSpec, describe_codes

CHECK = "unknown_word"


def settle_unknown_words(
    frame: pl.DataFrame, columns: Mapping[str, ColumnSpec]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Fold case and blanks of forgiving code columns, and replace words that the code list does not have.

    Args:
        frame: Typed table with `position`.
        columns: The model's columns.

    Returns:
        The table, and a findings frame with one warning per unknown word.
    """
    warnings: list[pl.DataFrame] = []
    for spec in columns.values():
        if "unknown_word" not in spec.metadata or frame[spec.name].null_count() == len(frame):
            continue
        settle = _settle_list if spec.type_name == "List" else _settle_word
        frame, found = settle(frame, spec)
        warnings.append(found)
    return frame, join_findings(warnings)


def _settle_word(frame: pl.DataFrame, spec: ColumnSpec) -> tuple[pl.DataFrame, pl.DataFrame]:
    codes, name = spec.codes or (), spec.name
    word = pl.col(name)
    folded = word.str.to_lowercase().str.replace_all(r"[\s-]+", "_")
    is_known = folded.is_in(codes)
    becomes: str | None = spec.metadata["unknown_word"]
    kept_as = "nothing" if becomes is None else f"'{becomes}'"
    rule = Rule(name, CHECK, word.is_not_null() & ~is_known, f"{describe_codes(codes)}; kept as {kept_as}")
    warnings = apply_rules(frame, [rule])
    settled = (
        pl.when(word.is_null() | is_known).then(folded).otherwise(pl.lit(becomes, pl.String)).alias(name)
    )
    raw_column: str | None = spec.metadata.get("keep_word_in")
    kept = (
        []
        if raw_column is None
        else [pl.when(rule.bad).then(pl.coalesce(raw_column, name)).otherwise(raw_column)]
    )
    named = [expression.alias(str(raw_column)) for expression in kept]
    return frame.with_columns(settled, *named), warnings


def _settle_list(frame: pl.DataFrame, spec: ColumnSpec) -> tuple[pl.DataFrame, pl.DataFrame]:
    codes: tuple[str, ...] = spec.metadata["elements"]
    name = spec.name
    words = frame.select(POSITION, pl.col(name).list.eval(pl.element().str.to_lowercase())).explode(name)
    unknown = words.filter(pl.col(name).is_not_null() & ~pl.col(name).is_in(codes))
    expected = f"elements that are {describe_codes(codes)}; the unknown one is left out"
    warnings = find_at(unknown[POSITION].unique(maintain_order=True), name, CHECK, expected)
    known = pl.element().str.to_lowercase().filter(pl.element().str.to_lowercase().is_in(codes))
    return frame.with_columns(pl.col(name).list.eval(known)), warnings
