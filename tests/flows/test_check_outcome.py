"""The artifact of `verify` begins with what its reader should do."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from flows.check_outcome import tell_outcome
from schemas.errors import TramaError
from staging.audit import Check

SOUND = Check("the ledger adds up", is_passed=True, detail="3 deliveries")
DUE = Check("the network is of these records", True, "the network is behind; run `trama link`", is_due=True)
DUE_TOO = Check("the reports are of this network", True, "they are older", is_due=True)
WRONG = Check("no row is lost", is_passed=False, detail="1 wrong: D-1")
NOTICE = (
    "Notice: the network is behind; run `trama link`. What would compare records and network was left out."
)


@pytest.mark.parametrize(
    ("checks", "told"),
    [
        ([SOUND], ("All 1 checks passed.",)),
        ([SOUND, WRONG], ("1 of 2 checks failed.",)),
        ([SOUND, DUE, DUE_TOO], ("All 3 checks passed.", NOTICE)),
        ([DUE, WRONG], ("1 of 2 checks failed.", NOTICE)),
    ],
)
def test_the_outcome_is_a_count_and_one_notice(checks: list[Check], told: tuple[str, ...]) -> None:
    assert tell_outcome(checks) == told


@pytest.mark.parametrize("checks", [[SOUND, DUE, DUE_TOO], [SOUND, DUE, WRONG]])
def test_the_artifact_says_first_what_failed_and_what_is_due(
    checks: list[Check], monkeypatch: pytest.MonkeyPatch
) -> None:
    import flows.verify_flow  # noqa: PLC0415 - takes a second, which who runs other tests need not wait

    made: list[tuple[list[dict[str, Any]], str]] = []

    async def check(_store: Path, _has_rebuild: bool) -> list[Check]:
        return checks

    async def keep(rows: list[dict[str, Any]], *, key: str, description: str) -> None:
        assert key == "verify"
        made.append((rows, description))

    monkeypatch.setattr(flows.verify_flow, "check_store", check)
    monkeypatch.setattr(flows.verify_flow, "acreate_table_artifact", keep)
    try:
        asyncio.run(flows.verify_flow.check_and_tell(Path("s.duckdb"), has_rebuild=False))
    except TramaError:
        assert WRONG in checks
    ((rows, description),) = made
    assert description == "\n\n".join(tell_outcome(checks))
    assert NOTICE in description
    assert [each["check"] for each in rows][-1] == SOUND.name
    assert rows[0]["check"] == (WRONG if WRONG in checks else DUE).name
