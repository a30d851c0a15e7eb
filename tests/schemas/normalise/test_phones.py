"""Phones: every written form of one number meets in one E.164 text."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.normalise.phones import normalise_phone, phone_column

COUNTRIES = st.sampled_from([None, "", "MX", "mx", "US", "CA", "GT", "SV", "HN", "PA", "CO", "FR", "ZZ"])
TYPED = st.one_of(
    st.text(alphabet="0123456789+ ()-.x#/extTel.", max_size=24),
    st.from_regex(r"(\+|00|011)?(52|521|1|502|507|57|44|54)?[0-9]{7,12}", fullmatch=True),
    st.text(max_size=12),
)


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("+526642357652", None),
        ("+5216642357652", None),
        ("+52 1 664 235 7652", "US"),
        ("52 664 235 7652", None),
        ("0052 664 235 7652", None),
        ("011 52 664 235 7652", "US"),
        ("044 664 235 7652", None),
        ("045-664-235-7652", "MX"),
        ("01 664 235 7652", "MX"),
        ("664.235.7652", None),
        ("664 235 7652", "GT"),
        ("Cel. (664) 235-7652 ext. 12", "MX"),
    ],
)
def test_every_mexican_form_is_one_number(typed: str, country: str | None) -> None:
    assert normalise_phone(typed, country) == "+526642357652"


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [
        ("(956) 234-9339", "US", "+19562349339"),
        ("1-956-234-9339", None, "+19562349339"),
        ("514.555.0142", "CA", "+15145550142"),
        ("5123 4567", "GT", "+50251234567"),
        ("502 5123-4567", "MX", "+50251234567"),
        ("+504 9912 3456", None, "+50499123456"),
        ("+507 212-3456", None, "+5072123456"),
        ("212-3456", "PA", "+5072123456"),
        ("+57 300 123 4567", None, "+573001234567"),
        ("+44 (0)20 7946 0958", None, "+442079460958"),
        ("06 12 34 56 79", "FR", "+33612345679"),
    ],
)
def test_the_country_decides_national_forms(typed: str, country: str | None, expected: str) -> None:
    assert normalise_phone(typed, country) == expected


def test_ten_digits_without_a_country_follow_the_default() -> None:
    assert normalise_phone("956 234 9339") == "+529562349339"
    assert normalise_phone("956 234 9339", default_country="US") == "+19562349339"


@pytest.mark.parametrize(
    "junk",
    [
        None,
        "",
        "s/n",
        "desconocido",
        "12345",
        "0000000000",
        "+520000000000",
        "1234567890",
        "55 1234 y 55 9876",
    ],
)
def test_what_is_no_number_is_null(junk: str | None) -> None:
    assert normalise_phone(junk, "MX") is None


@given(typed=TYPED, country=COUNTRIES)
@settings(max_examples=200, deadline=None)
def test_normalising_twice_changes_nothing(typed: str, country: str | None) -> None:
    once = normalise_phone(typed, country)
    assert once is None or normalise_phone(once, country) == once
    assert once is None or normalise_phone(once) == once


@given(rows=st.lists(st.tuples(st.none() | TYPED, COUNTRIES), max_size=12))
@settings(max_examples=120, deadline=None)
def test_the_column_form_agrees_with_the_scalar_one(rows: list[tuple[str | None, str | None]]) -> None:
    values = pl.Series("phone", [value for value, _ in rows], dtype=pl.String)
    countries = pl.Series("country", [country for _, country in rows], dtype=pl.String)
    column = phone_column(values, countries)
    assert column.name == "phone"
    assert column.to_list() == [normalise_phone(value, country) for value, country in rows]
    assert phone_column(values).to_list() == [normalise_phone(value) for value, _ in rows]


def test_columns_of_nothing_but_nulls_and_no_rows() -> None:
    assert phone_column(pl.Series("phone", [None, None])).to_list() == [None, None]
    assert phone_column(pl.Series("phone", ["6642357652"]), pl.Series([None])).to_list() == ["+526642357652"]
    assert phone_column(pl.Series("phone", [], dtype=pl.String)).dtype == pl.String
