"""The most specific rule decides, and nothing is kept a day too long."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.errors import ConfigError
from schemas.retention import kept_since, read_retention

RULES = """
[[keep]]
months = 60
[[keep]]
handling = "RED"
months = 24
[[keep]]
agency = "MX-INM"
months = 36
[[keep]]
agency = "MX-INM"
handling = "RED"
months = 12
"""


@pytest.mark.parametrize(
    ("agency", "handling", "months"),
    [("MX-INM", "RED", 12), ("MX-INM", "GREEN", 36), ("US-HSI", "RED", 24), ("US-HSI", "CLEAR", 60)],
)
def test_the_most_specific_rule_decides(agency: str, handling: str, months: int) -> None:
    assert read_retention(RULES).months_for(agency, handling) == months


def test_a_record_that_no_rule_is_about_is_kept() -> None:
    assert read_retention('[[keep]]\nhandling = "RED"\nmonths = 1').months_for("US-HSI", "GREEN") is None


def test_months_are_counted_on_the_calendar() -> None:
    assert kept_since(date(2026, 1, 15), 12) == date(2025, 1, 15)
    assert kept_since(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert kept_since(date(2026, 3, 31), 1) == date(2026, 2, 28)


@pytest.mark.parametrize("text", ["months = 3", "[[keep]]\nmonths = 0", "[[keep", "[[keep]]\nmonths=1\n" * 2])
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        read_retention(text)
