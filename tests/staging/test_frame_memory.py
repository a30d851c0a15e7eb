"""Frames held in memory answer as the store does, and end in the store as if nothing had been held."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staging import held_frame
from staging.behind import working_behind
from staging.frame_memory import FrameMemory, RememberedFrames
from staging.held_frame import HeldFrame
from staging.kept_frames import StoredFrames, kept_table, load_kept, mark_kept, write_kept
from staging.store import Store

ROWS = pl.DataFrame(
    {
        "number": pl.Series(range(60), dtype=pl.UInt32),
        "name": [None if number % 7 == 0 else f"n{number % 9}" for number in range(60)],
        "values": [[f"v{number}"] * (number % 3) for number in range(60)],
    }
)

NAMES = [None, *(f"n{number}" for number in range(12))]
KEYS = st.lists(st.sampled_from(NAMES), max_size=4)
STEPS = st.lists(
    st.tuples(st.sampled_from(["remove", "remove_rows", "append"]), KEYS, st.integers(0, 80)), max_size=12
)


def names(keys: list[str | None]) -> pl.Series:
    return pl.Series("name", keys, dtype=pl.String)


def rows_of(keys: list[str | None], start: int) -> pl.DataFrame:
    """Rows to append, with numbers in another integer type than the frame's."""
    numbers = pl.Series([start + place for place in range(len(keys))], dtype=pl.Int64)
    texts = pl.Series([["a"] for _ in keys], dtype=pl.List(pl.String))
    return pl.DataFrame({"name": names(keys), "number": numbers, "values": texts})


def change(frames: StoredFrames | RememberedFrames, step: tuple[str, list[str | None], int]) -> None:
    what, keys, start = step
    if what == "remove":
        frames.remove("rows", "name", names(keys))
    elif what == "append":
        frames.append("rows", rows_of(keys, start))
    else:
        frames.remove_rows("rows", rows_of(keys, start).drop("values"))


def in_order(rows: pl.DataFrame) -> list[tuple[object, ...]]:
    return sorted(rows.iter_rows(), key=repr)


def frames_of(store: Store, memory: FrameMemory | None = None) -> StoredFrames | RememberedFrames:
    if memory is None:
        return StoredFrames(store, kept_table)
    return RememberedFrames(store, kept_table, memory)


def finish(frames: StoredFrames | RememberedFrames) -> None:
    if isinstance(frames, RememberedFrames):
        frames.write()


@pytest.mark.parametrize("most_bytes", [0, 2**30])
def test_any_changes_are_as_if_nothing_were_held(
    most_bytes: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_frame, "SMALL", 5)
    monkeypatch.setattr(held_frame, "WIDER", 3)

    @settings(max_examples=15, deadline=None)
    @given(STEPS, KEYS)
    def check(steps: list[tuple[str, list[str | None], int]], asked: list[str | None]) -> None:
        found = []
        for memory in (None, FrameMemory(most_bytes)):
            write_kept(store, {"rows": ROWS}.items())
            frames = frames_of(store, memory)
            answers: list[object] = []
            for step in steps:
                change(frames, step)
                answers.append(in_order(frames.select("rows", "name", names(asked))))
                answers.append(in_order(frames.select("rows", "name", names(asked), ["values"])))
                answers += [frames.height("rows"), frames.largest("rows", "number")]
            answers.append(in_order(frames.whole("rows")))
            finish(frames)
            found.append([*answers, in_order(load_kept(store, ["rows"])["rows"])])
        assert found[0] == found[1]

    check()


def test_rows_are_found_by_number_and_by_name_after_many_changes() -> None:
    rng = Random(4)
    held, known = HeldFrame(ROWS), {row[0]: row for row in ROWS.iter_rows()}
    for start in range(100, 400, 3):
        gone = rng.sample(sorted(known), 2)
        held.remove(held.keyed("number", pl.Series(gone, dtype=pl.Int64)))
        held.append(rows_of(["n1", None, "x"], start))
        known = {number: row for number, row in known.items() if number not in gone}
        known |= {start + place: (start + place, name, ["a"]) for place, name in enumerate(["n1", None, "x"])}
    asked = pl.Series(["x", "n3", None, "x"], dtype=pl.String)
    wanted = [row for row in known.values() if row[1] in ("x", "n3")]
    assert in_order(held.select("name", asked)) == sorted(wanted, key=repr)
    assert held.height() == len(known)


