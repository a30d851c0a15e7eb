"""Writings of one line meet under one key; different lines do not."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.normalise.phone_keys import phone_key_column


def keys(*values: str | None) -> list[str | None]:
    return phone_key_column(pl.Series("value", list(values), dtype=pl.String)).to_list()


@pytest.mark.parametrize(
    "written",
    [
        "+52 962 257 6868",
        "+5219622576868",
        "044 962 257 6868",
        "01 962 257 6868",
        "962-257-6868",
        "9622576868",
    ],
)
def test_every_mexican_writing_meets(written: str) -> None:
    assert keys(written) == ["9622576868"]


def test_a_national_form_meets_the_international_one_of_another_country() -> None:
    assert len(set(keys("+1 (956) 234-9339", "956 234 9339", "9562349339"))) == 1


def test_a_number_that_no_plan_knows_keeps_its_digits() -> None:
    assert keys("0-(070)893-3322", "0 070 893 3322") == ["#00708933322"] * 2


@pytest.mark.parametrize("junk", [None, "", "s/n", "desconocido", "0000000000", "12345"])
def test_junk_has_no_key(junk: str | None) -> None:
    assert keys(junk) == [None]


def test_countries_tell_eight_digits_apart_from_nothing() -> None:
    values = pl.Series("value", ["5512 3456", "+502 5512 3456"])
    assert phone_key_column(values, pl.Series(["GT", None])).to_list() == ["55123456"] * 2
