"""Every language says everything, with the same places to fill, and writes dates and numbers its own way."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import reports
from reports.words.catalogue import LOCALES, load_words, read_catalogue
from schemas.errors import ConfigError

ROOM = Path(reports.__file__).parent
PLACES = re.compile(r"\{[a-z]*\}")
GROUPS = ("role", "offence", "kind", "stage", "status", "sex", "age", "link", "gap")


def _texts(language: str) -> dict[str, list[str]]:
    texts = {}
    for message in read_catalogue(language):
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            texts[key] = list(message.string) if isinstance(message.string, tuple) else [message.string]
    return texts


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_catalogue_has_every_text_with_the_same_places_to_fill(language: str) -> None:
    english, own = _texts("en"), _texts(language)
    assert sorted(own) == sorted(english)
    for key, texts in own.items():
        assert all(text.strip() for text in texts), key
        wanted = {frozenset(PLACES.findall(text)) for text in english[key]}
        assert {frozenset(PLACES.findall(text)) for text in texts} == wanted, key


def test_every_text_a_page_asks_for_is_in_the_catalogue() -> None:
    known = set(_texts("en"))
    sources = [*ROOM.rglob("*.j2"), *ROOM.rglob("*.py")]
    asked = {
        found
        for source in sources
        for found in re.findall(
            r"(?:(?:words(?:\.count)?|\|counted)\(\s*|(?=.[\w.]+.\|said))[\"']([a-z_]+\.[a-z_]+)[\"']",
            source.read_text(encoding="utf-8"),
        )
    }
    assert len(asked) > 200
    assert asked <= known


def test_every_code_of_the_contract_has_a_word() -> None:
    words = load_words("es")
    for group, code in [("role", "safe_house_keeper"), ("offence", "facilitated_stay"), ("stage", "shelter")]:
        assert words.code(group, code) != code.replace("_", " ")
    assert all(any(key.startswith(f"{group}.") for key in _texts("en")) for group in GROUPS)


def test_unknown_code_is_shown_as_it_came_and_null_as_a_dash() -> None:
    words = load_words("fr")
    assert words.code("role", "baqueano_mayor") == "baqueano mayor"
    assert words.code("role", None) == "–"
    assert words.code("role", "{0.__class__}") == "{0.  class  }"


def test_a_figure_after_a_codes_colon_fills_the_word() -> None:
    assert load_words("en").code("hub_reason", "over_cap:214") == "214 users: evidence of nothing"
    assert load_words("fr").code("hub_reason", "over_cap:1214").startswith("1\xa0214 utilisateurs")
    assert load_words("en").code("hub_reason", "over_cap:?").startswith("? users")


@pytest.mark.parametrize(
    ("language", "day", "number"),
    [("en", "6 Feb 2023", "12,345"), ("es", "6 feb 2023", "12,345"), ("fr", "6 févr. 2023", "12\xa0345")],
)
def test_dates_and_numbers_follow_the_language(language: str, day: str, number: str) -> None:
    words = load_words(language)
    assert words.day(date(2023, 2, 6)) == day
    assert words.number(12345) == number


@pytest.mark.parametrize(
    ("language", "nought"), [("en", "0 records"), ("es", "0 registros"), ("fr", "0 dossier")]
)
def test_plural_follows_the_language(language: str, nought: str) -> None:
    assert load_words(language).count("n.records", 0) == nought


def test_another_language_is_refused() -> None:
    with pytest.raises(ConfigError):
        load_words("xx")
