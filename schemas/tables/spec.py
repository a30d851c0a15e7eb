"""What the rest of the room needs to know of a column, read from its model once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.tables import TABLES

EXPECTED_BY_TYPE: Mapping[str, str] = {
    "Int64": "a whole number in digits, without thousands separators",
    "Float64": "a number in digits with a decimal point, without thousands separators",
    "Date": "a real date written YYYY-MM-DD",
    "Boolean": "true or false",
    "Datetime": "a real date and time with its zone, such as 2023-12-01T20:38:00Z",
    "List": 'a JSON list of texts such as ["a", "b"], or values split by | or ;',
    "String": "text",
}
LONGEST_CODE_LIST_SHOWN = 20


@dataclass(frozen=True)
class ColumnSpec:
    """One column of one table, as its model describes it."""

    name: str
    dtype: pl.DataType
    required: bool
    checks: tuple[pa.Check, ...]
    metadata: Mapping[str, Any]

    @property
    def type_name(self) -> str:
        """Base name of the polars type, such as `Int64` or `List`."""
        return str(self.dtype.base_type())

    @property
    def codes(self) -> tuple[str, ...] | None:
        """Code list of the column, None when any text is allowed."""
        for check in self.checks:
            if check.name == "isin":
                return tuple((check.statistics or {})["allowed_values"])
        return None

    @property
    def is_free_text(self) -> bool:
        """Whether the column holds text that no code list bounds."""
        return self.type_name == "String" and self.codes is None

    @property
    def words(self) -> tuple[str, ...] | None:
        """Words that a partner's words can be mapped to: codes, elements of a list, or true and false."""
        elements = self.metadata.get("elements")
        if self.type_name == "Boolean":
            return ("true", "false")
        return elements if isinstance(elements, tuple) else self.codes

    @property
    def expected_type(self) -> str:
        """What can be read into the column's type, in words."""
        return EXPECTED_BY_TYPE[self.type_name]


@cache
def table_columns(table: str) -> Mapping[str, ColumnSpec]:
    """Columns of one contract table in the model's order."""
    columns = TABLES[table].to_schema().columns
    return {
        name: ColumnSpec(
            name, column.dtype.type, not column.nullable, tuple(column.checks), column.metadata or {}
        )
        for name, column in columns.items()
    }


def describe_codes(codes: tuple[str, ...]) -> str:
    """Name a code list in words; long ones by their first members."""
    if len(codes) <= LONGEST_CODE_LIST_SHOWN:
        return "one of " + ", ".join(codes)
    return f"one of {len(codes)} codes such as " + ", ".join(codes[:3])


def describe_check(check: pa.Check) -> str:
    """What a value must be to pass a check, in words."""
    said: Mapping[str, Any] = check.statistics or {}
    match check.name:
        case "isin":
            return describe_codes(tuple(said["allowed_values"]))
        case "str_matches":
            return f"text that matches {said['pattern']}"
        case "str_length":
            return f"at most {said['max_value']} characters"
        case "greater_than_or_equal_to":
            return f"{said['min_value']} or more"
        case "less_than_or_equal_to":
            return f"{said['max_value']} or less"
    return str(check.error or check.name)
