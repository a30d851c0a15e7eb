"""What the tests of leaks share: a quiet environment in which time stands still."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine that runs the tests reaches them."""
    for name in [each for each in os.environ if each.startswith("TRAMA_") or each == "PREFECT_API_URL"]:
        monkeypatch.delenv(name)
