"""Failures told without what the records say.

A library's error may quote the value that it stumbled over, and every user of Prefect's UI reads what a flow
raises. So an error that is not ours is told by its kind and by the place where it arose.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from schemas.errors import TramaError

_Answer = TypeVar("_Answer")


def describe_failure(error: BaseException) -> str:
    """One line: what kind of error, and in which of the program's lines; never the error's own words."""
    frames = traceback.extract_tb(error.__traceback__)
    house = Path(__file__).resolve().parent.parent
    ours = [each for each in frames if Path(each.filename).is_relative_to(house)] or frames
    place = (
        f" at {Path(ours[-1].filename).parent.name}/{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        if ours
        else ""
    )
    return f"The program failed unexpectedly: {type(error).__name__}{place}. `trama --debug …` shows more."


def call_discreetly(step: Callable[[], _Answer]) -> _Answer:
    """The step's answer.

    Raises:
        TramaError: The step failed; without any word of the records.
    """
    try:
        return step()
    except (TramaError, OSError):
        raise
    except Exception as error:
        raise TramaError(describe_failure(error)) from None
