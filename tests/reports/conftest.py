"""What the tests of traceability share: written reports, each for one reader."""

from __future__ import annotations

import pytest

from tests.reports.told_report import Told, tell


@pytest.fixture(
    scope="session",
    params=[("tiny", None), ("tiny", "US-HSI"), ("generated", None), ("generated", "MX-FGR")],
    ids=lambda param: f"{param[0]}-{param[1] or 'holder'}",
)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The report of a world for a reader."""
    world, recipient = request.param
    return tell(world, recipient, tmp_path_factory.mktemp("told"))
