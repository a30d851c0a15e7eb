"""Documents, accounts, plates and VINs: one written form each, stable, and the same by column."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.normalise.accounts import (
    account_column,
    clabe_check_digit,
    is_clabe_valid,
    is_iban_valid,
    normalise_account,
    normalise_wallet,
    wallet_column,
)
from schemas.normalise.distinct import map_distinct, map_distinct_rows
from schemas.normalise.documents import (
    document_column,
    email_column,
    imei_column,
    is_imei_check_digit_right,
    normalise_document,
    normalise_email,
    normalise_imei,
    normalise_rfc,
    normalise_social,
    rfc_column,
    social_column,
)
from schemas.normalise.plates import normalise_plate, plate_column, plate_format
from schemas.normalise.vins import is_vin_check_digit_right, normalise_vin, vin_check_digit, vin_column

TYPED = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="0123456789ABCDEFXabcdefñ -./@:<>", max_size=45),
    st.from_regex(
        r"(https?://(www\.)?(facebook|instagram|t)\.(com|me)/|@|fb: ?)[a-z.@/?]{1,8}", fullmatch=True
    ),
    st.from_regex(r"(mailto:|<)?[A-Za-z.+]{1,6}@[a-z.]{1,6}\.(com|mx)>?", fullmatch=True),
)
CONCEPTS: list[tuple[Callable[[str | None], str | None], Callable[[pl.Series], pl.Series]]] = [
    (normalise_document, document_column),
    (normalise_rfc, rfc_column),
    (normalise_imei, imei_column),
    (normalise_email, email_column),
    (normalise_social, social_column),
    (normalise_account, account_column),
    (normalise_wallet, wallet_column),
    (normalise_plate, plate_column),
    (normalise_vin, vin_column),
]


@pytest.mark.parametrize(
    ("normalise", "typed", "expected"),
    [
        (normalise_document, " d-36874637 ", "D36874637"),
        (normalise_document, "G0O123", "G0O123"),
        (normalise_document, "s/n", None),
        (normalise_document, "000000", None),
        (normalise_document, "desconocido", None),
        (normalise_rfc, "rirm-650526-ab1", "RIRM650526AB1"),
        (normalise_rfc, "RIRM650526", None),
        (normalise_imei, "49-015420-323751-8", "49015420323751"),
        (normalise_imei, "12345", None),
        (normalise_email, " <El.Chino+1@Example.COM> ", "el.chino+1@example.com"),
        (normalise_email, "no tiene", None),
        (normalise_account, "CLABE 0321 8000 0118 3597 19", "032180000118359719"),
        (normalise_account, "IBAN gb82 west 1234 5698 7654 32", "GB82WEST12345698765432"),
        (normalise_account, "0000000", None),
        (
            normalise_wallet,
            "bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
            "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
        ),
        (
            normalise_wallet,
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0x52908400098527886e0f7030069857d2e4169ee7",
        ),
        (normalise_wallet, "cash", None),
        (normalise_plate, "Placas: wyl-550-n", "WYL550N"),
        (normalise_plate, "P-0O1BCD", "P0O1BCD"),
        (normalise_plate, "sin placas", None),
        (normalise_plate, "SIN PLACAS 2", None),
        (normalise_plate, "s/p", None),
        (normalise_plate, "1111", None),
        (normalise_vin, "1m8gdm9a-xkp042788", "1M8GDM9AXKP042788"),
        (normalise_vin, "1M8GDM9AOKP042788", None),
    ],
)
def test_each_concept_has_one_written_form(
    normalise: Callable[[str], str | None], typed: str, expected: str | None
) -> None:
    assert normalise(typed) == expected


@pytest.mark.parametrize(
    ("typed", "platform", "expected"),
    [
        ("@El.Chino", "Facebook", "facebook:el.chino"),
        ("https://www.facebook.com/El.Chino/?ref=1", None, "facebook:el.chino"),
        ("fb.com/profile.php?id=1234", None, "facebook:1234"),
        ("https://www.tiktok.com/@coyote99", "ig", "tiktok:coyote99"),
        ("IG: Coyote", None, "instagram:coyote"),
        ("coyote", "FB", "facebook:coyote"),
        ("coyote", None, "social:coyote"),
        ("@", "FB", None),
    ],
)
def test_an_account_is_the_same_as_link_and_as_handle(
    typed: str, platform: str | None, expected: str | None
) -> None:
    assert normalise_social(typed, platform) == expected
    column = social_column(pl.Series([typed]), pl.Series([platform], dtype=pl.String))
    assert column.to_list() == [expected]


@pytest.mark.parametrize(("normalise", "column"), CONCEPTS)
@given(values=st.lists(st.none() | TYPED, max_size=6))
@settings(max_examples=60, deadline=None)
def test_stable_and_the_same_by_column(
    normalise: Callable[[str | None], str | None],
    column: Callable[[pl.Series], pl.Series],
    values: list[str | None],
) -> None:
    once = [normalise(value) for value in values]
    assert [normalise(value) for value in once] == once
    assert column(pl.Series("v", values, dtype=pl.String)).to_list() == once


def test_check_digits_tell_a_misread_character() -> None:
    assert is_imei_check_digit_right("490154203237518")
    assert not is_imei_check_digit_right("490154203237519")
    assert clabe_check_digit("03218000011835971") == "9"
    assert is_clabe_valid("032180000118359719")
    assert not is_clabe_valid("032180000118359718")
    assert is_iban_valid("GB82 WEST 1234 5698 7654 32")
    assert not is_iban_valid("GB83 WEST 1234 5698 7654 32")
    assert vin_check_digit("1M8GDM9AXKP042788") == "X"
    assert is_vin_check_digit_right("1M8GDM9AXKP042788")
    assert not is_vin_check_digit_right("1M8GDM9A1KP042788")
    assert is_vin_check_digit_right("WVWZZZ1JZXW000001")


@pytest.mark.parametrize(
    ("plate", "country", "is_known"),
    [
        ("WYL550N", "MX", True),
        ("ABC1234", "mx", True),
        ("P123BCD", "GT", True),
        ("HAA1234", "HN", True),
        ("Ñ1", "MX", False),
        ("WYL550N", "ZZ", False),
    ],
)
def test_formats_are_those_of_the_country(plate: str, country: str, is_known: bool) -> None:
    assert (plate_format(plate, country) is not None) is is_known


def test_a_function_is_called_once_for_each_distinct_value() -> None:
    seen: list[str] = []

    def remember(value: str) -> str:
        seen.append(value)
        return value.upper()

    values = pl.Series("v", ["a", None, "b", "a"])
    assert map_distinct(values, remember).to_list() == ["A", None, "B", "A"]
    assert sorted(seen) == ["a", "b"]


def test_rows_keep_their_order_and_nulls_reach_the_function() -> None:
    frame = pl.DataFrame({"a": ["x", None, "x"], "b": [1, None, 1]})
    assert map_distinct_rows(frame, lambda a, b: f"{a}{b}").to_list() == ["x1", "NoneNone", "x1"]
