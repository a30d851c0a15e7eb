"""CURPs follow the registry's rules, and phones keep their digits however they are written."""

import re
from datetime import date
from random import Random

import pytest

from sample_data.identifiers import curp_check_digit, make_clabe, make_curp
from sample_data.phones import PLANS, make_phone, write_international, write_national


def test_a_curp_follows_from_names_birth_and_state() -> None:
    names = ("MANUEL ALEJANDRO", "CHÁVEZ", "RÍOS")
    assert make_curp(names, "M", date(1965, 5, 26), ("OC", 0)) == "CARM650526HOCHSN05"


@pytest.mark.parametrize(
    ("names", "head", "consonants"),
    [
        (("María Fernanda", "de la Cruz", "Ñáñez"), "CUXF", "RXR"),
        (("José", "Ortiz", None), "OIXJ", "RXS"),
        (("Juan", "Peña", "Puente"), "PEPJ", "XNN"),
        (("Julio", "Bueno", "Ibarra"), "BUIJ", "NBL"),
        (("Ofelia", "Cárdenas", "Gómez"), "CAGO", "RMF"),
    ],
)
def test_letters_of_a_curp(names: tuple[str, str, str | None], head: str, consonants: str) -> None:
    curp = make_curp(names, "F", date(1990, 1, 2), ("DF", 0))
    spoiled = head if head != "CAGO" else "CXGO"
    assert (curp[:4], curp[13:16]) == (spoiled, consonants)


def test_the_registry_says_born_since_2000_with_a_letter() -> None:
    curp = make_curp(("Ana", "López", "Vega"), "F", date(2001, 3, 4), ("JC", 0))
    assert curp[16] == "A"
    assert curp[17] == curp_check_digit(curp[:17])


def test_an_account_number_has_its_control_digit() -> None:
    account = make_clabe(Random(1))
    total = sum(int(digit) * (3, 7, 1)[place % 3] % 10 for place, digit in enumerate(account[:17]))
    assert len(account) == 18
    assert (total + int(account[17])) % 10 == 0


@pytest.mark.parametrize("country", sorted(PLANS))
def test_every_written_form_ends_in_the_national_number(country: str) -> None:
    rng = Random(f"phones {country}")
    for _ in range(40):
        phone = make_phone(rng, country, "962" if country == "MX" else "514")
        for written in (write_international(rng, phone), write_national(rng, phone)):
            assert re.sub("[^0-9]", "", written).endswith(phone.national)
