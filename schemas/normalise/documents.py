"""Numbers and names of documents, devices and accounts on the net, as they are compared.

Letters and digits that look alike (O and 0, I and 1) are kept apart: a document number read wrongly is
another number.
"""

from __future__ import annotations

import re

import polars as pl

from schemas.normalise.distinct import map_distinct, map_distinct_rows
from schemas.normalise.lost_digits import has_lost_digits

FILLERS = frozenset(
    {
        "NA",
        "ND",
        "SN",
        "NN",
        "NULL",
        "NONE",
        "DESCONOCIDO",
        "DESCONOCIDA",
        "UNKNOWN",
        "INCONNU",
        "SINDATO",
        "SINDATOS",
    }
)
SHORTEST_DOCUMENT = 4
RFC_SHAPE = r"^[A-ZÑ&]{3,4}[0-9]{6}[0-9A-Z]{3}$"
"""SAT, Código Fiscal de la Federación: 3 letters (companies) or 4 (persons), date, homoclave."""

EMAIL_SHAPE = r"^[^@]+@[^@]+\.[^@.]{2,}$"
IMEI_SHAPE = r"^[0-9]{14,16}$"
IMEI_DIGITS = 15

PLATFORM_OF_HOST = {
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "fb.me": "facebook",
    "m.me": "facebook",
    "instagram.com": "instagram",
    "tiktok.com": "tiktok",
    "t.me": "telegram",
    "telegram.me": "telegram",
    "twitter.com": "x",
    "x.com": "x",
    "wa.me": "whatsapp",
    "youtube.com": "youtube",
    "snapchat.com": "snapchat",
    "vk.com": "vk",
}
PLATFORM_NAMES = {
    "fb": "facebook",
    "face": "facebook",
    "ig": "instagram",
    "insta": "instagram",
    "twitter": "x",
} | {
    "tg": "telegram",
    "wa": "whatsapp",
    "whats": "whatsapp",
    "yt": "youtube",
    "tik tok": "tiktok",
}
"""How clerks write a platform → its one name; others are kept, lower case."""

NO_PLATFORM = "social"
URL = re.compile(
    r"^(?:https?://)?(?:(?:www|m|mobile|web|[a-z]{2}-[a-z]{2})\.)?([a-z0-9.-]+\.[a-z]{2,})/(.+)$"
)
PROFILE_PATHS = re.compile(r"^(?:profile\.php\?id=|people/[^/]+/|user/|u/|add/|c/|channel/|groups/|\+)")
PREFIXED = re.compile(r"^([a-z]+):\s*(.+)$")


def normalise_document(value: str | None) -> str | None:
    """A passport or identity number: upper-case letters and digits only.

    None for fillers, fewer than four characters, and numbers that lost digits.
    """
    if value is None or has_lost_digits(value):
        return None
    plain = re.sub(r"[^0-9A-ZÑ]", "", value.upper())
    is_filler = plain in FILLERS or len(set(plain)) <= 1
    return None if is_filler or len(plain) < SHORTEST_DOCUMENT else plain


def document_column(values: pl.Series) -> pl.Series:
    """`normalise_document` over a String Series."""
    return map_distinct(values, normalise_document)


def normalise_rfc(value: str | None) -> str | None:
    """The tax number RFC with its homoclave, upper case, `Ñ` and `&` kept.

    None when it has not that shape.
    """
    if value is None:
        return None
    plain = re.sub(r"[^0-9A-ZÑ&]", "", value.upper())
    return plain if re.search(RFC_SHAPE, plain) else None


def rfc_column(values: pl.Series) -> pl.Series:
    """`normalise_rfc` over a String Series."""
    return map_distinct(values, normalise_rfc)


def normalise_imei(value: str | None) -> str | None:
    """The first 14 digits of an IMEI: the 15th is computed, and IMEISV ends in a software version."""
    if value is None or has_lost_digits(value):
        return None
    digits = re.sub(r"[^0-9]", "", value)
    is_device = re.search(IMEI_SHAPE, digits) is not None and len(set(digits)) > 1
    return digits[:14] if is_device else None


def imei_column(values: pl.Series) -> pl.Series:
    """`normalise_imei` over a String Series."""
    return map_distinct(values, normalise_imei)


def is_imei_check_digit_right(value: str) -> bool:
    """Whether the 15th digit follows from the others (Luhn, 3GPP TS 23.003 annex B).

    True for forms without one.
    """
    digits = re.sub(r"[^0-9]", "", value)
    if len(digits) != IMEI_DIGITS:
        return True
    doubled = (int(digit) * (1 + position % 2) for position, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def normalise_email(value: str | None) -> str | None:
    """The address in lower case without `mailto:` and brackets.

    Dots and `+` stay, since only one provider ignores them.
    """
    if value is None:
        return None
    plain = re.sub(r"\s+", "", value).casefold().removeprefix("mailto:").strip("<>.,;")
    return plain if re.search(EMAIL_SHAPE, plain) else None


def email_column(values: pl.Series) -> pl.Series:
    """`normalise_email` over a String Series."""
    return map_distinct(values, normalise_email)


def normalise_social(value: str | None, platform: str | None = None) -> str | None:
    """An account on a platform as `platform:handle`, whether written as `@handle`, a link or bare.

    Args:
        value: As typed.
        platform: Where the account is; a link or a `platform:` before the handle tells by itself. Unknown →
            `social:`.

    Returns:
        Lower case; None when nothing but marks is left, or the account is a number that lost digits.
    """
    if value is None or has_lost_digits(value):
        return None
    host, handle = _host_and_handle(value.strip().casefold())
    name = host or _platform_name(platform) or NO_PLATFORM
    kept = re.sub(r"\s+", " ", handle.strip().lstrip("@").rstrip("/").strip())
    return f"{name}:{kept}" if re.search(r"\w", kept) else None


def social_column(values: pl.Series, platforms: pl.Series | None = None) -> pl.Series:
    """`normalise_social` over Series of the same length."""
    stated = pl.lit(None, dtype=pl.String) if platforms is None else platforms
    frame = pl.DataFrame({"value": values}).with_columns(platform=stated)
    return map_distinct_rows(frame, normalise_social).rename(values.name)


def _host_and_handle(text: str) -> tuple[str | None, str]:
    if (link := URL.search(text)) and link.group(1) in PLATFORM_OF_HOST:
        path = PROFILE_PATHS.sub("", link.group(2))
        return PLATFORM_OF_HOST[link.group(1)], re.split(r"[/?&#]", path.lstrip("@"))[0]
    if named := PREFIXED.search(text):
        return _platform_name(named.group(1)), named.group(2)
    return None, text


def _platform_name(platform: str | None) -> str | None:
    name = (platform or "").strip().casefold()
    return PLATFORM_NAMES.get(name, name) or None
