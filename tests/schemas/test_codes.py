"""Code lists."""

from __future__ import annotations

from itertools import product

import pytest

from schemas.codes import GRADES, HANDLING, PROTECTED_STATUSES, STATUSES, countries, currencies, strictest


@pytest.mark.parametrize(("left", "right"), list(product(HANDLING, HANDLING)))
def test_the_strictest_code_wins_in_any_order(left: str, right: str) -> None:
    assert strictest([left, right]) == strictest([right, left]) == max(left, right, key=HANDLING.index)


def test_amber_strict_is_stricter_than_amber() -> None:
    assert strictest(["AMBER+STRICT", "AMBER", "CLEAR"]) == "AMBER+STRICT"


@pytest.mark.parametrize("codes", [[], ["PURPLE", "RED"]])
def test_no_code_or_an_unknown_one_has_no_strictest(codes: list[str]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        strictest(codes)


def test_iso_lists_hold_the_corridors_codes() -> None:
    assert {"MX", "GT", "HN", "SV", "US", "CA", "VE", "HT", "CU"} <= set(countries())
    assert {"MXN", "USD", "CAD", "GTQ", "HNL"} <= set(currencies())
    assert all(len(code) == 2 for code in countries())
    assert list(countries()) == sorted(countries())


def test_protected_statuses_are_statuses_and_no_facilitator_is_among_them() -> None:
    assert set(STATUSES) > PROTECTED_STATUSES
    assert not PROTECTED_STATUSES & {"facilitator", "both", "unknown"}


def test_every_scheme_grades_source_and_information() -> None:
    assert {name: (len(source), len(info)) for name, (source, info) in GRADES.items()} == {
        "admiralty": (6, 6),
        "4x4": (4, 4),
        "5x5x5": (5, 5),
        "3x5x2": (3, 5),
    }
