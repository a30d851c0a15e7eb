"""Lists that travel as text: a JSON array of texts, or values split by `|` or `;`."""

from __future__ import annotations

import json

import polars as pl

SIMPLE_ARRAY = r'^\[\s*("[^"\\]*"\s*(,\s*"[^"\\]*"\s*)*)?\]$'


def parse_list(cells: pl.Series) -> pl.Series:
    """Read text lists; null text is the empty list, unreadable text is null.

    Empty elements and blanks around elements are dropped; numbers in a JSON array become their text.
    """
    if cells.null_count() == len(cells):
        return pl.Series(cells.name, [[]], pl.List(pl.String)).new_from_index(0, len(cells))
    text = pl.col("text")
    is_array = text.str.starts_with("[")
    quoted = text.str.extract_all(r'"[^"\\]*"').list.eval(pl.element().str.slice(1).str.strip_suffix('"'))
    split = text.str.replace_all(";", "|", literal=True).str.split("|")
    plain = (
        pl.when(text.is_null())
        .then(pl.lit([], dtype=pl.List(pl.String)))
        .when(text.str.contains(SIMPLE_ARRAY))
        .then(quoted)
        .when(~is_array)
        .then(split)
    )
    lists = pl.DataFrame({"text": cells}).select(text, plain.alias("list"))
    odd = lists.filter(text.is_not_null() & pl.col("list").is_null())["text"].unique().to_list()
    if odd:
        decoded = pl.DataFrame(
            {"text": odd, "decoded": [_decode(value) for value in odd]},
            schema={"text": pl.String, "decoded": pl.List(pl.String)},
        )
        lists = lists.join(decoded, on="text", how="left", maintain_order="left").with_columns(
            pl.coalesce("list", "decoded").alias("list")
        )
    tidy = pl.element().str.strip_chars()
    return lists["list"].list.eval(tidy.filter(tidy.str.len_bytes() > 0)).alias(cells.name)


def _decode(text: str) -> list[str] | None:
    """Elements of a JSON array that needs a real parser; None unless all are texts and numbers."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, list):
        return None
    known = [element for element in value if element is not None]
    if any(isinstance(element, bool) or not isinstance(element, str | int | float) for element in known):
        return None
    texts = [str(element) for element in known]
    return texts if all(_is_unicode(element) for element in texts) else None


def _is_unicode(text: str) -> bool:
    """Whether a text can be written at all: JSON lets half a surrogate pair through."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
