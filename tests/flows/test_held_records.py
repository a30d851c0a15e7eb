"""What a process holds of the records is what the store says of them, through whatever comes and goes."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.steps import follow
from flows.steps.index_frames import load_cases
from flows.steps.link import link_step
from reports.view import READ
from schemas.table_names import TABLE_NAMES
from staging.cluster_digests import load_sources
from staging.frame_memory import FrameMemory
from staging.held_records import HeldRecords
from staging.records import RecordsOf
from staging.store import Store
from tests.flows.any_history import History, begin_history
from tests.histories import take_small_steps

STEPS = 6


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """A world; small ones change by half in a day, and are to be followed all the same."""
    with pytest.MonkeyPatch.context() as small:
        take_small_steps(small)
        small.setattr(follow, "MOST_CHANGED", 1.0)
        yield begin_history(5, tmp_path_factory.mktemp("held"), cases=30)


def known(store: Store) -> pl.Series:
    """All records that ever came, and one that never did."""
    keys = pl.format("{}/{}", "agency", "record_id").alias("record_key")
    rows = [store.query("select_current_rows", table=each).select(keys) for each in ("cases", "persons")]
    return pl.concat([*rows, pl.DataFrame({"record_key": ["NOBODY/1"]})])["record_key"].unique()


def test_what_is_held_follows_every_change(history: History) -> None:
    memory = FrameMemory()
    for number in range(STEPS):
        if number:
            history.change()
        link_step(history.job, memory=memory)
        with history.job.opened_for_reading() as store:
            memory.open(store)
            assert memory.has("current_cases") or not number
            held, nothing = HeldRecords(store, memory), HeldRecords(store, FrameMemory(0))
            keys = known(store)
            for some in (keys, keys.head(3)):
                now, asked = held.of(some), RecordsOf(store, some)
                for table in TABLE_NAMES:
                    assert_frame_equal(now[table], asked[table])
                read = held.of(some, READ)
                assert all(read[table].columns == list(columns) for table, columns in READ.items())
            assert_frame_equal(load_sources(store, held), load_sources(store))
            assert_frame_equal(load_cases(store, held), load_cases(store, nothing))


def test_nothing_is_kept_of_a_link_that_is_undone(history: History) -> None:
    memory = FrameMemory()
    with history.job.opened_for_reading() as store:
        memory.open(store)
        HeldRecords(store, memory).table("cases")
    history.change()

    def refuse(*_: object) -> None:
        raise RuntimeError("as a fault would")

    with pytest.raises(RuntimeError):
        link_step(history.job, memory=memory, on_settled=refuse)
    with history.job.opened_for_reading() as store:
        memory.open(store)
        assert not memory.has("current_cases")


def test_a_table_that_there_is_not_is_no_key(history: History) -> None:
    with history.job.opened_for_reading() as store, pytest.raises(KeyError):
        HeldRecords(store, FrameMemory()).of(pl.Series(["A/1"]))["nobodies"]
