"""Progress of a tracked run: lines in the run's log, file names and counts only."""

from __future__ import annotations

from prefect.logging import get_run_logger


class LoggedProgress:
    """Tells each stage to the log of the task run in whose context it is called."""

    def __init__(self) -> None:
        self._stage = ""

    def start(self, stage: str, total: int | None = None) -> None:
        """Keep the stage's name for the lines that follow."""
        self._stage = stage

    def advance(self, part: str | None = None) -> None:
        """One line for a part that is worth it."""
        if part is not None:
            get_run_logger().info("%s: %s", self._stage, part)

    def finish(self, outcome: str) -> None:
        """One line a stage."""
        get_run_logger().info("%s: %s", self._stage, outcome)
