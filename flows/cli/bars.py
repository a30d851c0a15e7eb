"""Progress on a terminal: one line a stage, which turns and fills while the stage lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Column
from rich.text import Text

from flows.cli.terminal import printable

_STAGE_WIDTH = 20
_BAR_WIDTH = 10


class _PartsColumn(ProgressColumn):
    """`3/6` for a stage whose number of parts is known, nothing for others."""

    def render(self, task: Task) -> Text:
        """The parts done and in all."""
        return Text("" if task.fields["is_whole"] else f"{task.completed:.0f}/{task.total:.0f}", style="cyan")


class Bars:
    """Progress as bars; what was said last stands behind the bar."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def start(self, stage: str, total: int | None = None) -> None:
        """A new line, turning."""
        self._task = self._bars.add_task(escape(stage), total=total, said="", is_whole=total is None)

    def advance(self, part: str | None = None) -> None:
        """One part further, with what came of it."""
        if self._task is not None:
            self._bars.update(self._task, advance=1, said=escape(printable(part or "")))

    def finish(self, outcome: str) -> None:
        """A full bar and the outcome."""
        if self._task is not None:
            done = self._bars.tasks[self._task].total or 1
            self._bars.update(self._task, total=done, completed=done, said=escape(printable(outcome)))


def _said_column() -> Column:
    return Column(ratio=1, no_wrap=True, overflow="ellipsis")


@contextmanager
def open_bars() -> Iterator[Bars]:
    """Bars on standard error, which stay on the screen when they are done."""
    columns = (
        SpinnerColumn(finished_text="[green]✓"),
        TextColumn("{task.description}", table_column=Column(min_width=_STAGE_WIDTH, no_wrap=True)),
        BarColumn(bar_width=_BAR_WIDTH, table_column=Column(min_width=_BAR_WIDTH, no_wrap=True)),
        _PartsColumn(table_column=Column(min_width=5, no_wrap=True, justify="right")),
        TimeElapsedColumn(table_column=Column(min_width=7, no_wrap=True)),
        TextColumn("[dim]{task.fields[said]}", table_column=_said_column()),
    )
    with Progress(*columns, console=Console(stderr=True), expand=True) as bars:
        yield Bars(bars)
