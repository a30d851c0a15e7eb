"""What a person sees of the work: bars on a terminal and plain lines elsewhere, all on standard error."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from flows.progress import Progress


def printable(text: str) -> str:
    """The text without anything that moves the cursor, colours the screen or turns the writing around."""
    return "".join(
        each if unicodedata.category(each)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for each in text
    )


class PlainLines:
    """Progress as lines: for logs, pipes and screen readers."""

    def __init__(self) -> None:
        self._stage = ""

    def start(self, stage: str, total: int | None = None) -> None:
        """Keep the stage's name for the lines that follow."""
        self._stage = stage

    def advance(self, part: str | None = None) -> None:
        """One line for a part that is worth it."""
        if part is not None:
            typer.echo(f"{self._stage}: {printable(part)}", err=True)

    def finish(self, outcome: str) -> None:
        """One line a stage."""
        typer.echo(f"{self._stage}: {printable(outcome)}", err=True)


@contextmanager
def open_progress() -> Iterator[Progress]:
    """Bars where standard error is a terminal, lines elsewhere."""
    if not sys.stderr.isatty():
        yield PlainLines()
        return
    from flows.cli.bars import open_bars  # noqa: PLC0415 - it needs this module, and rich only for a terminal

    with open_bars() as bars:
        yield bars
