"""Which deliveries lie under a path.

A landing folder holds one folder per agency. In an agency's folder every file is a delivery, and every
folder is one: its flat tables, one file each. A folder that holds JSON records or archives instead of tables
is taken apart: each file of it is a delivery of its own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from schemas.codes import AGENCY_PATTERN
from schemas.errors import ConfigError
from staging.readers.folder import CSV_SUFFIXES, is_unfinished

_TABLE_SUFFIXES = (*CSV_SUFFIXES, ".parquet")
DECISIONS_SUFFIX = ".decisions.json"
"""A file of this name in an agency's folder holds what its investigators decided, and no case records."""


@dataclass(frozen=True, order=True)
class DeliveryPath:
    """One delivery on disk.

    Attributes:
        agency: Code of the deliverer.
        display_path: `<agency>/<name>`; the only path that is stored or shown.
        path: Where it lies on this machine.
    """

    agency: str
    display_path: str
    path: Path

    @property
    def holds_decisions(self) -> bool:
        """Whether it is a file of decisions rather than of case records."""
        return self.path.name.lower().endswith(DECISIONS_SUFFIX)


def find_deliveries(path: Path, agency: str | None = None) -> list[DeliveryPath]:
    """Deliveries under a path, sorted by agency and name; names still being written are left alone.

    Args:
        path: A landing folder, an agency's folder, or one delivery (file or folder).
        agency: The deliverer, where the path does not lie in an agency's folder.

    Raises:
        ConfigError: When nothing is there, the agency is unknown, or its code is malformed.
    """
    if not path.exists():
        raise ConfigError(f"{path.name}: there is no such file or folder")
    if agency is not None and not is_agency_code(agency):
        raise ConfigError(f"{agency!r} is no agency code: two letters, a hyphen, 2 to 12 capitals or digits")
    where = path.resolve()
    if agency is not None:
        return sorted(_under_agency(where, agency))
    if is_agency_code(where.name) and where.is_dir():
        return sorted(_in_folder(where, where.name, where.name))
    owner = next((parent.name for parent in where.parents if is_agency_code(parent.name)), None)
    if owner is not None:
        return sorted(_under_agency(where, owner))
    if where.is_file():
        raise ConfigError(f"{path.name} lies in no agency's folder; say whose it is with --agency")
    return _in_landing(where)


def list_unclaimed(path: Path) -> list[str]:
    """Names of folders in a landing folder that are no agency's, sorted: nobody's deliveries lie in them."""
    return [entry.name for entry in _ownerless(path) if entry.is_dir()]


def list_loose(path: Path) -> list[str]:
    """Files that lie in a landing folder itself and in no agency's, as `<landing>/<name>`, sorted.

    Nobody can be said to have delivered them, so they are not read; whoever dropped them should hear of it.
    """
    return [f"{path.resolve().name}/{entry.name}" for entry in _ownerless(path) if entry.is_file()]


def _ownerless(path: Path) -> list[Path]:
    where = path.resolve()
    if not path.is_dir() or any(is_agency_code(each.name) for each in (where, *where.parents)):
        return []
    return [
        entry
        for entry in sorted(path.iterdir())
        if not is_unfinished(entry.name) and not (entry.is_dir() and is_agency_code(entry.name))
    ]


def link_leading_out(delivery: DeliveryPath) -> Path | None:
    """A symbolic link of the delivery, or the delivery itself, that leads out of the landing folder, if any.

    Whoever may write into a landing folder could otherwise have any file of this machine read and archived.
    """
    depth = min(len(PurePosixPath(delivery.display_path).parts), len(delivery.path.parents)) - 1
    landing = delivery.path.parents[depth].resolve()
    inside = sorted(delivery.path.rglob("*")) if delivery.path.is_dir() else []
    for entry in (delivery.path, *inside):
        if entry.is_symlink() and not entry.resolve().is_relative_to(landing):
            return entry
    return None


def is_agency_code(name: str) -> bool:
    """True for a code such as MX-INM."""
    return re.fullmatch(AGENCY_PATTERN, name) is not None


def _in_landing(landing: Path) -> list[DeliveryPath]:
    folders = [entry for entry in landing.iterdir() if entry.is_dir() and is_agency_code(entry.name)]
    if not folders:
        raise ConfigError(f"{landing.name} holds no agency's folder (a code such as MX-INM) and lies in none")
    found = (each for folder in folders for each in _in_folder(folder, folder.name, folder.name))
    return sorted(found, key=lambda each: (each.agency, each.display_path))


def _under_agency(path: Path, agency: str) -> Iterator[DeliveryPath]:
    if is_unfinished(path.name):
        return
    if path.is_file() or _holds_tables(path):
        yield DeliveryPath(agency, f"{agency}/{path.name}", path)
    else:
        yield from _in_folder(path, agency, agency)


def _in_folder(folder: Path, agency: str, shown: str) -> Iterator[DeliveryPath]:
    with os.scandir(folder) as scanned:  # says what is a file without asking for each: thousands may lie here
        entries = sorted(scanned, key=lambda each: each.name)
    for entry in entries:
        if is_unfinished(entry.name):
            continue
        path = folder / entry.name
        if entry.is_file(follow_symlinks=False) or path.is_file() or _holds_tables(path):
            yield DeliveryPath(agency, f"{shown}/{entry.name}", path)
        elif entry.is_dir(follow_symlinks=False):
            yield from _in_folder(path, agency, f"{shown}/{entry.name}")


def _holds_tables(folder: Path) -> bool:
    return folder.is_dir() and any(
        entry.suffix.lower() in _TABLE_SUFFIXES and not is_unfinished(entry.name)
        for entry in folder.iterdir()
        if entry.is_file()
    )
