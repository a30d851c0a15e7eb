"""A CSV file's bytes to text: which encoding and which delimiter."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from schemas.errors import DeliveryError

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS: tuple[str, ...] = (",", ";", "\t")
"""The contract's delimiters, in the order of preference when a header has as many of each."""


@dataclass(frozen=True)
class DecodedText:
    """Text of a file, and a remark when its encoding had to be guessed or differs from the declared one."""

    text: str
    remark: str | None


def decode_text(content: bytes, declared: str | None, source: str) -> DecodedText:
    """The text of a file.

    A byte order mark settles it. Next comes UTF-8, in strict form: text of another encoding with accents in
    it is hardly ever valid UTF-8, so this is safe even where another encoding is declared. Then the declared
    encoding, or cp1252.

    Raises:
        DeliveryError: `wrong_encoding`, with the first byte that does not fit.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return DecodedText(_decode(content, encoding, source), None)
    if b"\x00" in content[:4096] and not _is_utf16(declared):
        message = f"{source} holds NUL bytes: no text, or UTF-16 without a byte order mark; save it as UTF-8"
        raise DeliveryError(message, source=source, check="wrong_encoding")
    if _is_utf16(declared):
        return DecodedText(_decode(content, str(declared), source), None)
    return _decode_8_bit(content, declared, source)


def _decode_8_bit(content: bytes, declared: str | None, source: str) -> DecodedText:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode(content, _fallback(declared), source)
        guessed = f"{source} is not UTF-8 and was read as cp1252; declare the encoding in the dialect file"
        return DecodedText(text, None if declared else guessed)
    if declared and not text.isascii() and codecs.lookup(declared).name not in {"utf-8", "utf-8-sig"}:
        return DecodedText(text, f"{source} is UTF-8 although {declared} is declared; it was read as UTF-8")
    return DecodedText(text, None)


def _fallback(declared: str | None) -> str:
    return declared if declared else "cp1252"


def _is_utf16(declared: str | None) -> bool:
    return bool(declared) and codecs.lookup(str(declared)).name.startswith("utf-16")


def _decode(content: bytes, encoding: str, source: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = (
            f"{source}, line {line}: byte {error.start + 1} of the file is not {encoding}; save it as UTF-8"
        )
        raise DeliveryError(message, source=source, check="wrong_encoding") from error


def sniff_delimiter(header: str, declared: str | None) -> str:
    """The declared delimiter where the header has it, or whichever of the three it has most of."""
    if declared and declared in header:
        return declared
    return max(DELIMITERS, key=header.count)
