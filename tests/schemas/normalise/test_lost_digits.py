"""What is left of a number is no key; whatever else a clerk writes stays one."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.normalise.accounts import normalise_account
from schemas.normalise.documents import normalise_document, normalise_imei, normalise_social
from schemas.normalise.lost_digits import LARGEST_EXACT, has_lost_digits, mark_lost_digits
from schemas.normalise.phone_keys import phone_key_column
from schemas.normalise.phones import normalise_phone, phone_column
from schemas.normalise.plates import normalise_plate

LOST = ["7.12936E+17", "7,12936E+17", "7.12935627915824e17", "5E+11", " 712935627915824??? ", "1.00E+05"]
WHOLE = ["712935627915824000", "1E10", "12E4567", "55 1234 5678?", "ABC-123-D", "E+17"]


@pytest.mark.parametrize("value", LOST)
def test_a_number_that_lost_digits_is_no_key(value: str) -> None:
    assert has_lost_digits(value)
    normalisers = (normalise_account, normalise_document, normalise_imei, normalise_social, normalise_phone)
    assert [each(value) for each in (*normalisers, normalise_plate)] == [None] * 6


@pytest.mark.parametrize("value", WHOLE)
def test_what_a_person_writes_is_not_taken_for_one(value: str) -> None:
    assert not has_lost_digits(value)


def test_telephones_of_one_exponent_are_not_one_line() -> None:
    written = pl.Series(["5.25512E+11", "525512345678", "712935627915824???"])
    assert phone_key_column(written).to_list() == [None, "5512345678", None]
    assert phone_column(written).to_list() == [None, "+525512345678", None]


def test_each_digit_beyond_the_fifteenth_becomes_a_question_mark() -> None:
    numbers = pl.Series(["712935627915824000", str(LARGEST_EXACT), "712935627915824", "no number"])
    marked = pl.select(mark_lost_digits(pl.lit(numbers))).to_series()
    assert marked.to_list() == ["712935627915824???", "900719925474099?", "712935627915824", "no number"]