def test_what_another_process_has_linked_is_read_anew(store: Store) -> None:
    memory = FrameMemory()
    keys = names(["n1"])
    for rows, marks in ((ROWS, 1), (ROWS.head(3), 1), (ROWS.head(9), 0)):
        with store.transaction():
            write_kept(store, {"rows": rows}.items())
            for _ in range(marks):
                mark_kept(store, "1")
        with memory.changing(store):
            found = RememberedFrames(store, kept_table, memory).select("rows", "name", keys)
        assert in_order(found) == in_order(rows.filter(pl.col("name") == "n1"))


def test_what_was_held_is_found_again_by_the_next_link(store: Store) -> None:
    memory = FrameMemory()
    with store.transaction():
        write_kept(store, {"rows": ROWS}.items())
        mark_kept(store, "1")
    with memory.changing(store), store.transaction():
        frames = RememberedFrames(store, kept_table, memory)
        frames.remove("rows", "name", names(["n2"]))
        frames.write()
        mark_kept(store, "1")
    store.connection.execute("delete from kept_rows")  # seen only by who looks into the store
    with memory.changing(store):
        assert (
            RememberedFrames(store, kept_table, memory).height("rows")
            == ROWS.filter(pl.col("name").ne_missing("n2")).height
        )


def test_what_a_failed_change_left_is_forgotten(store: Store) -> None:
    memory = FrameMemory()
    with store.transaction():
        write_kept(store, {"rows": ROWS}.items())
        mark_kept(store, "1")

    def fail() -> None:
        with memory.changing(store), store.transaction():
            frames = RememberedFrames(store, kept_table, memory)
            frames.remove("rows", "name", names(["n2"]))
            frames.write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with memory.changing(store):
        assert RememberedFrames(store, kept_table, memory).height("rows") == ROWS.height


def test_what_finds_no_room_is_read_from_the_store(store: Store) -> None:
    write_kept(store, {"rows": ROWS, "others": ROWS}.items())
    memory = FrameMemory(1)
    frames = RememberedFrames(store, kept_table, memory)
    assert memory.table(store, kept_table("rows")) is not None
    assert memory.table(store, kept_table("others")) is None
    assert in_order(frames.select("others", "name", names(["n5"]))) == in_order(
        ROWS.filter(pl.col("name") == "n5")
    )


def test_what_is_settled_is_written_behind_and_the_store_is_not_asked_before(store: Store) -> None:
    memory = FrameMemory()
    with store.transaction():
        write_kept(store, {"rows": ROWS, "others": ROWS}.items())
        mark_kept(store, "1")
    with memory.changing(store), store.transaction():
        with working_behind() as behind:
            frames = RememberedFrames(store, kept_table, memory, behind)
            frames.remove("rows", "name", names(["n2"]))
            frames.settle(["rows", "others"])
            frames.append("rows", rows_of(["n9"], 90))  # of a frame that was settled: written all the same
            assert frames.height("others") == ROWS.height
            frames.write()
        mark_kept(store, "1")
    left = ROWS.filter(pl.col("name").ne_missing("n2"))
    assert load_kept(store, ["rows"])["rows"].height == left.height + 1


def test_another_connection_sees_what_is_committed(store: Store) -> None:
    write_kept(store, {"rows": ROWS}.items())
    with store.transaction():
        StoredFrames(store, kept_table).remove("rows", "name", names(["n2"]))
        with store.beside() as beside:
            assert load_kept(beside, ["rows"])["rows"].height == ROWS.height
    assert load_kept(store, ["rows"])["rows"].height < ROWS.height
