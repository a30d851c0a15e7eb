"""The content hash of a delivery, and its copy in the archive."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

from schemas.errors import DeliveryError
from staging.readers.folder import is_unfinished


def content_files(path: Path) -> list[Path]:
    """Files that make up a delivery: itself, or those of the folder, sorted by name."""
    if path.is_file():
        return [path]
    return [entry for entry in sorted(path.rglob("*")) if entry.is_file() and not is_unfinished(entry.name)]


def hash_content(path: Path) -> str:
    """SHA-256 of a file's bytes; for a folder, of the relative names and the bytes of its files in order."""
    if path.is_file():
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    digest = hashlib.sha256()
    for file in content_files(path):
        digest.update(f"{file.relative_to(path).as_posix()}\0{hash_content(file)}\n".encode())
    return digest.hexdigest()


def size_and_time(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of change: two equal answers mean that nobody wrote in between."""
    with suppress(FileNotFoundError):
        own = path.stat()
        if S_ISREG(own.st_mode):  # asked once: of thousands of files that are known this is all that is asked
            return ((path.name, own.st_size, own.st_mtime_ns),)
    stats = [(file, file.stat()) for file in content_files(path)]
    return tuple((file.name, stat.st_size, stat.st_mtime_ns) for file, stat in stats)


def archive_content(path: Path, archive: Path, sha256: str) -> None:
    """Copy a delivery to `<archive>/<sha256>`, whole or not at all; what is there already stays.

    Args:
        path: The delivery's file or folder.
        archive: Folder of the archive; made when missing.
        sha256: Its content hash, the name of the copy.

    Raises:
        DeliveryError: `changing`, when the copy is not what was hashed.
    """
    target = archive / sha256
    if target.exists():
        return
    archive.mkdir(parents=True, exist_ok=True)
    unfinished = archive / f".{sha256}.part"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for file in content_files(path):
        copy = unfinished / (file.name if path.is_file() else file.relative_to(path))
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        with copy.open("rb") as stream:
            os.fsync(stream.fileno())
    copied = unfinished / path.name if path.is_file() else unfinished
    if hash_content(copied) != sha256:
        shutil.rmtree(unfinished)
        message = f"{path.name} changed while it was copied; it is taken in when it is complete"
        raise DeliveryError(message, source=path.name, check="changing")
    unfinished.rename(target)
