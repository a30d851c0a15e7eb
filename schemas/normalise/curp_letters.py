"""Which letters of a name go into a CURP.

Source: RENAPO, Instructivo normativo para la asignación de la CURP, rules for compound names and its annex of
words.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

ANY = "?"
"""Stands for a letter that cannot be told because the name is not known."""

VOWELS = "AEIOU"
PARTICLES = frozenset(
    {
        *("DA", "DAS", "DE", "DEL", "DER", "DI", "DIE", "DD", "EL", "LA", "LOS", "LAS", "LE", "LES"),
        "MAC",
        "MC",
    }
    | {"VAN", "VON", "Y"}
)
PASSED_OVER = frozenset({"MARIA", "MA", "M", "JOSE", "J"})
"""First given names that yield to the second one."""

CENSORED_WORDS = """
    BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO GETA
    GUEI GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO
    LOKA LOKO MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO
    PUTA PUTO QULO RATA ROBA ROBE ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY
"""
CENSORED = frozenset(CENSORED_WORDS.split())
"""Roots that would spell an offensive word: their second letter becomes X."""


class SurnameLetters(NamedTuple):
    """What one surname gives to the code."""

    initial: str
    vowel: str
    consonant: str


class GivenLetters(NamedTuple):
    """What the given names give to the code."""

    initial: str
    consonant: str


NO_LETTERS = SurnameLetters(ANY, ANY, ANY)
"""A surname that is not known."""


def censor_root(root: str) -> str:
    """The four letters, the second one X where they spell a word of `CENSORED`."""
    return root[0] + "X" + root[2:] if root in CENSORED else root


@lru_cache(maxsize=100_000)
def letters_of_surname(surname: str) -> SurnameLetters:
    """Initial, first inner vowel and first inner consonant of the surname's first real word.

    X where there is none.
    """
    word = _first_word(_words(surname))
    return SurnameLetters(word[:1] or "X", _first_inner(word, vowel=True), _first_inner(word, vowel=False))


@lru_cache(maxsize=100_000)
def letters_of_given(given_names: str) -> GivenLetters:
    """Initial and first inner consonant of the given name that counts (after María or José, the second)."""
    words = _words(given_names)
    real = [word for word in words if word not in PARTICLES] or words
    if len(real) > 1 and real[0] in PASSED_OVER:
        real = real[1:]
    word = _first_word(real)
    return GivenLetters(word[:1] or "X", _first_inner(word, vowel=False))


def _words(name: str) -> list[str]:
    """Upper-case words, accents off; Ñ and any other letter outside A–Z as X."""
    marked = unicodedata.normalize("NFC", name).upper().replace("Ñ", "X")
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", marked) if not unicodedata.combining(letter)
    )
    kept = "".join(
        letter if "A" <= letter <= "Z" else " " if letter in " .,\t" else "X" for letter in _closed(plain)
    )
    return kept.split()


def _closed(name: str) -> str:
    return name.replace("'", "X").replace("-", " ").replace("/", " ")


def _first_word(words: list[str]) -> str:
    return next((word for word in words if word not in PARTICLES), words[0] if words else "")


def _first_inner(word: str, *, vowel: bool) -> str:
    return next((letter for letter in word[1:] if (letter in VOWELS) == vowel), "X")
