"""Names: what two mentions of one person are compared by."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.normalise.full_names import NameParts, split_full_name
from schemas.normalise.given_names import (
    canonical_given,
    canonical_tokens,
    given_alternatives,
    is_given_name,
    short_forms,
)
from schemas.normalise.name_folding import (
    alias_column,
    fold_name,
    fold_name_column,
    normalise_alias,
)
from schemas.normalise.names import FEATURES, name_features, surname_key, surname_key_column
from schemas.normalise.phonetics import phonetic_key, phonetic_key_column

NAME = (
    st.none()
    | st.text(alphabet="aábcdeéfghijklmnñoópqrstuúüvwxyzAÉÑ '-./,()ªº09", max_size=24)
    | st.text(max_size=8)
)
PERSONS_SCHEMA = {
    "given_names": pl.String,
    "surname_1": pl.String,
    "surname_2": pl.String,
    "full_name": pl.String,
    "aliases": pl.List(pl.String),
}


def persons(*rows: dict[str, object]) -> pl.DataFrame:
    filled = [{name: row.get(name) for name in PERSONS_SCHEMA} for row in rows]
    return pl.DataFrame(filled, schema=PERSONS_SCHEMA)


def features(**row: object) -> dict[str, object]:
    return name_features(persons(row)).row(0, named=True)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("MUÑOZ", "munoz"),
        ("De la Cruz", "cruz"),
        ("Ponce de León", "ponce leon"),
        ("Ortega y Gasset", "ortega gasset"),
        ("O'Brien", "obrien"),
        ("  Pérez-López ", "perez lopez"),
        ("Mª José", "maria jose"),
        ("De la", "de la"),
    ],
)
def test_names_fold_to_their_telling_words(typed: str, folded: str) -> None:
    assert fold_name(typed) == folded


@pytest.mark.parametrize(
    "typed",
    [
        None,
        "",
        "N/N",
        "NN",
        "desconocido",
        "Sin nombre",
        "UNKNOWN",
        "inconnu",
        "S/N",
        "N.N.",
        "---",
        "No identificado",
        "no aplica",
        "Sin apellido",
    ],
)
def test_what_says_that_no_name_is_known_is_null(typed: str | None) -> None:
    assert fold_name(typed) is None
    assert split_full_name(typed) == NameParts(None, None, None)


@pytest.mark.parametrize(
    ("short", "formal"),
    [
        ("pepe", "jose"),
        ("chuy", "jesus"),
        ("lupe", "guadalupe"),
        ("paco", "francisco"),
        ("nacho", "ignacio"),
        ("memo", "guillermo"),
        ("tono", "antonio"),
        ("quique", "enrique"),
        ("concha", "concepcion"),
        ("lety", "leticia"),
        ("guicho", "luis"),
        ("bill", "william"),
        ("bob", "robert"),
        ("joe", "joseph"),
        ("beto", "beto"),
        ("hernandez", "hernandez"),
    ],
)
def test_a_short_form_of_one_name_becomes_it(short: str, formal: str) -> None:
    assert canonical_given(short) == formal


def test_a_short_form_of_several_names_keeps_them_open() -> None:
    assert {"alberto", "beto", "humberto", "roberto"} <= set(given_alternatives("beto"))
    assert given_alternatives("pedro") == ("pedro",)


def test_no_full_name_in_the_table_is_itself_a_short_form() -> None:
    table = short_forms()
    assert len(table) >= 120
    chained = {part for names in table.values() for name in names for part in name.split() if part in table}
    assert chained == set()
    assert all(fold_name(short) == short for short in table)


@pytest.mark.parametrize(
    ("folded", "tokens"),
    [
        ("ma guadalupe", ["maria", "guadalupe"]),
        ("j jesus", ["jose", "jesus"]),
        ("j carlos", ["j", "carlos"]),
        ("jean mi", ["jean", "michel"]),
        ("juan ma", ["juan", "manuel"]),
        ("majo", ["maria", "jose"]),
        ("lic", ["lic"]),
    ],
)
def test_abbreviated_given_names_are_read_out(folded: str, tokens: list[str]) -> None:
    assert canonical_tokens(folded) == tokens


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("GARCÍA LÓPEZ, JUAN CARLOS", ("juan carlos", "garcia", "lopez")),
        ("Juan", ("juan", None, None)),
        ("Hernández", (None, "hernandez", None)),
        ("Juan Hernández", ("juan", "hernandez", None)),
        ("Hernández Juan", ("juan", "hernandez", None)),
        ("Juan Pérez López", ("juan", "perez", "lopez")),
        ("Juan Carlos Pérez", ("juan carlos", "perez", None)),
        ("PÉREZ LÓPEZ JUAN", ("juan", "perez", "lopez")),
        ("Juan Carlos Pérez López", ("juan carlos", "perez", "lopez")),
        ("PÉREZ LÓPEZ JUAN CARLOS", ("juan carlos", "perez", "lopez")),
        ("María de la Luz del Carmen Pérez López", ("maria luz carmen", "perez", "lopez")),
        ("Jean-Mi Tremblay", ("jean mi", "tremblay", None)),
    ],
)
def test_a_full_name_is_split_whatever_its_order(full: str, parts: tuple[str | None, ...]) -> None:
    assert tuple(split_full_name(full)) == parts


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("El Chino", "chino"),
        ("alias el chino", "chino"),
        ("(a) Chino", "chino"),
        ("AKA The Chino", "chino"),
        ("La Güera", "guera"),
        ("El 40", "40"),
        ("sin alias", None),
        ("El", None),
        (None, None),
    ],
)
def test_aliases_lose_articles_and_what_announces_them(typed: str | None, key: str | None) -> None:
    assert normalise_alias(typed) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("velazquez", "belasques"),
        ("gonzalez", "gonsales"),
        ("jimenez", "ximenes"),
        ("hernandez", "ernandes"),
        ("castillo", "castiyo"),
        ("quiroz", "kiros"),
        ("gerardo", "jerardo"),
        ("ascencio", "asensio"),
        ("philip", "filip"),
        ("campos", "canpos"),
    ],
)
def test_names_that_sound_alike_share_a_key(one: str, other: str) -> None:
    assert phonetic_key(one) == phonetic_key(other)


def test_names_that_sound_different_do_not() -> None:
    names = ["lopez", "lobos", "perez", "peres garcia", "chavez", "cavas", "guerra", "gera"]
    assert len({phonetic_key(name) for name in names}) == len(names)


def test_features_of_one_person_meet_however_the_form_was_filled() -> None:
    split = features(given_names="Ma. Guadalupe", surname_1="PÉREZ", surname_2="DE LA CRUZ")
    joint = features(given_names="maría lupe", surname_1="Cruz Pérez")
    whole = features(full_name="CRUZ PEREZ, MARIA GUADALUPE")
    keys = ("given_1", "given_2", "given_set", "surname_key", "surname_phonetic_key", "full_tokens")
    assert [split[key] for key in keys] == [joint[key] for key in keys] == [whole[key] for key in keys]
    assert split["surname_key"] == "cruz perez"
    assert (split["surname_a"], split["surname_b"]) == ("perez", "cruz")


def test_one_surname_of_two_words_is_not_split() -> None:
    assert features(given_names="Ana", surname_1="San Martín")["surname_a"] == "san martin"
    both = features(given_names="Ana", surname_1="Cruz", surname_2="Ponce de León")
    assert both["surname_b"] == "ponce leon"


def test_features_of_a_person_known_by_alias_only() -> None:
    row = features(given_names="N/N", aliases=["El Chino", "alias el chino", None, "(a) Güero"])
    assert row["alias_keys"] == ["chino", "guero"]
    assert row["name_known"] is False
    assert row["given_set"] == [] == row["full_tokens"]
    assert row["surname_key"] is None


def test_features_of_no_persons_have_every_column() -> None:
    empty = name_features(persons())
    assert tuple(empty.columns) == FEATURES
    assert empty.height == 0
    assert empty.schema == name_features(persons({"given_names": "Ana"})).schema


def test_features_keep_the_rows_order() -> None:
    table = persons(*({"given_names": name} for name in ("Pedro", None, "Ana", "Pedro")))
    assert name_features(table)["given_1"].to_list() == ["pedro", None, "ana", "pedro"]


@given(name=NAME)
@settings(max_examples=200, deadline=None)
def test_folding_twice_changes_nothing(name: str | None) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)
    assert normalise_alias(normalise_alias(name)) == normalise_alias(name)
    sound = phonetic_key(fold_name(name))
    assert phonetic_key(sound) == sound
    if (folded := fold_name(name)) is not None:
        tokens = canonical_tokens(folded)
        assert canonical_tokens(" ".join(tokens)) == tokens


@given(names=st.lists(NAME, max_size=8), others=st.lists(NAME, min_size=8, max_size=8))
@settings(max_examples=60, deadline=None)
def test_column_forms_agree_with_scalar_ones(names: list[str | None], others: list[str | None]) -> None:
    values, second = (
        pl.Series("n", names, dtype=pl.String),
        pl.Series("o", others[: len(names)], dtype=pl.String),
    )
    assert fold_name_column(values).to_list() == [fold_name(name) for name in names]
    assert alias_column(values).to_list() == [normalise_alias(name) for name in names]
    assert phonetic_key_column(values).to_list() == [phonetic_key(name) for name in names]
    pairs = zip(names, others, strict=False)
    assert surname_key_column(values, second).to_list() == [surname_key(one, two) for one, two in pairs]


@given(one=NAME, two=NAME)
@settings(max_examples=80, deadline=None)
def test_swapped_surnames_have_one_key(one: str | None, two: str | None) -> None:
    assert surname_key(one, two) == surname_key(two, one)


def test_short_forms_count_as_given_names() -> None:
    assert is_given_name("chuy")
    assert not is_given_name("hernandez")
