"""What a process that links again and again holds of the store's frames, so that their rows are found by key.

DuckDB has no path to some rows of a table that does not read a whole column (docs/decisions/0014). A
process that has just linked knows what the tables hold as long as nobody else links. It is told by
the generation, a mark that every link writes anew. The store is written to all the same, and at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from staging.behind import Behind
from staging.change_log import MOST_ROWS, ChangeLog
from staging.held_frame import HeldFrame
from staging.kept_frames import StoredFrames, read_generation
from staging.network_store import is_saved_table
from staging.store import Store

MOST_BYTES = 2 * 1024**3
"""Bytes of rows that are held at most; frames beyond are read from the store. 100,000 cases have 0.9 GB,
which take 2.3 GB of memory with what Arrow and the orders add."""


class FrameMemory:
    """Tables of one store as they were when this process linked last.

    Args:
        most_bytes: Bytes of rows that are held at most.

    Attributes:
        log: What this process has done to the network's tables since somebody else did, or since `note_from`.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self.log = ChangeLog(most_bytes and MOST_ROWS)
        self._generation: str | None = None
        self._tables: dict[str, HeldFrame] = {}

    def open(self, store: Store) -> None:
        """Forget what does not belong to the network that the store holds."""
        generation = read_generation(store)
        if generation is None or generation != self._generation:
            self._tables.clear()
            self.log.begin(generation)
        self._generation = generation

    def note_from(self, generation: str | None) -> None:
        """What was done up to this network is settled, unless there is a later one already."""
        if generation == self._generation:
            self.log.begin(generation)

    @contextmanager
    def changing(self, store: Store) -> Iterator[None]:
        """While the network is changed: what is held counts again once the block is through, else never."""
        self.open(store)
        self._generation = None
        yield
        self._generation = read_generation(store)

    def has(self, name: str) -> bool:
        """Whether a table's rows are here already."""
        return name in self._tables

    def table(self, store: Store, name: str) -> HeldFrame | None:
        """A table's rows, read when they are first asked for; null where there is no room for them."""
        return self.rows(name, partial(store.query, "select_whole", table=name))

    def rows(self, name: str, read: Callable[[], pl.DataFrame]) -> HeldFrame | None:
        """Rows under a name, read when they are first asked for; null where there is no room for them."""
        if name not in self._tables and sum(each.size for each in self._tables.values()) < self._most_bytes:
            self._tables[name] = HeldFrame(read())
        return self._tables.get(name)


@dataclass
class _Changes:
    """What is still to be done to a table: removals concern what it held before, all of them come first.

    Attributes:
        gone: Keys to remove, by the columns that they are of.
        new: Rows to append; those that were removed again are not among them.
    """

    new: pl.DataFrame
    gone: dict[tuple[str, ...], list[pl.DataFrame]] = field(default_factory=dict)

    def remove(self, keys: pl.DataFrame) -> None:
        self.gone.setdefault(tuple(keys.columns), []).append(keys)
        if self.new.height:
            self.new = self.new.join(keys, on=keys.columns, how="anti")

    def write(self, stored: StoredFrames, frame: str) -> None:
        """Do them to the store's table."""
        for columns, keys in self.gone.items():
            gone = keys[0] if len(keys) == 1 else pl.concat(keys).unique()
            if len(columns) == 1:
                stored.remove(frame, columns[0], gone[columns[0]])
            else:
                stored.remove_rows(frame, gone)
        stored.append(frame, self.new)


class RememberedFrames:
    """As `StoredFrames`, rows being found in memory where they are held.

    A change is made in memory at once, and in the store by `settle` or `write`: once for each table.

    Args:
        store: The open store; changes belong to the transaction that is open.
        table_of: The table that holds a frame.
        memory: What is held, opened for this store.
        behind: Who makes the store's changes meanwhile; the store's connection is then used by nobody else.
            Null to make them at once.
    """

    def __init__(
        self, store: Store, table_of: Callable[[str], str], memory: FrameMemory, behind: Behind | None = None
    ) -> None:
        self._store = store
        self._table_of = table_of
        self._memory = memory
        self._behind = behind
        self._stored = StoredFrames(store, table_of)
        self._changes: dict[str, _Changes] = {}

    def is_held(self, frame: str) -> bool:
        """Whether rows of this frame are found in memory."""
        return self._held(frame) is not None

    def select(
        self, frame: str, column: str, keys: pl.Series, wanted: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """The rows whose `column` holds one of `keys`, in no order; of them the columns wanted, or all."""
        held = self._held(frame)
        if held is None:
            return self._stored.select(frame, column, keys, wanted)
        return held.select(column, keys, wanted)

    def remove(self, frame: str, column: str, keys: pl.Series) -> None:
        """Remove the rows whose `column` holds one of `keys`."""
        held = self._held(frame)
        if held is None:
            self._stored.remove(frame, column, keys)
        else:
            self._remove(frame, held, held.keyed(column, keys))

    def remove_rows(self, frame: str, rows: pl.DataFrame) -> None:
        """Remove the rows that agree with one of these in all of its columns; a null agrees with nothing."""
        held = self._held(frame)
        if held is None:
            self._stored.remove_rows(frame, rows)
        else:
            self._remove(frame, held, held.typed(rows))

    def _remove(self, frame: str, held: HeldFrame, keys: pl.DataFrame) -> None:
        gone = held.remove(keys)
        if gone.height:
            self._note(frame, gone, has_come=False)
            self._changed(frame, held).remove(gone.select(keys.columns).unique())

    def append(self, frame: str, rows: pl.DataFrame) -> None:
        """Add rows; columns go by their names."""
        held = self._held(frame)
        if held is None:
            self._stored.append(frame, rows)
        elif rows.height:
            changes = self._changed(frame, held)
            added = held.typed(rows)
            held.append(added)
            self._note(frame, added, has_come=True)
            changes.new = pl.concat([changes.new, added.select(changes.new.columns)])

    def whole(self, frame: str) -> pl.DataFrame:
        """All rows, in no order."""
        held = self._held(frame)
        return self._stored.whole(frame) if held is None else held.whole()

    def height(self, frame: str) -> int:
        """The number of rows."""
        held = self._held(frame)
        return self._stored.height(frame) if held is None else held.height()

    def largest(self, frame: str, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """The largest value of a column; None where there is none."""
        held = self._held(frame)
        return self._stored.largest(frame, column) if held is None else held.largest(column)

    def settle(self, frames: Iterable[str]) -> None:
        """Do to the store what was done to these frames in memory: nothing more is to come."""
        for frame in frames:
            changes = self._changes.pop(frame, None)
            if changes is None:
                continue
            write = partial(changes.write, self._stored, frame)
            if self._behind is None:
                write()
            else:
                self._behind.do(write)

    def write(self) -> None:
        """Do to the store whatever was done in memory and not settled."""
        self.settle(list(self._changes))

    def _note(self, frame: str, rows: pl.DataFrame, *, has_come: bool) -> None:
        table = self._table_of(frame)
        if is_saved_table(table):
            self._memory.log.note(table, rows, has_come=has_come)

    def _held(self, frame: str) -> HeldFrame | None:
        table = self._table_of(frame)
        if self._behind is not None and not self._memory.has(table):
            self._behind.finish()  # the store is asked, now or by the caller
        held = self._memory.table(self._store, table)
        if held is None:
            self._memory.log.begin(None)  # what is done to a table that is not held goes unnoticed
        return held

    def _changed(self, frame: str, held: HeldFrame) -> _Changes:
        if frame not in self._changes:
            self._changes[frame] = _Changes(held.none())
        return self._changes[frame]
