"""Case records as JSON: one a line, one array, or one object over many lines; read a chunk at a time.

A line that is no record never stops the file: it becomes a reject that names line and column. A file in
which no line at all is a JSON object is refused whole, because then it is something else under a wrong name.
"""

from __future__ import annotations

import codecs
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from schemas.errors import DeliveryError
from staging.readers.json_lines import JsonProblem, keep_short_exponents, parse_object
from staging.readers.limits import Limits
from staging.readers.nested import ParsedRecord, flatten_records
from staging.readers.result import ReadOptions, ReadResult, RejectLog, no_notes
from staging.readers.streams import LONG_LINE, NumberedLine, open_utf8, read_capped, read_lines

JSON_SUFFIXES = (".ndjson", ".jsonl", ".json")


def is_json_name(name: str) -> bool:
    """True for the name of a file of case records as JSON, plain or gzipped."""
    return name.lower().removesuffix(".gz").endswith(JSON_SUFFIXES)


def read_ndjson(path: Path, source: str, options: ReadOptions, limits: Limits) -> Iterator[ReadResult]:
    """Raw tables of a JSON delivery, in chunks of `limits.chunk_records` records.

    Args:
        path: The file; a name that ends in `.gz` is unpacked while it is read.
        source: The name to show.
        options: What the deliverer's dialect says of its files.
        limits: Caps on line length, unpacked size and chunk.

    Yields:
        One result per chunk; rows are numbered by line, or by position in an array.

    Raises:
        DeliveryError: `empty`, `not_json`, `wrong_encoding`, `broken_gzip`, `zip_bomb` or `too_large`.
    """
    lines = _numbered_records(path, source, limits)
    any_line = any_object = False
    first_problem = ""
    for chunk in _in_chunks(lines, limits.chunk_records):
        any_line = True
        rejects = RejectLog(source, limits.kept_raw_chars)
        with _without_collector():
            records = list(_parse_lines(chunk, rejects, limits))
            tables = flatten_records(records, source, options, rejects)
        any_object = any_object or bool(records)
        first_problem = first_problem or (str(rejects.rows[0]["message"]) if rejects.rows else "")
        yield ReadResult(tables, rejects.frame(), no_notes(), nested=True)
    if not any_line:
        raise DeliveryError(f"{source} holds no record", source=source, check="empty")
    if not any_object:
        message = f"{source} is not JSON: no line of it is a case record ({first_problem})"
        raise DeliveryError(message, source=source, check="not_json")


@contextmanager
def _without_collector() -> Iterator[None]:
    # A parsed chunk is a million small objects, all of them alive and none in a cycle: looking through them
    # over and over for garbage doubles the time that parsing takes.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _head(path: Path, source: str, limits: Limits) -> bytes:
    with open_utf8(path, source, limits) as stream:
        return stream.read(4096)


def _numbered_records(path: Path, source: str, limits: Limits) -> Iterator[NumberedLine]:
    head = _head(path, source, limits).removeprefix(codecs.BOM_UTF8).lstrip()
    if head[:1] == b"[":
        return _array_elements(path, source, limits)
    first_line = head.partition(b"\n")[0].rstrip()
    if head[:1] == b"{" and b"\n" in head and not first_line.endswith(b"}"):
        whole = _whole_object(path, source, limits)
        if whole is not None:
            return iter([(1, whole)])
    return _text_lines(path, source, limits)


def _text_lines(path: Path, source: str, limits: Limits) -> Iterator[NumberedLine]:
    with open_utf8(path, source, limits) as stream:
        yield from read_lines(stream, limits)


def _whole_object(path: Path, source: str, limits: Limits) -> bytes | None:
    """The file where it is one record over many lines, such as a program prints for people; else null."""
    blocks: list[bytes] = []
    with open_utf8(path, source, limits) as stream:
        while sum(map(len, blocks)) <= limits.line_bytes and (block := stream.read(1024 * 1024)):
            blocks.append(block)
    content = b"".join(blocks).removeprefix(codecs.BOM_UTF8)
    try:
        return content if isinstance(orjson.loads(content), dict) else None
    except orjson.JSONDecodeError:
        return None


def _array_elements(path: Path, source: str, limits: Limits) -> Iterator[NumberedLine]:
    content = read_capped(path, source, limits, as_utf8=True).removeprefix(codecs.BOM_UTF8)
    try:
        elements = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        message = f"{source} is not JSON: {error.msg} at line {error.lineno} column {error.colno}"
        raise DeliveryError(message, source=source, check="not_json") from error
    for number, element in enumerate(keep_short_exponents(content, elements), start=1):
        line = orjson.dumps(element)
        yield number, (line if len(line) <= limits.line_bytes else LONG_LINE + line[: limits.kept_raw_chars])


def _in_chunks(lines: Iterator[NumberedLine], size: int) -> Iterator[list[NumberedLine]]:
    chunk: list[NumberedLine] = []
    held = 0
    for line in lines:
        chunk.append(line)
        held += len(line[1])
        if len(chunk) >= size or held >= 64 * 1024**2:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk


def _parse_lines(chunk: list[NumberedLine], rejects: RejectLog, limits: Limits) -> Iterator[ParsedRecord]:
    for number, line in chunk:
        raw = line.decode("utf-8", errors="backslashreplace")
        if line.startswith(LONG_LINE):
            message = f"longer than {limits.line_bytes:,} bytes; a case record is a few kilobytes"
            rejects.add(("cases", number), "line_too_long", message, raw[len(LONG_LINE) :])
            continue
        try:
            yield ParsedRecord(number, parse_object(line), raw)
        except JsonProblem as problem:
            rejects.add(("cases", number), problem.check, str(problem), raw, line=number)
