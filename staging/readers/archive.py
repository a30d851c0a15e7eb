"""Zip archives: measured before anything is written, unpacked into a folder that is gone afterwards.

Sizes in a zip's own directory are the sender's claim. They are enough to refuse, never enough to trust:
while a member is unpacked, the bytes that really come out are counted against the same caps.
"""

from __future__ import annotations

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from schemas.errors import DeliveryError
from staging.readers.limits import Limits
from staging.readers.ndjson import is_json_name

_BLOCK = 1024 * 1024
_ARCHIVE_SUFFIXES = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz")


@contextmanager
def unpacked_zip(path: Path, limits: Limits) -> Iterator[Path]:
    """The archive's content in a temporary folder.

    Args:
        path: The zip file.
        limits: Caps on members, unpacked bytes and ratio.

    Yields:
        The folder; it is removed on leaving.

    Raises:
        DeliveryError: `broken_zip`, `zip_bomb`, `encrypted_zip`, `unsafe_path`, `nested_archive`,
            `too_many_files`.
    """
    with tempfile.TemporaryDirectory(prefix="trama-") as folder, _opened(path) as archive:
        for member in _checked_members(archive, path, limits):
            if member.is_dir():
                continue
            target = Path(folder, *PurePosixPath(member.filename).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                for block in _stream_member(archive, member, path.name):
                    out.write(block)
        yield Path(folder)


def check_zip(path: Path, limits: Limits) -> None:
    """Refuse a zip-based file (a workbook) that breaks or that unpacks to too much, without writing anything.

    Raises:
        DeliveryError: As `unpacked_zip`.
    """
    with _opened(path) as archive:
        for member in _checked_members(archive, path, limits):
            for _ in _stream_member(archive, member, path.name):
                pass


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _broken(path.name, error) from error
    with archive:
        yield archive


def _broken(source: str, error: Exception) -> DeliveryError:
    return DeliveryError(f"{source} is a broken zip file: {error}", source=source, check="broken_zip")


def _checked_members(archive: zipfile.ZipFile, path: Path, limits: Limits) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    if len(members) > limits.members:
        message = f"{path.name} holds {len(members)} files; a delivery has one a table"
        raise DeliveryError(message, source=path.name, check="too_many_files")
    for member in members:
        _refuse_unsafe(member, path.name)
    unpacked = sum(member.file_size for member in members)
    ratio_cap = max(limits.ratio_free_bytes, path.stat().st_size * limits.unpacked_ratio)
    if unpacked > min(limits.unpacked_bytes, ratio_cap):
        message = (
            f"{path.name} unpacks to {unpacked:,} bytes from {path.stat().st_size:,}; it was not unpacked"
        )
        raise DeliveryError(message, source=path.name, check="zip_bomb")
    return members


def _refuse_unsafe(member: zipfile.ZipInfo, source: str) -> None:
    name = PurePosixPath(member.filename)
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if (
        name.is_absolute()
        or ".." in name.parts
        or "\\" in member.filename
        or ":" in member.filename
        or is_link
    ):
        message = f"{source} holds a file whose path leads out of the archive; it was not unpacked"
        raise DeliveryError(message, source=source, check="unsafe_path")
    if member.flag_bits & 0x1:
        message = f"{source} is encrypted; deliver it without a password"
        raise DeliveryError(message, source=source, check="encrypted_zip")
    if name.suffix.lower() in _ARCHIVE_SUFFIXES and not is_json_name(name.name):
        message = f"{source} holds another archive, {name.name}; deliver the tables themselves"
        raise DeliveryError(message, source=source, check="nested_archive")


def _stream_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: str) -> Iterator[bytes]:
    given = 0
    try:
        with archive.open(member) as stream:
            while block := stream.read(_BLOCK):
                given += len(block)
                if given > member.file_size:
                    message = f"{source}: {member.filename} unpacks to more than it declares"
                    raise DeliveryError(message, source=source, check="zip_bomb")
                yield block
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _broken(source, error) from error
