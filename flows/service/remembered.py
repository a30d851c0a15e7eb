"""A file that this process has read or written itself is not read again while it is still the same one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

_Value = TypeVar("_Value")

Stamp = tuple[Path, int, int, int]
"""Which file it is: a file that replaces another has another inode, and hardly the same time and size."""


class Remembered(Generic[_Value]):
    """The last content of a file that is read once in each publication and written at its end.

    Args:
        load: Reads it.
    """

    def __init__(self, load: Callable[[Path], _Value]) -> None:
        self._load = load
        self._last: tuple[Stamp, _Value] | None = None

    def read(self, file: Path) -> _Value:
        """What the file holds; whatever `load` raises is raised."""
        stamp = _stamp(file)
        if self._last is None or self._last[0] != stamp:
            self._last = (stamp, self._load(file))
        return self._last[1]

    def keep(self, file: Path, value: _Value) -> None:
        """The file was just written, and this is what it holds."""
        self._last = (_stamp(file), value)


def _stamp(file: Path) -> Stamp:
    found = file.stat()
    return file, found.st_ino, found.st_size, found.st_mtime_ns
