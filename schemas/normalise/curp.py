"""Does a CURP agree with the person it is written beside? For one person and for a frame of them.

The reading and composition of the code itself is in `curp_parts`, and offered here as well.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from schemas.normalise.curp_letters import (
    ANY,
    CENSORED,
    NO_LETTERS,
    GivenLetters,
    SurnameLetters,
    censor_root,
    letters_of_given,
    letters_of_surname,
)
from schemas.normalise.curp_parts import (
    STATES,
    Curp,
    curp_check_digit,
    curp_column,
    make_curp,
    normalise_curp,
    parse_curp,
)
from schemas.normalise.distinct import map_distinct

__all__ = [
    "PROBLEMS",
    "STATES",
    "Curp",
    "curp_check_digit",
    "curp_column",
    "curp_problems",
    "curp_problems_column",
    "make_curp",
    "normalise_curp",
    "parse_curp",
]

PROBLEMS = {
    "curp_format": "is not written as a CURP: 4 letters, 6 digits, sex, state, 3 consonants, 2 characters",
    "curp_check_digit": "last digit does not follow from the other characters",
    "curp_state": "no Mexican state has the code in characters 12 and 13",
    "curp_date_impossible": "characters 5 to 10 are no day of the calendar",
    "curp_name": "letters do not follow from the names, surnames swapped or not",
    "curp_sex": "sex differs from the person's",
    "curp_birth_date": "birth date differs from the person's",
}
"""Code → what is wrong, in words, in the order in which they are reported."""

CURP_TYPE = pl.Struct(
    {
        "root": pl.String,
        "consonants": pl.String,
        "curp_sex": pl.String,
        "curp_birth_date": pl.Date,
        "is_digit_right": pl.Boolean,
        "is_state_known": pl.Boolean,
    }
)
UNKNOWN_SURNAME = ANY * 3
UNKNOWN_GIVEN = ANY * 2


def curp_problems(
    curp: str | None,
    given_names: str | None = None,
    surname_1: str | None = None,
    surname_2: str | None = None,
    *,
    sex: str | None = None,
    birth_date: date | None = None,
) -> list[str]:
    """Which of `PROBLEMS` a person's CURP has, seen beside the person's other particulars.

    What is not known is not compared; a missing second surname fits any; surnames may be swapped. Sex `X` on
    either side is not compared, because forms use it for "not stated" as well.

    Returns:
        Codes in the order of `PROBLEMS`; empty when there is no CURP or nothing is odd.
    """
    if curp is None or not curp.strip():
        return []
    parsed = parse_curp(curp)
    if parsed is None:
        return ["curp_format"]
    found = {
        "curp_check_digit": curp_check_digit(parsed.first_17) != parsed.check_digit,
        "curp_state": parsed.state not in STATES,
        "curp_date_impossible": parsed.birth_date is None,
        "curp_name": not _fits_name(parsed, given_names, surname_1, surname_2),
        "curp_sex": sex in ("M", "F") and parsed.sex not in ("X", sex),
        "curp_birth_date": None not in (birth_date, parsed.birth_date) and birth_date != parsed.birth_date,
    }
    return [code for code, is_wrong in found.items() if is_wrong]


def _fits_name(parsed: Curp, given_names: str | None, surname_1: str | None, surname_2: str | None) -> bool:
    given = letters_of_given(given_names) if given_names else GivenLetters(ANY, ANY)
    one = letters_of_surname(surname_1) if surname_1 else NO_LETTERS
    two = letters_of_surname(surname_2) if surname_2 else NO_LETTERS
    return _fits_order(parsed, given, one, two) or _fits_order(parsed, given, two, one)


def _fits_order(parsed: Curp, given: GivenLetters, one: SurnameLetters, two: SurnameLetters) -> bool:
    expected = one.initial + one.vowel + two.initial + given.initial
    root = "".join(
        seen if letter == ANY else letter for letter, seen in zip(expected, parsed.root, strict=True)
    )
    consonants = one.consonant + two.consonant + given.consonant
    alike = all(letter in (ANY, seen) for letter, seen in zip(consonants, parsed.consonants, strict=True))
    return alike and parsed.root in (root, censor_root(root))


def curp_problems_column(persons: pl.DataFrame) -> pl.Series:
    """`curp_problems` for each row.

    Args:
        persons: `curp`, `given_names`, `surname_1`, `surname_2`, `sex` (String), `birth_date` (Date). Only
            rows with a CURP cost anything.

    Returns:
        List of String, named `curp_problems`: codes in the order of `PROBLEMS`; empty, never null.
    """
    rows = persons.with_columns(row=pl.int_range(persons.height))
    stated = rows.filter(pl.col("curp").is_not_null() & (pl.col("curp").str.strip_chars() != ""))
    problems = _with_letters(stated).select("row", curp_problems=_problems_expr())
    every = rows.select("row").join(problems, on="row", how="left", maintain_order="left")
    return every["curp_problems"].fill_null(pl.lit([], dtype=pl.List(pl.String)))


def _with_letters(stated: pl.DataFrame) -> pl.DataFrame:
    parsed = map_distinct(stated["curp"], _parsed, CURP_TYPE).struct.unnest()
    letters = {
        "one": _surname_letters(stated["surname_1"]),
        "two": _surname_letters(stated["surname_2"]),
        "given": map_distinct(stated["given_names"], _given_or_any).fill_null(UNKNOWN_GIVEN),
    }
    return stated.select("row", "sex", "birth_date").hstack(parsed).with_columns(**letters)


def _parsed(curp: str) -> dict[str, Any] | None:
    found = parse_curp(curp)
    if found is None:
        return None
    day: date | None = found.birth_date
    return {
        "root": found.root,
        "consonants": found.consonants,
        "curp_sex": found.sex,
        "curp_birth_date": day,
        "is_digit_right": curp_check_digit(found.first_17) == found.check_digit,
        "is_state_known": found.state in STATES,
    }


def _surname_letters(surnames: pl.Series) -> pl.Series:
    return map_distinct(surnames, _surname_or_any).fill_null(UNKNOWN_SURNAME)


def _surname_or_any(surname: str) -> str:
    return "".join(letters_of_surname(surname)) if surname else UNKNOWN_SURNAME


def _given_or_any(given_names: str) -> str:
    return "".join(letters_of_given(given_names)) if given_names else UNKNOWN_GIVEN


def _problems_expr() -> pl.Expr:
    """A list of codes a row; a CURP that could not be parsed has null in every other place."""
    sexes_differ = (
        pl.col("sex").is_in(["M", "F"]) & (pl.col("curp_sex") != "X") & (pl.col("sex") != pl.col("curp_sex"))
    )
    wrong = {
        "curp_format": pl.col("root").is_null(),
        "curp_check_digit": ~pl.col("is_digit_right"),
        "curp_state": ~pl.col("is_state_known"),
        "curp_date_impossible": pl.col("root").is_not_null() & pl.col("curp_birth_date").is_null(),
        "curp_name": ~(_fits_order_expr("one", "two") | _fits_order_expr("two", "one")),
        "curp_sex": sexes_differ,
        "curp_birth_date": pl.col("birth_date") != pl.col("curp_birth_date"),
    }
    codes = [pl.when(wrong[code]).then(pl.lit(code)) for code in PROBLEMS]
    return pl.concat_list(codes).list.drop_nulls()


def _fits_order_expr(first: str, second: str) -> pl.Expr:
    places = (("root", 0, first, 0), ("root", 1, first, 1), ("root", 2, second, 0), ("root", 3, "given", 0))
    root = pl.concat_str([_seen_if_unknown(*place) for place in places])
    censored = pl.concat_str(root.str.slice(0, 1), pl.lit("X"), root.str.slice(2))
    inner = (("consonants", 0, first, 2), ("consonants", 1, second, 2), ("consonants", 2, "given", 1))
    consonants = pl.concat_str([_seen_if_unknown(*place) for place in inner])
    is_root = (root == pl.col("root")) | (root.is_in(list(CENSORED)) & (censored == pl.col("root")))
    return is_root & (consonants == pl.col("consonants"))


def _seen_if_unknown(curp_part: str, place: int, letters: str, letter: int) -> pl.Expr:
    expected = pl.col(letters).str.slice(letter, 1)
    return pl.when(expected == ANY).then(pl.col(curp_part).str.slice(place, 1)).otherwise(expected)
