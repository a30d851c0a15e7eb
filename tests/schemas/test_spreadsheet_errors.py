"""What a spreadsheet writes where it could not calculate is no value."""

from __future__ import annotations

import pytest

from tests.schemas.deliveries import checks_of, validate_changed, warnings_of


@pytest.mark.parametrize("word", ["#N/A", "#¡REF!", "#¿NOMBRE?", "#NOM?", "#DIV/0!"])
def test_an_error_is_kept_as_nothing_with_a_warning(word: str) -> None:
    verdict = validate_changed("persons", surname_1=word)
    assert verdict.accepted["persons"]["surname_1"].to_list() == [None]
    assert warnings_of(verdict, "persons") == {("surname_1", "spreadsheet_error")}
    assert f"found '{word}', expected a value" in verdict.warnings["message"][0]


def test_an_error_where_something_must_be_fails() -> None:
    verdict = validate_changed("identifiers", value="#N/A")
    assert checks_of(verdict, "identifiers") == {("value", "required")}
    assert "found '#N/A', expected a value" in verdict.failures["message"][0]


@pytest.mark.parametrize("name", ["#Chino", "N/A 5", "#NOMINA", "Casa #N/A"])
def test_what_only_looks_like_one_stays(name: str) -> None:
    verdict = validate_changed("places", name=name)
    assert verdict.accepted["places"]["name"].to_list() == [name]
    assert verdict.warnings.is_empty()
