"""What the compiler's own faces can show, and what stands for the rest.

PDF/A forbids a character without a shape, and a machine without a network has no other face to ask. So a
letter of a script that is not there is written as its Unicode number, `[U+4E2D]`: nothing is lost, and the
reader sees that something stands in. The other forms of the report carry the letters themselves.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any, Literal

RANGES: tuple[tuple[int, int], ...] = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00AC), (0x00AE, 0x024F),  # Latin of every European language
    (0x0300, 0x030C), (0x0323, 0x0328), (0x0331, 0x0331),  # accents that have no letter of their own
    (0x0386, 0x0386), (0x0388, 0x038A), (0x038C, 0x038C), (0x038E, 0x03A1), (0x03A3, 0x03CE),  # Greek
    (0x0400, 0x045F), (0x0490, 0x0493),  # Cyrillic
    (0x0531, 0x0556), (0x0561, 0x0587),  # Armenian
    (0x05D0, 0x05EA),  # Hebrew
    (0x0621, 0x063A), (0x0641, 0x064A), (0x0660, 0x0669), (0x067E, 0x067E), (0x0686, 0x0686),  # Arabic
    (0x0698, 0x0698), (0x06A9, 0x06A9), (0x06AF, 0x06AF), (0x06CC, 0x06CC), (0x06F0, 0x06F9),  # Persian
    (0x1E00, 0x1EF9),  # Vietnamese and other Latin
    (0x200B, 0x200B), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026),
    (0x202F, 0x2030), (0x2039, 0x203A), (0x2044, 0x2044), (0x20AC, 0x20AC), (0x2116, 0x2116),
    (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2264, 0x2265),
)  # fmt: skip
"""Read from the character maps of Libertinus Serif and DejaVu Sans Mono, which the compiler carries."""

EUROPEAN_RANGES: tuple[tuple[int, int], ...] = (
    (0x0020, 0x007E), (0x00A0, 0x00AC), (0x00AE, 0x024F), (0x0386, 0x0386), (0x0388, 0x038A),
    (0x038C, 0x038C), (0x038E, 0x03A1), (0x03A3, 0x03CE), (0x0400, 0x045F), (0x2013, 0x2014),
    (0x2018, 0x201E), (0x2026, 0x2026), (0x2190, 0x2193),
)  # fmt: skip
"""What Libertinus Serif has alone. A picture's captions cannot take letters of several faces in one word."""

PLAIN_RANGES: tuple[tuple[int, int], ...] = ((0x0020, 0x007E), (0x00A1, 0x00AC), (0x00AE, 0x017E))
"""Letters that need no second face and no joining: for a text whose mixture the compiler cannot set."""

Letters = Literal["every", "european", "plain"]

LETTERS: dict[Letters, tuple[tuple[int, int], ...]] = {
    "every": RANGES,
    "european": EUROPEAN_RANGES,
    "plain": PLAIN_RANGES,
}

STAND_IN = "[U+"
"""How a number that stands for a character begins."""

LONG_RUN, PIECE = 40, 20
"""A run of letters longer than this may be broken after each piece: it would leave its column."""

_BREAK = "\u200b"


def to_printable(value: Any, text: Letters = "every", pictures: Letters = "every") -> Any:  # noqa: ANN401
    """A JSON value with every text in it fit to be set.

    Args:
        value: Any JSON value.
        text: Letters that texts may keep.
        pictures: Letters that captions inside drawings may keep.
    """
    if isinstance(value, str):
        return _spell(value, pictures if value.startswith("<svg") else text)
    if isinstance(value, dict):
        return {key: to_printable(each, text, pictures) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [to_printable(each, text, pictures) for each in value]
    return value


def _spell(text: str, letters: Letters) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(_stand_in(each, letters) for each in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=4096)
def _stand_in(character: str, letters: Letters) -> str:
    point, category = ord(character), unicodedata.category(character)
    if any(low <= point <= high for low, high in LETTERS[letters]):
        return character
    if category == "Cf" or (letters != "every" and category == "Mn"):
        return ""
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    return f"{STAND_IN}{point:04X}]"


def break_long_runs(text: str) -> str:
    """The text with places to break inside runs of letters that no column holds."""
    if len(text) <= LONG_RUN:
        return text
    return " ".join(
        _BREAK.join(word[at : at + PIECE] for at in range(0, len(word), PIECE))
        if len(word) > LONG_RUN
        else word
        for word in text.split(" ")
    )
