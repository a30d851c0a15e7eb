"""How a failed command ends: one clear line, the contract's exit status, a traceback only if asked for."""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import Abort, Exit, TyperException

from flows.cli.terminal import printable
from flows.discretion import describe_failure
from schemas.errors import ConfigError, TramaError

FAILED = 1
"""The job failed and the store is as it was before."""

WRONG_CALL = 2
"""The call was wrong; nothing was done."""


class GuardedGroup(TyperGroup):
    """Commands whose refusals become a line on standard error and an exit status."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps its context's type to itself
        """Run the command that the call names."""
        try:
            return super().invoke(ctx)
        except (Exit, Abort, TyperException, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            _complain(_describe(error))
            raise Exit(WRONG_CALL if isinstance(error, ConfigError) else FAILED) from error


def _describe(error: Exception) -> str:
    if isinstance(error, TramaError):
        return str(error)
    if isinstance(error, MemoryError):
        return "There is not enough memory. Set TRAMA_MEMORY_LIMIT, or use a larger machine."
    if isinstance(error, OSError) and error.strerror:
        where = f" ({error.filename})" if error.filename else ""
        return f"The system refused: {error.strerror}{where}. Mend that and run the command again."
    return describe_failure(error)


def _complain(message: str) -> None:
    """One line in red on a terminal, plain elsewhere."""
    head = typer.style("Error: ", fg=typer.colors.RED, bold=True) if sys.stderr.isatty() else "Error: "
    typer.echo(head + printable(message), err=True)
