"""Which network a folder of reports or tables is of: a small file beside them."""

from __future__ import annotations

import json
from pathlib import Path

NAME = "snapshot.json"

HOLDERS_OWN = "Holder's own complete view. Not for release to others."
"""What is written without a recipient says so beside its files (contract, "Who may see a record")."""


def write_snapshot(out: Path, basis: str | None) -> None:
    """Note the holder's marking and the basis that decisions name as `evidence`; of a partner's, nothing."""
    if basis is not None:
        noted = {"evidence": basis, "marking": HOLDERS_OWN}
        (out / NAME).write_text(json.dumps(noted) + "\n", encoding="utf-8")


def read_snapshots(out: Path) -> dict[str, str]:
    """Basis by folder below `out`, for every folder that notes one."""
    found = sorted(out.rglob(NAME))
    return {
        each.parent.relative_to(out).as_posix(): str(
            json.loads(each.read_text(encoding="utf-8")).get("evidence")
        )
        for each in found
    }
