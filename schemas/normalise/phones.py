"""Telephone numbers in E.164: `+`, country calling code, national number, digits only.

The forms that fill Mexican, Central American, US and Canadian files are told by a table of patterns, used
alike by the scalar and the vectorised function; the rest of the world goes through `phonenumbers`, distinct
values only.

Sources: Mexico's numbering plan since 3 August 2019 (IFT: ten digits, the prefixes 01, 044, 045 and the
mobile 1 after +52 are gone, but old address books keep them); NANP (ten digits after 1); ITU-T E.164
assignments for +502 to +507.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
import polars as pl

from schemas.normalise.lost_digits import has_lost_digits, without_lost_digits

DEFAULT_COUNTRY = "MX"

EIGHT_DIGIT_CODES = {"GT": "502", "SV": "503", "HN": "504", "NI": "505", "CR": "506", "PA": "507"}
"""Countries whose national numbers have eight digits (Panama's fixed lines seven), with their calling
codes."""

REGION = ("MX", "US", "CA", *EIGHT_DIGIT_CODES)

CORRIDOR_NUMBERS = (
    r"^\+(57[1-9][0-9]{9}|58[24][0-9]{9}|593[2-9][0-9]{7,8}|51[1-9][0-9]{7,8}|53[2-7][0-9]{7}|509[2-5][0-9]{7}"
    r"|55[1-9][0-9]{9,10}|56[2-9][0-9]{8}|34[5-9][0-9]{8}|33[1-9][0-9]{8}|91[6-9][0-9]{9})$"
)
"""Countries on the way (CO VE EC PE CU HT BR CL ES FR IN), by the length of their national numbers: only for
speed."""


class Form(NamedTuple):
    """One way of writing a number: the pattern's only group goes behind the prefix."""

    pattern: str
    prefix: str
    countries: tuple[str, ...] | None = None
    """Home countries where the form is read so; None means everywhere."""


FORMS = (
    Form(r"^\+?52(?:1|01|044|045)?([2-9][0-9]{9})$", "+52"),
    Form(r"^\+(1[2-9][0-9]{9})$", "+"),
    Form(r"^\+?(50[2-7][1-9][0-9]{7})$", "+"),
    Form(r"^\+(507[1-9][0-9]{6})$", "+"),
    Form(CORRIDOR_NUMBERS, "+"),
    Form(r"^04[45]([2-9][0-9]{9})$", "+52"),
    Form(r"^(1[2-9][0-9]{9})$", "+", REGION),
    Form(r"^(?:01)?([2-9][0-9]{9})$", "+52", ("MX",)),
    Form(r"^([2-9][0-9]{9})$", "+1", ("US", "CA")),
    *(Form(r"^0?([1-9][0-9]{7})$", f"+{code}", (country,)) for country, code in EIGHT_DIGIT_CODES.items()),
    Form(r"^([1-9][0-9]{6})$", "+507", ("PA",)),
)

NOISE = r"[^0-9A-Za-zÀ-ÿ+#]"
BODY = r"^[^0-9+]*(\+?[0-9]{7,18})(?:(?:[eE][xX][tT][a-zA-Zó]*|[xX]|#)[0-9]{1,6})?[^0-9+]*$"
INTERNATIONAL = r"^(?:00|011)([1-9][0-9]{9,})$"
E164 = r"^\+[1-9][0-9]{7,14}$"
TEN_DIGITS = r"^[2-9][0-9]{9}$"
JUNK = (
    r"(?:0{7}|1{7}|2{7}|3{7}|4{7}|5{7}|6{7}|7{7}|8{7}|9{7})$"
    r"|^\+[0-9]{1,3}(?:1234567890|0123456789)$|^\+50[2-7]12345678$"
)
"""Seven equal digits at the end, or the keypad's order: somebody had to fill the field."""

SETTLING_ROUNDS = 3
"""`phonenumbers` may strip a trunk prefix again when it reads its own output; what has not settled by then
is junk."""


def normalise_phone(
    value: str | None, country: str | None = None, *, default_country: str = DEFAULT_COUNTRY
) -> str | None:
    """The number in E.164, or None when there is no usable number in the text.

    Args:
        value: As typed: spaces, brackets, dots, `Tel.` before it, an extension or a note after it.
        country: ISO 3166-1 alpha-2 hint for national forms; None when not stated.
        default_country: Whose national form a number without country is. Ten digits are Mexican or North
            American and nothing in them tells which; they are also read so when the hint is a country of
            eight-digit numbers.

    Returns:
        `+` and digits, stable when normalised again.
    """
    if value is None or has_lost_digits(value):
        return None
    if (found := re.search(BODY, re.sub(NOISE, "", value))) is None:
        return None
    digits = re.sub(INTERNATIONAL, r"+\1", found.group(1))
    home = _home_country(digits, country, default_country)
    number = _match_form(digits, home) or _parse_other(digits, home)
    return None if number is None or re.search(JUNK, number) else number


def phone_column(
    values: pl.Series,
    countries: pl.Series | None = None,
    *,
    default_country: str = DEFAULT_COUNTRY,
) -> pl.Series:
    """`normalise_phone` over a column.

    Args:
        values: String, as typed.
        countries: String of the same length, ISO alpha-2 or null; None when no row has a hint.
        default_country: As in `normalise_phone`.

    Returns:
        String Series of the same length, order and name: E.164 or null.
    """
    hints = pl.lit(None) if countries is None else countries
    frame = pl.DataFrame({"value": values}).with_columns(country=hints).cast(pl.String)
    read = (
        frame.with_columns(digits=_digits_expr())
        .with_columns(home=_home_expr(default_country))
        .with_columns(number=_forms_expr())
    )
    number = read["number"]
    others = read.filter(pl.col("number").is_null() & pl.col("digits").is_not_null())
    if others.height:
        number = _with_others(read, others)
    junk = number.str.contains(JUNK).fill_null(value=False)
    return pl.select(pl.when(~junk).then(number))[:, 0].rename(values.name)


def _home_country(digits: str, country: str | None, default_country: str) -> str:
    stated = (country or "").strip().upper() or default_country
    if stated in EIGHT_DIGIT_CODES and re.search(TEN_DIGITS, digits):
        return default_country
    return stated


def _match_form(digits: str, home: str) -> str | None:
    for form in FORMS:
        if form.countries is not None and home not in form.countries:
            continue
        if found := re.search(form.pattern, digits):
            return form.prefix + found.group(1)
    return None


def _digits_expr() -> pl.Expr:
    body = without_lost_digits(pl.col("value")).str.replace_all(NOISE, "").str.extract(BODY, 1)
    return pl.coalesce("+" + body.str.extract(INTERNATIONAL, 1), body)


def _home_expr(default_country: str) -> pl.Expr:
    typed = pl.col("country").str.strip_chars().str.to_uppercase()
    stated = pl.when(typed.is_null() | (typed == "")).then(pl.lit(default_country)).otherwise(typed)
    ten_digits_abroad = stated.is_in(list(EIGHT_DIGIT_CODES)) & pl.col("digits").str.contains(TEN_DIGITS)
    return pl.when(ten_digits_abroad).then(pl.lit(default_country)).otherwise(stated)


def _forms_expr() -> pl.Expr:
    return pl.coalesce([_form_expr(form) for form in FORMS])


def _form_expr(form: Form) -> pl.Expr:
    number = form.prefix + pl.col("digits").str.extract(form.pattern, 1)
    if form.countries is None:
        return number
    return pl.when(pl.col("home").is_in(list(form.countries))).then(number)


def _with_others(read: pl.DataFrame, others: pl.DataFrame) -> pl.Series:
    pairs = others.select("digits", "home").unique()
    parsed = [_parse_other(digits, home) for digits, home in pairs.iter_rows()]
    lookup = pairs.with_columns(pl.Series("other", parsed, dtype=pl.String))
    joined = read.join(lookup, on=["digits", "home"], how="left", maintain_order="left")
    return joined.select(pl.coalesce("number", "other"))[:, 0]


@lru_cache(maxsize=100_000)
def _parse_other(digits: str, home: str) -> str | None:
    """Read what no form knows.

    A number without `+` that is none of its home's is tried as an international one.
    """
    number = _settle(digits, home)
    if number is None and not digits.startswith("+"):
        number = _settle("+" + digits, home, must_be_valid=True)
    return number


def _settle(digits: str, home: str, *, must_be_valid: bool = False) -> str | None:
    number = _parse_once(digits, home, must_be_valid=must_be_valid)
    for _ in range(SETTLING_ROUNDS):
        if number is None or re.search(E164, number) is None:
            return None
        again = _match_form(number, home) or _parse_once(number, home)
        if again == number:
            return number
        number = again
    return None


def _parse_once(digits: str, home: str, *, must_be_valid: bool = False) -> str | None:
    try:
        parsed = phonenumbers.parse(digits, home)
    except phonenumbers.NumberParseException:
        return None
    usable = phonenumbers.is_valid_number if must_be_valid else phonenumbers.is_possible_number
    if not usable(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
