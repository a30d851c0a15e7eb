"""Which network a folder of reports or tables is of: a small file beside them."""

from __future__ import annotations

import json
from pathlib import Path

NAME = "snapshot.json"


def write_snapshot(out: Path, basis: str | None) -> None:
    """Note the network's basis, which decisions name as `evidence`; of a partner's nothing is noted."""
    if basis is not None:
        (out / NAME).write_text(json.dumps({"evidence": basis}) + "\n", encoding="utf-8")


def read_snapshots(out: Path) -> dict[str, str]:
    """Basis by folder below `out`, for every folder that notes one."""
    found = sorted(out.rglob(NAME))
    return {
        each.parent.relative_to(out).as_posix(): str(
            json.loads(each.read_text(encoding="utf-8")).get("evidence")
        )
        for each in found
    }
