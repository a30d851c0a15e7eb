"""What stands where a record names another that its reader may not see.

A key such as `MX-FGR/EXP-2024-00017` tells who holds a record and, where ids are counted up, how many there
are. So a partner's view names only records of that view; a mark made of visible keys alone takes the place
of any other.
"""

from __future__ import annotations

WITHHELD_ORIGIN = "withheld/"
"""Begins every such mark; no agency code is written in small letters."""


def is_withheld(origin_ref: str | None) -> bool:
    """Whether an `origin_ref` is a mark and not a record's key."""
    return origin_ref is not None and origin_ref.startswith(WITHHELD_ORIGIN)
