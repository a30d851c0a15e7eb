"""How a step says where it is: an interface without a terminal, so that steps need not know who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Who listens to a step. File names and counts only: nothing that a record says is ever told here."""

    def start(self, stage: str, total: int | None = None) -> None:
        """A stage of the work begins, of `total` parts if that is known."""

    def advance(self, part: str | None = None) -> None:
        """One part of the stage is done; `part` says in a few words what came of it, if that is worth it."""

    def finish(self, outcome: str) -> None:
        """The stage is done; `outcome` says in a few words what came of it."""


class Silence:
    """A listener that does not listen: for flows and tests."""

    def start(self, stage: str, total: int | None = None) -> None:
        """Nothing is said."""

    def advance(self, part: str | None = None) -> None:
        """Nothing is said."""

    def finish(self, outcome: str) -> None:
        """Nothing is said."""
