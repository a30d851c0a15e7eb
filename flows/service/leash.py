"""`python -m flows.service.leash COMMAND…`: run a command that ends when the process that started it ends.

On Linux the kernel sends SIGTERM when the parent is gone, even after a `kill -9`, so that no orphaned server
keeps its port or its database. Elsewhere the command simply runs.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""Linux, `prctl(2)`: the signal that a process gets when its parent dies; it survives `exec`."""


def run_leashed(parent: int, command: list[str]) -> None:
    """Become the command, tied to the parent's life.

    Args:
        parent: The process that started this one.
        command: Program and arguments.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)
    os.execvp(command[0], command)


if __name__ == "__main__":
    run_leashed(int(sys.argv[1]), sys.argv[2:])
