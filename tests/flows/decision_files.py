"""Decisions of investigators, as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SIGNED = {"by": "Analyst 7", "at": "2026-01-10T09:00:00Z", "why": "Seen both, side by side."}


def write_decisions(folder: Path, *decisions: dict[str, Any], **shared: str | None) -> Path:
    """A file of decisions, signed unless `shared` says otherwise."""
    path = folder / "decisions.json"
    path.write_text(json.dumps({**SIGNED, **shared, "decisions": list(decisions)}), encoding="utf-8")
    return path


def same(left: str, right: str, **more: str) -> dict[str, Any]:
    return {"judgement": "same", "left": left, "right": right, **more}


def not_same(left: str, right: str, **more: str) -> dict[str, Any]:
    return {"judgement": "not_same", "left": left, "right": right, **more}
