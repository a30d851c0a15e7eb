"""One line of JSON to one object, or the reason why not, with its place in the line."""

from __future__ import annotations

import json
import re
from typing import Final, TypeVar, cast

import orjson

T = TypeVar("T")
EXPONENT: Final = re.compile(rb"[0-9][eE]\+[0-9]")
FEWEST_LOST: Final = 6
"""A number of seven digits is the shortest that leads to somebody (a telephone); a count may well be 1e+3."""


class JsonProblem(Exception):
    """Why a line is no case record.

    Attributes:
        check: Short code, such as `invalid_json`.
    """

    def __init__(self, check: str, message: str) -> None:
        super().__init__(message)
        self.check = check


def parse_object(line: bytes) -> dict[str, object]:
    """The JSON object on a line.

    Raises:
        JsonProblem: `not_utf8`, `nul_byte`, `invalid_json` (NaN included), `nested_too_deep`,
            `not_an_object` or `duplicate_key`.
    """
    if b"\x00" in line:
        raise JsonProblem("nul_byte", f"byte {line.index(0) + 1} is NUL; the file is not plain text there")
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise _explain(line, error) from error
    if not isinstance(value, dict):
        raise JsonProblem(
            "not_an_object", "a case record is a JSON object in braces; found another JSON value"
        )
    _refuse_duplicate_keys(line, value)
    return keep_short_exponents(line, value)


def keep_short_exponents(text: bytes, value: T) -> T:
    """A parsed value in which long numbers written with too few digits stay as they were written.

    `5.25512e+11` is no telephone but what is left of one; as a number it would be 525512000000.

    Args:
        text: The JSON text.
        value: What it was parsed to.
    """
    if (b"e+" not in text and b"E+" not in text) or EXPONENT.search(text) is None:
        return value
    try:
        return cast("T", json.loads(text, parse_float=_as_written))
    except RecursionError:
        return value


def _as_written(number: str) -> float | str:
    mantissa, _, exponent = number.lower().partition("e+")
    given = len(mantissa.partition(".")[2])
    return number if exponent and max(given, FEWEST_LOST) < int(exponent) else float(number)


def _explain(line: bytes, error: orjson.JSONDecodeError) -> JsonProblem:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as bad:
        return JsonProblem("not_utf8", f"byte {bad.start + 1} is not UTF-8; save the file as UTF-8")
    if "ecursion" in error.msg or "depth" in error.msg:
        return JsonProblem("nested_too_deep", "objects are nested too deep; a case record has two levels")
    return JsonProblem("invalid_json", f"not valid JSON at column {error.colno} ({error.msg})")


def _refuse_duplicate_keys(line: bytes, value: dict[str, object]) -> None:
    # The parser keeps the last of two equal keys without a word. Counting is cheap and settles nearly every
    # line; only where the counts differ (blanks before a colon do that as well) is the line parsed again,
    # slowly and exactly.
    if line.count(b'":') != orjson.dumps(value).count(b'":'):
        try:
            json.loads(line, object_pairs_hook=_unique_keys)
        except RecursionError as error:
            raise JsonProblem(
                "nested_too_deep", "objects are nested too deep; a case record has two levels"
            ) from error


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise JsonProblem("duplicate_key", f"the key {twice!r} stands twice in one object")
    return keys
