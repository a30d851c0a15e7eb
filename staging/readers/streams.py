"""Bytes of a file, unpacked on the way where it is gzipped, never more than the limits allow."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from schemas.errors import DeliveryError
from staging.readers.limits import Limits

NumberedLine = tuple[int, bytes]
LONG_LINE = b"\xff\xfeTOO LONG\xff"
"""Mark in front of what is kept of an over-long line; these bytes occur in no UTF-8 text."""

_BLOCK = 1024 * 1024


class ByteSource(Protocol):
    """Anything that gives bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


class _CappedStream:
    """A stream that refuses to give more than the limits allow, and names what broke."""

    def __init__(self, stream: ByteSource, packed_size: int, source: str, limits: Limits) -> None:
        self._stream = stream
        self._source = source
        ratio_cap = max(limits.ratio_free_bytes, packed_size * limits.unpacked_ratio)
        self._cap = min(limits.unpacked_bytes, ratio_cap)
        self._given = 0

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes of the unpacked content."""
        try:
            block = self._stream.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            message = f"{self._source} is a broken gzip file: {error}"
            raise DeliveryError(message, source=self._source, check="broken_gzip") from error
        self._given += len(block)
        if self._given > self._cap:
            message = f"{self._source} unpacks to more than {self._cap:,} bytes; it was not unpacked further"
            raise DeliveryError(message, source=self._source, check="zip_bomb")
        return block


class _Utf8Stream:
    """A UTF-16 stream as UTF-8, without its byte order mark."""

    def __init__(self, stream: ByteSource, source: str) -> None:
        self._stream = stream
        self._source = source
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._is_over = False

    def read(self, size: int, /) -> bytes:
        """About `size` bytes; none at the end."""
        text = ""
        while not text and not self._is_over:
            block = self._stream.read(size)
            self._is_over = not block
            try:
                text = self._decoder.decode(block, final=self._is_over)
            except UnicodeDecodeError as error:
                message = f"{self._source} begins as UTF-16 and does not go on as such; save it as UTF-8"
                raise DeliveryError(message, source=self._source, check="wrong_encoding") from error
        return text.encode()


@contextmanager
def open_utf8(path: Path, source: str, limits: Limits) -> Iterator[ByteSource]:
    """The file's content as `open_bytes` gives it, in UTF-8 where its byte order mark says UTF-16.

    Raises:
        DeliveryError: As `open_bytes`, and `wrong_encoding`.
    """
    with open_bytes(path, source, limits) as stream:
        mark = stream.read(2)
    with open_bytes(path, source, limits) as stream:
        is_utf16 = mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        yield _Utf8Stream(stream, source) if is_utf16 else stream


@contextmanager
def open_bytes(path: Path, source: str, limits: Limits) -> Iterator[ByteSource]:
    """The file's content as a capped stream; `.gz` is unpacked.

    Raises:
        DeliveryError: `broken_gzip` or `zip_bomb`, while it is read.
    """
    if path.suffix.lower() == ".gz":
        with gzip.open(path) as stream:
            yield _CappedStream(stream, path.stat().st_size, source, limits)
    else:
        with path.open("rb") as plain:
            yield plain


def read_capped(path: Path, source: str, limits: Limits, *, as_utf8: bool = False) -> bytes:
    """The whole content, refused when it is more than may be held in memory.

    Args:
        path: The file.
        source: The name to show.
        limits: Caps.
        as_utf8: Whether UTF-16 is turned into UTF-8.

    Raises:
        DeliveryError: `too_large`, `broken_gzip` or `zip_bomb`.
    """
    opened = open_utf8 if as_utf8 else open_bytes
    blocks: list[bytes] = []
    held = 0
    with opened(path, source, limits) as stream:
        while block := stream.read(_BLOCK):
            held += len(block)
            if held > limits.whole_file_bytes:
                message = f"{source} is larger than {limits.whole_file_bytes:,} bytes; deliver it in parts"
                raise DeliveryError(message, source=source, check="too_large")
            blocks.append(block)
    return b"".join(blocks)


def read_lines(stream: ByteSource, limits: Limits) -> Iterator[NumberedLine]:
    """Lines that are not blank, numbered from 1 as an editor does, without their line ends.

    A line longer than the limit is never held whole: what is kept of it comes behind the `LONG_LINE` mark.
    """
    number, rest, too_long = 1, b"", False
    while block := stream.read(_BLOCK):
        pieces = block.split(b"\n")
        pieces[0] = rest + pieces[0]
        for piece in pieces[:-1]:
            yield from _finish_line(number, piece, too_long or len(piece) > limits.line_bytes, limits)
            number, too_long = number + 1, False
        rest = pieces[-1]
        if len(rest) > limits.line_bytes:
            rest, too_long = rest[: limits.kept_raw_chars], True
    yield from _finish_line(number, rest, too_long, limits)


def _finish_line(number: int, line: bytes, too_long: bool, limits: Limits) -> Iterator[NumberedLine]:
    if too_long:
        yield number, LONG_LINE + line[: limits.kept_raw_chars]
        return
    line = line.removesuffix(b"\r")
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    if line.strip():
        yield number, line
