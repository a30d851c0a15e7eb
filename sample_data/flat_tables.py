"""Nested case records as the contract's flat tables, in a partner's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

Record = dict[str, Any]
Tables = dict[str, list[dict[str, Any]]]

KEY: Final = ("agency", "record_id")
TABLE_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "cases": (
        "agency", "record_id", "revision", "retracted", "reported_at", "incident_start_date",
        "incident_end_date", "country", "admin1", "municipality", "lat", "lon", "offence", "transport_modes",
        "migrants_count", "minors_count", "women_count", "deaths_count", "injured_count", "fee_amount",
        "fee_currency", "benefit", "narrative", "narrative_language", "grading_scheme", "source_grade",
        "info_grade", "handling", "releasable_to", "origin_ref",
    ),
    "persons": (
        *KEY, "person_no", "status", "role", "role_raw", "given_names", "surname_1", "surname_2",
        "full_name", "aliases", "sex", "birth_date", "birth_year", "nationality",
    ),
    "identifiers": (*KEY, "person_no", "kind", "value", "country", "platform"),
    "vehicles": (
        *KEY, "vehicle_no", "plate", "plate_country", "vin", "make", "model", "colour", "year", "person_no",
    ),
    "places": (
        *KEY, "place_no", "kind", "name", "address", "municipality", "admin1", "country", "lat", "lon",
        "person_no",
    ),
    "payments": (
        *KEY, "payment_no", "method", "reference", "payer_account", "payee_account", "payer_person_no",
        "payee_person_no", "amount", "currency", "paid_at",
    ),
    "calls": (*KEY, "call_no", "caller", "callee", "started_at", "duration_s", "channel"),
    "legs": (
        *KEY, "leg_no", "from_place", "from_country", "from_lat", "from_lon", "to_place", "to_country",
        "to_lat", "to_lon", "departed_at", "arrived_at", "mode", "guide_person_no",
    ),
}  # fmt: skip
CHILD_TABLES: Final = tuple(name for name in TABLE_COLUMNS if name != "cases")
NUMBERED: Final = {
    "vehicles": "vehicle_no", "places": "place_no", "payments": "payment_no", "calls": "call_no",
}  # fmt: skip
LISTS: Final[dict[str, str]] = {"transport_modes": "cases", "releasable_to": "cases", "aliases": "persons"}
# What a table without a dialect's words looks like.
PLAIN: Final[Record] = {"list_separator": "|", "tables": {}, "columns": {}, "values": {}}
_DATE = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])-[0-3][0-9]")
_TIMESTAMP = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-9:]{8}Z")


def flatten(records: Iterable[Record]) -> Tables:
    """The records' rows by table, each with the record's key and every column of its table."""
    tables: Tables = {name: [] for name in TABLE_COLUMNS}
    for record in records:
        tables["cases"].append({column: record.get(column) for column in TABLE_COLUMNS["cases"]})
        for name in CHILD_TABLES:
            for number, row in enumerate(record.get(name, ()), start=1):
                whole = {column: row.get(column) for column in TABLE_COLUMNS[name]}
                whole |= {"agency": record["agency"], "record_id": record["record_id"]}
                if name in NUMBERED:
                    whole[NUMBERED[name]] = number
                tables[name].append(whole)
    return tables


def reword(tables: Tables, words: Record) -> Tables:
    """The tables under a partner's names, headers and code words, with cells as text or numbers."""
    return {
        words["tables"].get(name, name): [
            {words["columns"].get(column, column): write_cell(words, name, column, cell)
             for column, cell in row.items()}
            for row in rows
        ]
        for name, rows in tables.items()
    }  # fmt: skip


Cell = str | int | float | bool | list[str] | None


def write_cell(words: Record, table: str, column: str, cell: Cell) -> Cell:
    """One cell as the partner writes it; text that is no code or date of ours stays as it is."""
    codes: dict[str, str] = words["values"].get(f"{table}.{column}", {})
    if isinstance(cell, list):
        separator: str = words["list_separator"]
        return separator.join(str(codes.get(item, item)) for item in cell) or None
    if isinstance(cell, bool):
        cell = "true" if cell else "false"
    if not isinstance(cell, str):
        return cell
    if "date_format" in words and _DATE.fullmatch(cell):
        return _reformat_date(cell, words["date_format"])
    if "timestamp_format" in words and _TIMESTAMP.fullmatch(cell):
        local = datetime.fromisoformat(cell).astimezone(ZoneInfo(words["timezone"]))
        return local.strftime(words["timestamp_format"])
    return codes.get(cell, cell)


def _reformat_date(text: str, pattern: str) -> str:
    """The date in the partner's pattern, also one that is in no calendar (31 February)."""
    try:
        return date.fromisoformat(text).strftime(pattern)
    except ValueError:
        year, month, day = text.split("-")
        return pattern.replace("%Y", year).replace("%m", month).replace("%d", day)
