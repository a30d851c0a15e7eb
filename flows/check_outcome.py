"""What the checks of a store come to, in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staging.audit import Check

NOTICE = "Notice: {detail}. What would compare records and network was left out."


def tell_outcome(checks: Sequence[Check]) -> tuple[str, ...]:
    """How many checks passed; and, where a command has yet to run, which one."""
    failed = sum(not each.is_passed for each in checks)
    counted = f"{failed} of {len(checks)} checks failed." if failed else f"All {len(checks)} checks passed."
    due = [NOTICE.format(detail=each.detail) for each in checks if each.is_due]
    return counted, *due[:1]
