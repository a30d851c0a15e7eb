"""A real service as its own process, for the tests that look at it from outside."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

LONGEST_PAUSE_S = 0.5
"""Between two looks at a service; half of what its slowest part, Prefect's runner, waits itself."""

_BUSY = 503
_RUN = "from flows.cli.app import main; main()"


class LiveService:
    """`trama serve` over a folder, started, killed and asked by the test."""

    def __init__(self, folder: Path) -> None:
        self.landing, self.out, self.store = folder / "landing", folder / "out", folder / "s" / "live.duckdb"
        self.log = folder / "service.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-c", _RUN, *arguments]

    def serve_command(self, port: int | None = None) -> list[str]:
        where = ["--landing", str(self.landing), "--store", str(self.store), "--out", str(self.out)]
        return self.command("serve", *where, "--port", str(port or self.port))

    def environment(self) -> dict[str, str]:
        """With compiled code kept between starts, as an installed program has it."""
        named = {"PYTHONPATH": os.pathsep.join(sys.path), "TRAMA_THREADS": "1"}
        own = os.environ | named | {"PYTHONPYCACHEPREFIX": str(compiled_code(self.landing.parent))}
        own.pop("PYTHONDONTWRITEBYTECODE", None)
        return own

    def start(self) -> None:
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                self.serve_command(), stdout=output, stderr=output, env=self.environment()
            )
        wait_until(lambda: b"Serving." in self.log.read_bytes(), 90, self.log)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def ask(self, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """The API's answer; the status code where it refuses. Asked again while its SQLite is locked."""
        for pause_s in (1, 2, 4):
            answer = self._ask_once(path, body)
            if answer != _BUSY:
                return answer
            time.sleep(pause_s)
        return _BUSY

    def _ask_once(self, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        url = f"http://127.0.0.1:{self.port}/api{path}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code

    def events(self, prefix: str = "trama.") -> list[dict[str, Any]]:
        body = {"filter": {"event": {"prefix": [prefix]}}, "limit": 50}
        page = self.ask("/events/filter", body)
        found: list[dict[str, Any]] = page["events"]
        while page["next_page"]:
            page = self.ask(page["next_page"].split("/api", 1)[1])
            found += page["events"]
        return found

    def drop(self, made: Path) -> None:
        """Move a finished delivery from `<anywhere>/<agency>/` into the landing folder."""
        target = self.landing / made.parent.name / made.name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.utime(made, (time.time() - 60, time.time() - 60))
        made.rename(target)


def compiled_code(folder: Path) -> Path:
    """Where all services of a run of tests keep compiled code, whichever worker starts them."""
    run = folder.parent
    return (run.parent if run.name.startswith("popen-") else run) / "compiled"


def wait_until(holds: Callable[[], bool], timeout_s: float, log: Path) -> None:
    """Ask again and again, ever more slowly: each question to the API takes time from what is waited for."""
    deadline, pause_s = time.monotonic() + timeout_s, 0.05
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {timeout_s} s; the log says:\n{log.read_text()[-3000:]}")
        time.sleep(pause_s)
        pause_s = min(pause_s * 1.5, LONGEST_PAUSE_S)
