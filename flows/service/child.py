"""A process that belongs to the service: started on a leash, restarted when it falls, stopped at the end."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)

GRACE_S = 8.0
"""Seconds to end by itself after SIGTERM; longer than its own grace for open connections."""

RESTART_S = 1.0
"""Pause before it is started again, so that one that cannot start does not take the whole machine."""


@dataclass
class Child:
    """One process of the service.

    Attributes:
        name: What the log calls it.
        command: Arguments of the Python interpreter.
        log_file: Where its output goes; begun anew each time the service starts.
    """

    name: str
    command: Sequence[str]
    log_file: Path
    _process: asyncio.subprocess.Process | None = field(default=None, init=False)
    _is_stopping: bool = field(default=False, init=False)

    @property
    def pid(self) -> int | None:
        """Its process, while there is one."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start it; its output replaces that of the service's former life."""
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        self.log_file.write_bytes(b"")
        await self._spawn()

    async def _spawn(self) -> None:
        leashed = ["-m", "flows.service.leash", str(os.getpid()), sys.executable, *self.command]
        # a process group of its own: Ctrl-C reaches the service, which stops its children in order
        with self.log_file.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, *leashed, stdout=output, stderr=output, start_new_session=True
            )

    async def keep_alive(self) -> None:
        """Start it again whenever it ends, until it is stopped."""
        while self._process is not None and not self._is_stopping:
            status = await self._process.wait()
            if self._is_stopping:
                return
            log.warning("The %s ended (status %s) and is started again.", self.name, status)
            await asyncio.sleep(RESTART_S)
            await self._spawn()

    async def stop(self) -> None:
        """End it: politely, then firmly."""
        self._is_stopping = True
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), GRACE_S)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
