"""How a partner writes dates, times and decimals, in the words of a message to its clerk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Final

from schemas.dialects.dialect import Dialect
from schemas.tables.spec import EXPECTED_BY_TYPE, table_columns

WORD_OF: Final[Mapping[str, str]] = {
    "%d": "dd",
    "%m": "mm",
    "%Y": "yyyy",
    "%y": "yy",
    "%H": "hh",
    "%M": "mm",
    "%S": "ss",
}
"""A strftime directive as forms and spreadsheets write it; another one is shown by an example alone."""
EXAMPLE: Final = datetime(2023, 12, 31, 20, 38)
"""A moment whose day cannot be taken for a month."""


def describe_forms(table: str, dialect: Dialect) -> dict[str, str]:
    """What a partner's clerk is told to expect, by column of a table, where it is not the contract's form."""
    words = {
        "Date": _say_date(dialect.date_formats),
        "Datetime": _say_time(dialect),
        "Float64": _say_decimal(dialect),
    }
    types = _types(table)
    return {name: said for name, type_name in types.items() if (said := words.get(type_name))}


@cache
def _types(table: str) -> dict[str, str]:
    return {name: spec.type_name for name, spec in table_columns(table).items()}


def _say_date(forms: tuple[str, ...]) -> str | None:
    return f"a real date written {_say_forms(forms)}, or YYYY-MM-DD" if forms else None


def _say_time(dialect: Dialect) -> str | None:
    if not dialect.time_zone or not dialect.timestamp_formats:
        return None
    return (
        f"{EXPECTED_BY_TYPE['Datetime']}, or the local time written {_say_forms(dialect.timestamp_formats)}"
    )


def _say_decimal(dialect: Dialect) -> str | None:
    return "a number in digits with a decimal comma, such as 1234,5" if dialect.decimal_comma else None


def _say_forms(forms: tuple[str, ...]) -> str:
    said = " or ".join(re.sub("%.", lambda match: WORD_OF.get(match[0], match[0]), form) for form in forms)
    shown = EXAMPLE.strftime(forms[0])
    return f"like {shown}" if "%" in said else f"{said}, such as {shown}"
