"""What a running service has noticed that somebody should mend: `trama status` tells it until it is healed.

The file has its full length from the start and is overwritten in place, because a disk that is full is one of
the things it must be able to tell of.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

NAME = "faults.json"
LENGTH = 4096
"""Bytes of the file: what is longer is cut, message by message."""

MOST_WORDS = 600
"""Characters of one message that are kept."""


@dataclass(frozen=True, order=True)
class Fault:
    """Something that is wrong.

    Attributes:
        kind: `landing`, `delivery` or `service`.
        since: When it was first noticed, ISO 8601.
        message: What is wrong and what to do; ids, codes and paths below the landing folder only.
    """

    kind: str
    since: str
    message: str


@dataclass(frozen=True)
class ServiceState:
    """What can be seen of a service from beside it.

    Attributes:
        process: Its process; null when none runs.
        faults: What it has noticed, by kind; none when none runs.
    """

    process: int | None
    faults: tuple[Fault, ...] = ()


@dataclass
class FaultBook:
    """The faults of this service, by kind.

    Attributes:
        folder: The service's folder.
        now: The clock.
    """

    folder: Path
    now: Callable[[], datetime]
    _known: dict[str, Fault] = field(default_factory=dict, init=False)

    def open(self) -> None:
        """Begin without faults, in a file that has its room."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / NAME).write_bytes(_to_bytes([]))

    def note(self, kind: str, message: str) -> None:
        """Something is wrong; the same thing again keeps the time when it was first noticed."""
        before = self._known.get(kind)
        since = before.since if before else self.now().isoformat(timespec="seconds")
        fault = Fault(kind, since, message[:MOST_WORDS])
        if fault != before:
            self._known[kind] = fault
            self._write()

    def heal(self, kind: str) -> None:
        """It is right again."""
        if self._known.pop(kind, None) is not None:
            self._write()

    def _write(self) -> None:
        content = _to_bytes(sorted(self._known.values()))
        with suppress(OSError), (self.folder / NAME).open("r+b") as stream:
            stream.write(content)


def _to_bytes(faults: list[Fault]) -> bytes:
    content = json.dumps([asdict(each) for each in faults], ensure_ascii=False).encode()
    return content.ljust(LENGTH) if len(content) <= LENGTH else _to_bytes(faults[:-1])


def read_service(folder: Path) -> ServiceState:
    """The service of a store, from its folder.

    Args:
        folder: `<store>.service`.
    """
    process = _find_process(folder / "service.lock")
    if process is None:
        return ServiceState(None)
    try:
        noted = json.loads((folder / NAME).read_bytes())
        return ServiceState(process, tuple(Fault(**each) for each in noted))
    except (OSError, ValueError, TypeError):
        return ServiceState(process)


def _find_process(lock: Path) -> int | None:
    """The process that the lock names, if there still is one."""
    try:
        process = int(lock.read_text(encoding="ascii"))
        os.kill(process, 0)
    except PermissionError:  # it is there, and somebody else's
        return process
    except (OSError, ValueError):
        return None
    return process
