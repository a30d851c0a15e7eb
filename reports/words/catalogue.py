"""Look up what a reader sees: texts from gettext catalogues; dates, numbers and countries by locale.

Catalogues are plain `.po` files, one a language, compiled in memory when first asked for. Message ids are
dotted names; every language, English included, has its own catalogue, so that a missing text shows in a
test and not on a page.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from schemas.errors import ConfigError

LOCALES = {"en": "en_GB", "es": "es_MX", "fr": "fr_CA"}
"""Language of a report and locale of its dates and numbers: day before month, never a numeric short date."""


def read_catalogue(language: str) -> Catalog:
    """The parsed catalogue of a language.

    Raises:
        ConfigError: No catalogue for that language.
    """
    if language not in LOCALES:
        raise ConfigError(f"No report language {language!r}; there are {', '.join(sorted(LOCALES))}.")
    with (Path(__file__).parent / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


class Words:
    """The words of one language; call it with a message id."""

    def __init__(self, language: str) -> None:
        compiled = BytesIO()
        write_mo(compiled, read_catalogue(language))
        compiled.seek(0)
        self.language = language
        self.texts = gettext.GNUTranslations(compiled)
        self._locale = Locale.parse(LOCALES[language])
        self._tag = str(self._locale)
        self.tag = self._tag.replace("_", "-")

    def __call__(self, message_id: str, **values: object) -> str:
        """The text of a message id with its `{name}` places filled."""
        return _find_text(self.texts, message_id).format(**values)

    def count(self, message_id: str, number: int) -> str:
        """A number with its noun, in the plural form that the language asks for."""
        return _count_noun(self, message_id, number)

    def code(self, group: str, value: str | None) -> str:
        """The word for a code of a code list; a code without a word is shown as it came, a null as a dash.

        A code may carry a figure after a colon, as in `over_cap:214`; it fills the word's `{n}`, written
        the language's way.
        """
        return "–" if value is None else _find_word(self, group, value)

    def day(self, value: date | None) -> str:
        """A date such as `6 feb 2023`; a null as a dash."""
        return "–" if value is None else _format_day(value, self._tag)

    def month(self, value: date) -> str:
        """A month such as `feb 2023`."""
        return _format_month(value, self._tag)

    def number(self, value: float) -> str:
        """A number with the language's separators."""
        return _format_number(value, self._tag)

    def signed(self, value: float) -> str:
        """A number with its sign and one decimal place, such as `+3.1` or `−0.5`."""
        return _format_signed(value, self._tag)

    def percent(self, share: float) -> str:
        """A share between 0 and 1 as whole per cent."""
        return _format_percent(share, self._tag)

    def country(self, code: str | None) -> str:
        """A country's name from its ISO 3166-1 alpha-2 code; an unknown code as it came."""
        return "–" if code is None else _find_country(code, self._tag)

    def listing(self, items: Iterable[str]) -> str:
        """`a, b and c` in the language's own way."""
        return format_list(list(items), locale=self._locale)


# A report says the same few thousand things on each of its pages: each is worked out once.


@lru_cache(maxsize=20_000)
def _find_text(texts: gettext.NullTranslations, message_id: str) -> str:
    return texts.gettext(message_id)


@lru_cache(maxsize=20_000)
def _count_noun(words: Words, message_id: str, number: int) -> str:
    return words.texts.ngettext(message_id, f"{message_id}.many", number).format(n=words.number(number))


@lru_cache(maxsize=20_000, typed=True)
def _find_word(words: Words, group: str, value: str) -> str:
    name, _, detail = value.partition(":")
    message_id = f"{group}.{name}"
    text = words.texts.gettext(message_id)
    if text == message_id:
        return value.replace("_", " ")
    is_figure = detail.isascii() and detail.isdecimal()
    return text.replace("{n}", words.number(int(detail)) if is_figure else detail)


@lru_cache(maxsize=1_000)
def _find_country(code: str, locale: str) -> str:
    name: str = Locale.parse(locale).territories.get(code, code)
    return name


@lru_cache(maxsize=2_000)
def _format_month(value: date, locale: str) -> str:
    return format_date(value, "MMM y", locale=locale)


@lru_cache(maxsize=20_000)
def _format_day(value: date, locale: str) -> str:
    return format_date(value, "d MMM y", locale=locale)


@lru_cache(maxsize=20_000)
def _format_number(value: float, locale: str) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=20_000)
def _format_signed(value: float, locale: str) -> str:
    return format_decimal(value, format="+0.0;-0.0", locale=locale)


@lru_cache(maxsize=20_000)
def _format_percent(share: float, locale: str) -> str:
    return format_percent(share, locale=locale)


@cache
def load_words(language: str) -> Words:
    """The words of a language, read once.

    Raises:
        ConfigError: No catalogue for that language.
    """
    return Words(language)
