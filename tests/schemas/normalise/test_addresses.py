"""Addresses, places and municipalities: one key for one house."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.normalise.addresses import (
    address_key,
    address_key_column,
    place_name_key,
    place_name_key_column,
)
from schemas.normalise.municipalities import fold_municipality, municipality_column

WORDS = st.sampled_from(
    [
        "Calle",
        "C.",
        "Blvd.",
        "Av",
        "5",
        "de",
        "Mayo",
        "No.",
        "#12",
        "525-A",
        "Col.",
        "Vega",
        ",",
        "Zona",
        "1",
        "4a",
        "s/n",
    ]
)
ADDRESS = st.none() | st.lists(WORDS, max_size=8).map(" ".join) | st.text(max_size=20)


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (
            (
                "BLVD. INSURGENTES 525, COLONIA VEGA",
                "Blvd Insurgentes No. 525 Col. Vega",
                "Boulevard Insurgentes #525",
                "525 Insurgentes Blvd",
                "Colonia Vega, Bulevar Insurgentes núm. 525 C.P. 22000",
            ),
            "blvd insurgentes 525",
        ),
        (
            (
                "Calle Hidalgo 904, Col. Bonilla",
                "HIDALGO NUM 904 INT 3",
                "Col. Centro Calle Hidalgo 904",
                "rue Hidalgo, 904",
            ),
            "hidalgo 904",
        ),
        (("4a Avenida 12-34 Zona 1", "4ta. Av. 12-34, zona 1, Guatemala"), "av 4 zona1 12 34"),
        (("5 de Mayo 120-A", "C. 5 de Mayo #120A"), "5 mayo 120a"),
        (("Avenida 5 120", "Av. 5 No. 120"), "av 5 120"),
        (("12, rue de la Paix", "12 rue Paix"), "paix 12"),
    ],
)
def test_one_house_has_one_key(spellings: tuple[str, ...], key: str) -> None:
    assert {address_key(spelling, "Cd. Reynosa", "mx") for spelling in spellings} == {f"{key}|reynosa|MX"}


def test_other_houses_have_other_keys() -> None:
    addresses = [
        "Calle Hidalgo 904",
        "Calle Hidalgo 906",
        "Av. Hidalgo 904",
        "4a Av 904 Zona 1",
        "4a Av 904 Zona 2",
    ]
    assert len({address_key(address, "Reynosa", "MX") for address in addresses}) == len(addresses)
    assert address_key("Hidalgo 904", "Reynosa", "MX") != address_key("Hidalgo 904", "Tijuana", "MX")


@pytest.mark.parametrize(
    "vague", [None, "", "centro", "Domicilio conocido", "s/n", "Calle Hidalgo s/n", "525", "Col. Vega"]
)
def test_what_names_no_house_has_no_key(vague: str | None) -> None:
    assert address_key(vague, "Reynosa", "MX") is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Hotel Central Reynosa", "hotel central|reynosa|MX"),
        ("HOTEL CENTRAL", "hotel central|reynosa|MX"),
        ("Hotel Reynosa", "hotel reynosa|reynosa|MX"),
        ("Bodega El Güero", "bodega guero|reynosa|MX"),
        ("Hotel", None),
        ("casa de seguridad", None),
        (None, None),
    ],
)
def test_named_places(name: str | None, key: str | None) -> None:
    assert place_name_key(name, "Reynosa", "MX") == key


@pytest.mark.parametrize(
    ("spellings", "folded"),
    [
        (("Cd. Juárez", "Ciudad Juárez", "Juarez", "H. Juárez", "JUÁREZ, CHIH."), "juarez"),
        (("Nvo. Laredo", "Nuevo Laredo, Tamps"), "nuevo laredo"),
        (("CDMX", "Ciudad de México", "D.F.", "Distrito Federal"), "mexico"),
        (("Guatemala City", "Ciudad de Guatemala"), "guatemala"),
        (("s/n", "desconocido", "", None), None),
    ],
)
def test_municipalities(spellings: tuple[str | None, ...], folded: str | None) -> None:
    assert {fold_municipality(spelling) for spelling in spellings} == {folded}


@given(text=st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_folding_a_municipality_twice_changes_nothing(text: str) -> None:
    assert fold_municipality(fold_municipality(text)) == fold_municipality(text)


@given(rows=st.lists(st.tuples(ADDRESS, st.sampled_from([None, "Cd. Juárez", "Reynosa"])), max_size=8))
@settings(max_examples=80, deadline=None)
def test_column_forms_agree_with_scalar_ones(rows: list[tuple[str | None, str | None]]) -> None:
    texts = pl.Series("a", [text for text, _ in rows], dtype=pl.String)
    towns = pl.Series("m", [town for _, town in rows], dtype=pl.String)
    countries = pl.Series("c", ["MX"] * len(rows), dtype=pl.String)
    assert address_key_column(texts, towns, countries).to_list() == [address_key(*row, "MX") for row in rows]
    assert address_key_column(texts).to_list() == [address_key(text) for text, _ in rows]
    assert place_name_key_column(texts, towns).to_list() == [place_name_key(*row) for row in rows]
    assert municipality_column(towns).to_list() == [fold_municipality(town) for _, town in rows]
