"""What the tests of traceability share: written reports, each for one reader."""

from __future__ import annotations

import pytest

from tests.reports.told_report import Teller, Told


@pytest.fixture(scope="session")
def teller(tmp_path_factory: pytest.TempPathFactory) -> Teller:
    """Keeps what it has written for the other file of these tests."""
    return Teller(tmp_path_factory.mktemp("told"))


@pytest.fixture(
    scope="session",
    params=[("tiny", None), ("tiny", "US-HSI"), ("generated", None), ("generated", "MX-FGR")],
    ids=lambda param: f"{param[0]}-{param[1] or 'holder'}",
)
def told(request: pytest.FixtureRequest, teller: Teller) -> Told:
    """The report of a world for a reader."""
    return teller.tell(*request.param)
