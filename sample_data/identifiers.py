"""Invented identifiers with the shape of real ones: CURP, passports, identity cards, plates, accounts."""

from __future__ import annotations

import unicodedata
from datetime import date
from random import Random
from typing import Final

from sample_data.word_lists import read_words

# Words that are skipped in compound surnames, and given names that are skipped when another follows
# (Instructivo normativo para la asignación de la CURP, RENAPO).
PARTICLES: Final = frozenset({
    "DA", "DAS", "DD", "DE", "DEL", "DER", "DI", "DIE", "EL", "LA", "LAS", "LE", "LES", "LOS",
    "MAC", "MC", "VAN", "VON", "Y",
})  # fmt: skip
SKIPPED_GIVEN: Final = frozenset(["MARIA", "MA", "M", "JOSE", "J"])
CURP_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
CURP_STATES: Final = (
    "AS", "BC", "BS", "CC", "CL", "CM", "CS", "CH", "DF", "DG", "GT", "GR", "HG", "JC",
    "MC", "MN", "MS", "NT", "NL", "OC", "PL", "QT", "QR", "SP", "SL", "SR", "TC", "TS",
    "TL", "VZ", "YN", "ZS",
)  # fmt: skip
PLATE_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"


def registry_letters(name: str) -> str:
    """A name as the registry reads it: upper case, without accents, Ñ and punctuation as X."""
    kept = name.upper().replace("Ñ", "X")
    plain = unicodedata.normalize("NFD", kept)
    return "".join("X" if c in "-./'" else c for c in plain if not unicodedata.combining(c))


def _main_word(name: str, skipped: frozenset[str] = frozenset()) -> str:
    words = [word for word in registry_letters(name).split() if word not in PARTICLES]
    if len(words) > 1 and words[0] in skipped:
        words = words[1:]
    return words[0] if words else "X"


def _inner(word: str, letters: str) -> str:
    return next((c for c in word[1:] if c in letters), "X")


def curp_check_digit(first_17: str) -> str:
    """The 18th character: 10 minus the weighted sum (weights 18 to 2) modulo 10."""
    total = sum(CURP_ALPHABET.index(c) * (18 - i) for i, c in enumerate(first_17))
    return str((10 - total % 10) % 10)


def make_curp(names: tuple[str, str, str | None], sex: str, birth: date, place: tuple[str, int]) -> str:
    """A CURP built as the registry does.

    Args:
        names: Given names, first surname, second surname (or None).
        sex: `M` (male) or `F`, as in a record; the CURP writes H and M.
        birth: Date of birth.
        place: State code of birth and the number (0-9) that tells homonyms apart.
    """
    given = _main_word(names[0], SKIPPED_GIVEN)
    first, second = _main_word(names[1]), _main_word(names[2]) if names[2] else ""
    head = first[0] + _inner(first, "AEIOU") + (second[:1] or "X") + given[0]
    if head in read_words("spoiled_curps"):
        head = head[0] + "X" + head[2:]
    consonants = "BCDFGHJKLMNPQRSTVWXYZ"
    tail = _inner(first, consonants) + _inner(second, consonants) + _inner(given, consonants)
    state, serial = place
    homonym = str(serial) if birth.year < 2000 else "ABCDEFGHIJ"[serial]
    body = f"{head}{birth:%y%m%d}{'H' if sex == 'M' else 'M'}{state}{tail}{homonym}"
    return body + curp_check_digit(body)


def digits(rng: Random, count: int) -> str:
    """`count` random digits, the first not 0."""
    return str(rng.randrange(10 ** (count - 1), 10**count))


def letters(rng: Random, count: int) -> str:
    """`count` random letters without those that look like digits."""
    return "".join(rng.choice(PLATE_LETTERS) for _ in range(count))


def make_clabe(rng: Random) -> str:
    """An 18-digit Mexican account number with its control digit (weights 3, 7, 1)."""
    body = digits(rng, 17)
    total = sum(int(d) * (3, 7, 1)[i % 3] % 10 for i, d in enumerate(body))
    return body + str((10 - total % 10) % 10)


def make_passport(rng: Random, country: str) -> str:
    """A passport number in the country's usual length."""
    if country in ("MX", "SV", "HN"):
        return letters(rng, 1) + digits(rng, 8)
    return digits(rng, 9) if country in ("GT", "US") else letters(rng, 2) + digits(rng, 6)


def make_national_id(rng: Random, country: str) -> str:
    """An identity card's number: GT 13 digits (DPI), HN 13, SV 9 with a dash, others 10."""
    if country in ("GT", "HN"):
        return digits(rng, 13)
    return f"{digits(rng, 8)}-{rng.randrange(10)}" if country == "SV" else digits(rng, 10)


def make_plate(rng: Random, country: str) -> str:
    """A plate in its compact form (Mexico: the 2016 format)."""
    if country == "MX":
        return letters(rng, 3) + digits(rng, 3) + letters(rng, 1)
    if country == "GT":
        return "P" + digits(rng, 3) + letters(rng, 3)
    if country == "SV":
        return "P" + digits(rng, 6)
    return letters(rng, 3) + digits(rng, 4)
