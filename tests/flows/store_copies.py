"""Copies of stores: one that several tests begin with is filled once, and each goes on with its own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from flows.job import Job
from staging.intake import archive_folder


def copy_job(begun: Job, folder: Path) -> Job:
    """The store with its archive in another folder, under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Path(shutil.copy(begun.store, folder / begun.store.name))
    if archive_folder(begun.store).is_dir():
        shutil.copytree(archive_folder(begun.store), archive_folder(store))
    return replace(begun, store=store)
