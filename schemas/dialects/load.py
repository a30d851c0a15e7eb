"""Dialect files: read, checked against the models, refused with file and key when they contradict them."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from schemas.codes import AGENCY_PATTERN
from schemas.dialects.dialect import Dialect, fold_word
from schemas.errors import SchemaError
from schemas.tables import TABLES
from schemas.tables.spec import table_columns

OWN_FOLDER: Final = Path(__file__).parent


def load_dialect(agency: str, folder: Path | None = None) -> Dialect:
    """Read an agency's dialect; the plain one where it has no file, because it writes as the contract does.

    Args:
        agency: Agency code; anything else has no file.
        folder: Where dialect files lie; the shipped ones by default.

    Raises:
        SchemaError: The file is not TOML, or a key of it contradicts the models; the message names file and
            key.
    """
    if not re.fullmatch(AGENCY_PATTERN, agency):  # also keeps path characters out of the file name
        return Dialect(agency)
    path = (folder or OWN_FOLDER) / f"{agency}.toml"
    if not path.is_file():
        return Dialect(agency)
    stat = path.stat()
    return _read_file(path, agency, (stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=64)
def _read_file(path: Path, agency: str, _version: tuple[int, int]) -> Dialect:
    """Read once for as long as the file stays as it is: checking it takes longer than a small delivery."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path.name}: not a TOML file in UTF-8: {error}"
        raise SchemaError(message) from error
    for key, value in content.items():
        if key not in _READERS:
            raise _refuse(path, key, "no such key; known are " + ", ".join(_READERS))
        if not _matches(value, key):
            raise _refuse(path, key, f"expected {_EXPECTED[key]}, found {value!r:.80}")
    if content.get("agency", agency) != agency:
        raise _refuse(path, "agency", f"the file is named for {agency}")
    read: dict[str, Any] = {key: _READERS[key](path, value) for key, value in content.items()}
    return Dialect(**{"agency": agency, **read})


def _refuse(path: Path, key: str, reason: str) -> SchemaError:
    return SchemaError(f"{path.name}, key {key}: {reason}")


def _matches(value: object, key: str) -> bool:
    kind = _EXPECTED[key]
    if kind == "a list of texts":
        return isinstance(value, list) and all(isinstance(element, str) for element in value)
    return isinstance(value, {"a text": str, "true or false": bool, "a table": dict}[kind])


def _as_is(_: Path, value: object) -> object:
    return value


def _as_encoding(path: Path, value: str) -> str:
    try:
        codecs.lookup(value)
    except LookupError as error:
        raise _refuse(path, "encoding", f"unknown encoding {value!r}") from error
    return value


def _as_zone(path: Path, value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise _refuse(path, "time_zone", f"unknown time zone {value!r}") from error
    return value


def _as_tuple(_: Path, value: list[str]) -> tuple[str, ...]:
    return tuple(value)


def _as_agencies(path: Path, value: list[str]) -> frozenset[str]:
    for agency in value:
        if not re.fullmatch(AGENCY_PATTERN, agency):
            raise _refuse(path, "delivers_for", f"{agency!r} is no agency code")
    return frozenset(value)


def _as_tables(path: Path, value: Mapping[str, str]) -> dict[str, str]:
    for name, table in value.items():
        if table not in TABLES:
            raise _refuse(path, f"tables.{name}", f"{table!r} is no table; known are {', '.join(TABLES)}")
    return {name.strip().casefold(): table for name, table in value.items()}


def _as_columns(path: Path, value: Mapping[str, str]) -> dict[str, str]:
    return _fold_keys(path, "columns", value, _all_columns())


def _as_table_columns(path: Path, value: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    for table in value:
        if table not in TABLES:
            raise _refuse(path, f"table_columns.{table}", f"no table; known are {', '.join(TABLES)}")
    return {
        table: _fold_keys(path, f"table_columns.{table}", words, frozenset(table_columns(table)))
        for table, words in value.items()
    }


def _as_values(path: Path, value: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    read = {}
    for key, words in value.items():
        table, _, column = key.partition(".")
        if table not in TABLES or column not in table_columns(table):
            raise _refuse(path, f"values.{key}", "expected table.column of the record")
        codes = table_columns(table)[column].words
        read[table, column] = _fold_keys(path, f"values.{key}", words, frozenset(codes) if codes else None)
    return read


def _fold_keys(
    path: Path, key: str, words: Mapping[str, str], known: frozenset[str] | None
) -> dict[str, str]:
    """Words folded; two that fold to one with different meanings, or an unknown meaning, are refused."""
    if not isinstance(words, dict):
        raise _refuse(path, key, "expected a table of theirs = ours")
    folded: dict[str, str] = {}
    for word, ours in words.items():
        if not isinstance(ours, str) or (known is not None and ours not in known):
            raise _refuse(path, f"{key}.{word}", f"{ours!r} is not one of ours")
        if folded.setdefault(fold_word(word), ours) != ours:
            raise _refuse(path, f"{key}.{word}", "stands twice with different meanings")
    return folded


@cache
def _all_columns() -> frozenset[str]:
    return frozenset(column for table in TABLES for column in table_columns(table))


_EXPECTED: Final[Mapping[str, str]] = {
    "agency": "a text",
    "encoding": "a text",
    "delimiter": "a text",
    "list_separator": "a text",
    "date_formats": "a list of texts",
    "timestamp_formats": "a list of texts",
    "time_zone": "a text",
    "decimal_comma": "true or false",
    "delivers_for": "a list of texts",
    "tables": "a table",
    "columns": "a table",
    "table_columns": "a table",
    "values": "a table",
}
_READERS: Final[Mapping[str, Callable[[Path, Any], object]]] = {
    **dict.fromkeys(_EXPECTED, _as_is),
    "encoding": _as_encoding,
    "time_zone": _as_zone,
    "date_formats": _as_tuple,
    "timestamp_formats": _as_tuple,
    "delivers_for": _as_agencies,
    "tables": _as_tables,
    "columns": _as_columns,
    "table_columns": _as_table_columns,
    "values": _as_values,
}
