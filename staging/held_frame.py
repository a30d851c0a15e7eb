"""A frame held in memory, its rows found by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

MOST_ADDED = 50_000
"""Rows that a frame has gained before they are put in order with the others: looking through so many takes
a millisecond, putting a frame of some millions in order most of a second."""


_PLACE = "place in memory"
"""A name that no column has."""


class _Order(NamedTuple):
    """The places of a frame's rows in the order of the hashes of one column, and these hashes."""

    hashes: npt.NDArray[np.uint64]
    places: npt.NDArray[np.uint32]


class HeldFrame:
    """Rows in memory, found, removed and appended by the values of a column.

    Args:
        rows: The rows at first.
    """

    def __init__(self, rows: pl.DataFrame) -> None:
        self._settle(rows)

    def _settle(self, rows: pl.DataFrame) -> None:
        self._rows = rows.rechunk()
        self._added = rows.clear()
        self._is_there = np.ones(rows.height, dtype=np.bool_)
        self._orders: dict[str, _Order] = {}

    @property
    def size(self) -> int:
        """Bytes of the rows, about."""
        return int(self._rows.estimated_size())

    def select(self, column: str, keys: pl.Series, wanted: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows whose `column` holds one of `keys`, in no order; of them the columns wanted, or all."""
        columns = self._rows.columns if wanted is None else list(dict.fromkeys((*wanted, column)))
        found = self._matching(self.keyed(column, keys), columns)
        return found if wanted is None else found.select(wanted)

    def remove(self, keys: pl.DataFrame) -> pl.DataFrame:
        """Remove the rows that agree with one of these (`keyed`, `typed`) in all of its columns.

        Returns:
            What was removed.
        """
        near, places = self._near(keys, self._rows.columns)
        gone = near.with_columns(pl.Series(_PLACE, places)).join(keys, on=keys.columns, how="semi")
        self._is_there[gone[_PLACE].to_numpy()] = False
        of_added = self._added.join(keys, on=keys.columns, how="semi")
        if of_added.height:
            self._added = self._added.join(keys, on=keys.columns, how="anti")
        return pl.concat([gone.drop(_PLACE), of_added])

    def _matching(self, keys: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
        found, _ = self._near(keys, columns)
        if self._added.height:
            found = pl.concat([found, self._added.select(columns)])
        return found.join(keys, on=keys.columns, how="semi")  # a hash may stand for two values

    def _near(
        self, keys: pl.DataFrame, columns: Sequence[str]
    ) -> tuple[pl.DataFrame, npt.NDArray[np.uint32]]:
        """Rows of before with the hash of one of the keys' first column, and their places."""
        places = self._places(keys.columns[0], keys.to_series())
        at = pl.Series(places)
        return pl.DataFrame([self._rows[name].gather(at) for name in columns]), places

    def append(self, rows: pl.DataFrame) -> None:
        """Add rows; columns go by their names."""
        self._added = pl.concat([self._added, self.typed(rows).select(self._added.columns)])
        if self._added.height > MOST_ADDED:
            self._settle(self.whole())

    def typed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with some of the frame's columns, in its types: as DuckDB casts what it is given."""
        types = pl.Schema({name: self._rows.schema[name] for name in rows.columns})
        return rows if rows.schema == types else rows.cast(types)

    def keyed(self, column: str, keys: pl.Series) -> pl.DataFrame:
        """Keys, each once and none null, as a frame of their column."""
        return self.typed(keys.drop_nulls().unique().alias(column).to_frame())

    def none(self) -> pl.DataFrame:
        """No row, under the frame's columns and types."""
        return self._rows.clear()

    def whole(self) -> pl.DataFrame:
        """All rows, in no order."""
        return pl.concat([self._rows.filter(pl.Series(self._is_there)), self._added])

    def height(self) -> int:
        """The number of rows."""
        return int(self._is_there.sum()) + self._added.height

    def largest(self, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """The largest value of a column; None where there is none."""
        return self.whole().select(pl.col(column).max()).item()

    def _places(self, column: str, keys: pl.Series) -> npt.NDArray[np.uint32]:
        """Places of the rows whose column has the hash of one of the keys, ascending."""
        hashes, places = self._order(column)
        wanted = np.unique(keys.drop_nulls().hash().to_numpy())
        first = np.searchsorted(hashes, wanted, side="left")
        counts = np.searchsorted(hashes, wanted, side="right") - first
        before = np.cumsum(counts) - counts
        found = places[np.repeat(first - before, counts) + np.arange(counts.sum())]
        return np.sort(found[self._is_there[found]])

    def _order(self, column: str) -> _Order:
        if column not in self._orders:
            hashes = self._rows[column].hash().to_numpy()
            places = np.argsort(hashes).astype(np.uint32)
            self._orders[column] = _Order(hashes[places], places)
        return self._orders[column]
