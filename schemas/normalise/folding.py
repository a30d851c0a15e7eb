"""Fold text to plain lower-case letters and digits, on which every other concept compares words."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = re.compile(r"['’ʼ`´]")
NOT_WORD = re.compile(r"[^a-z0-9]+")
LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"}
)


def fold_text(value: str) -> str:
    """Lower case, accents and ñ's tilde off, apostrophes closed up, every other mark a single space."""
    if value.isascii():
        return NOT_WORD.sub(" ", value.replace("'", "").replace("`", "").lower()).strip()
    closed = APOSTROPHES.sub("", value).casefold().translate(LETTERS_WITHOUT_DECOMPOSITION)
    plain = unicodedata.normalize("NFKD", closed).casefold().encode("ascii", "ignore").decode("ascii")
    return NOT_WORD.sub(" ", plain).strip()
