"""CURP: composing, reading, and agreement with the person it is written beside."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.mx import curp as oracle

from schemas.normalise.curp import (
    PROBLEMS,
    STATES,
    curp_column,
    curp_problems,
    curp_problems_column,
    make_curp,
    normalise_curp,
    parse_curp,
)

GIVEN = st.sampled_from(
    [
        "José Luis",
        "María de los Ángeles",
        "Ma. Elena",
        "J. Jesús",
        "Ñico",
        "Ana",
        "Óscar",
        "Ulises",
        "Xóchitl",
    ]
)
SURNAMES = st.sampled_from(
    ["De la Cruz", "Ávila", "Peña", "Núñez", "O'Brien", "Li", "Ochoa", "Güemez", "Bacal", "Vaca", "Y"]
)
DAYS = st.integers(0, 27_000).map(lambda days: date(1950, 1, 1) + timedelta(days=days))
SEXES = st.sampled_from(["M", "F", "X"])


@st.composite
def people(draw: st.DrawFn) -> dict[str, object]:
    """A person with a CURP that agrees, and then perhaps something that does not."""
    person = {
        "given_names": draw(GIVEN),
        "surname_1": draw(SURNAMES),
        "surname_2": draw(st.none() | SURNAMES),
    }
    person |= {"birth_date": draw(DAYS), "sex": draw(SEXES)}
    state, serial = draw(st.sampled_from(sorted(STATES))), draw(st.integers(0, 9))
    curp = make_curp(**person, state=state, serial=serial)
    if draw(st.booleans()):
        place = draw(st.integers(0, 17))
        curp = curp[:place] + draw(st.sampled_from("AHMX019Ñ")) + curp[place + 1 :]
    for name, values in (
        ("given_names", GIVEN),
        ("surname_1", SURNAMES),
        ("sex", SEXES),
        ("birth_date", DAYS),
    ):
        if draw(st.integers(0, 3)) == 0:
            person[name] = draw(st.none() | values)
    if draw(st.booleans()):
        person["surname_1"], person["surname_2"] = person["surname_2"], person["surname_1"]
    return {"curp": draw(st.sampled_from([curp, curp.lower(), f" {curp} ", None, "", "XX"])), **person}


def test_a_curp_is_composed_by_the_rules() -> None:
    made = make_curp(
        "María de los Ángeles", "Peña", "Núñez", birth_date=date(2001, 2, 3), sex="F", state="NL"
    )
    assert made[:17] == "PENA010203MNLXXNA"
    assert oracle.is_valid(made)
    censored = make_curp("Ana", "Bueno", None, birth_date=date(1981, 2, 3), sex="F", state="DF")
    assert censored.startswith("BUXA810203MDFNXN0")
    offensive = make_curp("Omar", "Pérez", "Díaz", birth_date=date(1981, 2, 3), sex="M", state="DF")
    assert offensive.startswith("PXDO")


@given(person=st.tuples(GIVEN, SURNAMES, st.none() | SURNAMES, DAYS, st.sampled_from("MF")))
@settings(max_examples=100, deadline=None)
def test_what_is_composed_reads_back(person: tuple[str, str, str | None, date, str]) -> None:
    given_names, surname_1, surname_2, birth_date, sex = person
    made = make_curp(given_names, surname_1, surname_2, birth_date=birth_date, sex=sex, state="NL", serial=3)
    parsed = parse_curp(made)
    assert parsed is not None
    assert (parsed.birth_date, parsed.sex, parsed.state) == (birth_date, sex, "NL")
    assert oracle.calc_check_digit(made) == made[17]
    for one, two in ((surname_1, surname_2), (surname_2, surname_1), (surname_1, None)):
        assert curp_problems(made, given_names, one, two, sex=sex, birth_date=birth_date) == []


GOOD = {
    "curp": "CARM650526HOCHSN05",
    "given_names": "MANUEL ALEJANDRO",
    "surname_1": "RÍOS",
    "surname_2": "CHÁVEZ",
    "sex": "M",
    "birth_date": date(1965, 5, 26),
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"curp": None}, []),
        ({"surname_1": None, "surname_2": None, "given_names": None}, []),
        ({"sex": "X", "birth_date": None}, []),
        ({"curp": "CARM650526HOCHSN0"}, ["curp_format"]),
        ({"curp": "CARM650526HOCHSN06"}, ["curp_check_digit"]),
        ({"curp": "CARM650526HZZHSN03"}, ["curp_state"]),
        ({"curp": "CARM650231HOCHSN05", "birth_date": None}, ["curp_check_digit", "curp_date_impossible"]),
        ({"given_names": "Pedro"}, ["curp_name"]),
        ({"surname_1": "Soto"}, ["curp_name"]),
        ({"sex": "F"}, ["curp_sex"]),
        ({"birth_date": date(1965, 5, 27)}, ["curp_birth_date"]),
    ],
)
def test_each_disagreement_has_its_code(change: dict[str, object], expected: list[str]) -> None:
    person = GOOD | change
    if "HZZ" in str(person["curp"]):
        expected = [code for code in PROBLEMS if code in {*expected, "curp_check_digit"}]
    assert curp_problems(**person) == expected


@given(rows=st.lists(people(), max_size=6))
@settings(max_examples=80, deadline=None)
def test_the_column_form_agrees_with_the_scalar_one(rows: list[dict[str, object]]) -> None:
    names = ("curp", "given_names", "surname_1", "surname_2", "sex")
    frame = pl.DataFrame(rows, schema={**dict.fromkeys(names, pl.String), "birth_date": pl.Date})
    column = curp_problems_column(frame)
    assert column.dtype == pl.List(pl.String)
    assert column.to_list() == [curp_problems(**row) for row in rows]
    assert curp_column(frame["curp"]).to_list() == [normalise_curp(row["curp"]) for row in rows]


@given(typed=st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_normalising_twice_changes_nothing(typed: str) -> None:
    assert normalise_curp(normalise_curp(typed)) == normalise_curp(typed)
