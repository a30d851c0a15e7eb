"""The folders of a report's other forms: `pdf/`, `xlsx/` and `evidence/` beside the pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flows.steps.snapshot import NAME as SNAPSHOT
from flows.steps.snapshot import read_snapshots
from reports.manifest import NAME as MANIFEST

SUFFIXES: dict[str, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "xlsx": (".xlsx",),
    "evidence": (".parquet", ".csv"),
}
"""Form → how its files' names end; nothing else in its folder is ever removed."""


def drop_older_forms(out: Path, basis: str | None) -> None:
    """Remove what an earlier call wrote of another network: what was withdrawn since is still in it.

    Args:
        out: The folder of the pages that have just been written.
        basis: Their network; null for a partner's, which is noted nowhere, so that all else is older.
    """
    for form in SUFFIXES:
        folder = out / form
        is_ours = any((folder / name).is_file() for name in (SNAPSHOT, MANIFEST))
        if is_ours and (basis is None or read_snapshots(folder).get(".") != basis):
            for mark in (SNAPSHOT, MANIFEST):
                (folder / mark).unlink(missing_ok=True)
            keep_only(folder, form, ())
            if not any(folder.iterdir()):
                folder.rmdir()


def keep_only(folder: Path, form: str, written: Iterable[Path]) -> None:
    """Remove a form's files that this call did not write."""
    kept = {each.name for each in written}
    for each in sorted(folder.iterdir()):
        if each.is_file() and each.suffix in SUFFIXES[form] and each.name not in kept:
            each.unlink()
