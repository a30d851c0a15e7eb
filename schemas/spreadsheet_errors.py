"""What a spreadsheet writes where it could not calculate: words that look like text and say nothing.

Two persons whose surname is `#N/A` have nothing in common. A cell of free text that says so is kept as
nothing, with a warning; where the column must hold something the row fails as it would without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from schemas.findings import Rule, apply_rules
from schemas.tables.spec import ColumnSpec

WORDS: Final = (
    *("N/A", "REF!", "VALUE!", "DIV/0!", "NAME?", "NUM!", "NULL!", "SPILL!", "CALC!", "GETTING_DATA"),
    *("N/D", "¡REF!", "¡VALOR!", "¡DIV/0!", "¿NOMBRE?", "¡NUM!", "¡NULO!", "¡DESBORDAMIENTO!", "¡CALC!"),
    *("VALEUR!", "NOM?", "NOMBRE!", "NUL!", "PROPAGATION!", "CALCUL!"),
)
"""Error words of Excel and LibreOffice in English, Spanish and French, behind `#`.

Source: Microsoft's function reference for `ERROR.TYPE` in the three languages.
"""
EXPECTED: Final = "a value: a spreadsheet could not calculate this one; kept as nothing"
_PATTERN: Final = "^#(?:" + "|".join(word.replace("?", r"\?") for word in WORDS) + ")$"


def settle_spreadsheet_errors(
    frame: pl.DataFrame, columns: Mapping[str, ColumnSpec]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Empty the cells of free text that hold an error of a spreadsheet.

    Args:
        frame: Typed table with `position`.
        columns: The model's columns.

    Returns:
        The table, and a findings frame with one warning per cell.
    """
    free = [spec.name for spec in columns.values() if spec.is_free_text]
    filled = [name for name in free if frame[name].null_count() < frame.height]
    rules = [
        Rule(name, "spreadsheet_error", pl.col(name).str.contains(_PATTERN), EXPECTED) for name in filled
    ]
    found = apply_rules(frame, rules)
    bad = set(found["column"])
    emptied = [
        pl.when(~rule.bad).then(rule.column).alias(rule.column) for rule in rules if rule.column in bad
    ]
    return frame.with_columns(emptied), found
