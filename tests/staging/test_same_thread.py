"""What is called so comes out as it would anywhere, failures included."""

from __future__ import annotations

import threading
from contextvars import ContextVar

import polars as pl
import pytest

from staging.same_thread import on_same_thread

ROWS = pl.DataFrame({"number": range(50)})
MARK: ContextVar[str] = ContextVar("mark", default="")


def test_it_is_done_by_the_thread_that_asks() -> None:
    MARK.set("here")
    assert on_same_thread(lambda: (threading.get_ident(), MARK.get())) == (threading.get_ident(), "here")


def test_frames_come_out_as_otherwise() -> None:
    def work() -> pl.DataFrame:
        doubled = ROWS.join(ROWS, on="number").with_columns(twice=pl.col("number") * 2)
        return doubled.group_by(pl.col("twice") % 3).agg(pl.col("number").sum()).sort("twice")

    assert on_same_thread(work).equals(work())
    assert on_same_thread(lambda: on_same_thread(work)).equals(work())


@pytest.mark.parametrize("kind", [ZeroDivisionError, KeyboardInterrupt])
def test_what_it_raises_is_raised(kind: type[BaseException]) -> None:
    def fail() -> None:
        raise kind("here")

    with pytest.raises(kind, match="here"):
        on_same_thread(fail)


def test_frames_use_one_thread_only_meanwhile() -> None:
    """A pin: where a version of polars hands operations to its pool all the same, nothing is gained."""
    everywhere = pl.thread_pool_size()
    assert on_same_thread(pl.thread_pool_size) == 1
    assert pl.thread_pool_size() == everywhere
