"""A frame held in memory, its rows found by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

SMALL = 10_000
"""Rows up to which a tier takes in those that come: to put so many in order takes a millisecond."""

WIDER = 16
"""How many times as many rows as the next a larger tier has at least: each costs a look-up more, and to put
some millions in order takes most of a second."""

FEW = 2_000
"""Values up to which they are compared one by one: a join of a few rows takes a fifth of a millisecond."""

Places = npt.NDArray[np.uint32]


class _Order(NamedTuple):
    """The places of rows in the order of the hashes of one column, and these hashes."""

    hashes: npt.NDArray[np.uint64]
    places: Places


class _Tier:
    """Rows that came one after the other, found by the hashes of a column; some of them are gone."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self._rows = rows.rechunk()
        self._is_there = np.ones(rows.height, dtype=np.bool_)
        self._orders: dict[str, _Order] = {}
        self._narrow: dict[tuple[str, ...], pl.DataFrame] = {}

    @property
    def height(self) -> int:
        """The number of rows, those that are gone among them."""
        return self._rows.height

    def count(self) -> int:
        """The number of rows that are there."""
        return int(np.count_nonzero(self._is_there))

    def living(self, columns: tuple[str, ...]) -> pl.DataFrame:
        """The rows that are there; of them these columns."""
        rows = self._rows.select(columns)
        return rows if self._is_there.all() else rows.filter(pl.Series(self._is_there))

    def remove(self, places: Places) -> None:
        """The rows at these places are gone."""
        self._is_there[places] = False

    def at(self, places: Places, columns: tuple[str, ...]) -> pl.DataFrame:
        """The rows at some places."""
        if columns not in self._narrow:
            self._narrow[columns] = self._rows.select(columns)
        return self._narrow[columns][pl.Series(places)]

    def find(self, column: str, wanted: npt.NDArray[np.uint64]) -> Places:
        """Places, ascending, of the rows that are there and whose column has one of these hashes."""
        hashes, places = self._order(column)
        first = np.searchsorted(hashes, wanted, side="left")
        counts = np.searchsorted(hashes, wanted, side="right") - first
        before = np.cumsum(counts) - counts
        found = places[np.repeat(first - before, counts) + np.arange(counts.sum())]
        return np.sort(found[self._is_there[found]])

    def _order(self, column: str) -> _Order:
        if column not in self._orders:
            hashes = self._rows[column].hash()
            places = hashes.arg_sort()  # half the time of numpy's
            self._orders[column] = _Order(hashes.gather(places).to_numpy(), places.to_numpy())
        return self._orders[column]


class HeldFrame:
    """Rows in memory, found, removed and appended by the values of a column.

    They lie in tiers, each many times larger than the next: what comes is put in order with a few rows only.

    Args:
        rows: The rows at first.
    """

    def __init__(self, rows: pl.DataFrame) -> None:
        self._tiers = [_Tier(rows)]
        self._none = rows.clear()
        self._types = dict(rows.schema)
        self._columns = tuple(rows.columns)
        self.size = int(rows.estimated_size())
        """Bytes of the rows at first, about."""

    def select(self, column: str, keys: pl.Series, wanted: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows whose `column` holds one of `keys`, in no order; of them the columns wanted, or all."""
        asked = self.keyed(column, keys)
        columns = self._columns if wanted is None else tuple(dict.fromkeys((*wanted, column)))
        hashes = _hashes(asked)
        near = [tier.at(tier.find(column, hashes), columns) for tier in self._tiers]
        found = _matching(near[0] if len(near) == 1 else pl.concat(near), asked)
        return found if wanted is None or columns == tuple(wanted) else found.select(wanted)

    def remove(self, keys: pl.DataFrame) -> pl.DataFrame:
        """Remove the rows that agree with one of these (`keyed`, `typed`) in all of its columns.

        Returns:
            What was removed.
        """
        hashes = _hashes(keys)
        return pl.concat([self._remove_from(tier, hashes, keys) for tier in self._tiers])

    def _remove_from(self, tier: _Tier, hashes: npt.NDArray[np.uint64], keys: pl.DataFrame) -> pl.DataFrame:
        places = tier.find(keys.columns[0], hashes)
        near = tier.at(places, self._columns)
        gone = _matching(near, keys)
        if gone.height < near.height:
            among = near.with_row_index("place among these").join(keys, on=keys.columns, how="semi")
            places, gone = places[among["place among these"].to_numpy()], among.select(self._columns)
        tier.remove(places)
        return gone

    def append(self, rows: pl.DataFrame) -> None:
        """Add rows; columns go by their names."""
        self._tiers.append(_Tier(self.typed(rows).select(self._columns)))
        while len(self._tiers) > 1 and self._tiers[-2].height < max(SMALL, WIDER * self._tiers[-1].height):
            last, before = self._tiers.pop(), self._tiers.pop()
            self._tiers.append(_Tier(pl.concat([each.living(self._columns) for each in (before, last)])))

    def typed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with some of the frame's columns, in its types: as DuckDB casts what it is given."""
        types = {name: self._types[name] for name in rows.columns}
        return rows if rows.dtypes == list(types.values()) else rows.cast(pl.Schema(types))

    def keyed(self, column: str, keys: pl.Series) -> pl.DataFrame:
        """Keys, each once and none null, as a frame of their column."""
        known = keys.drop_nulls() if keys.null_count() else keys
        return self.typed(known.unique().alias(column).to_frame())

    def none(self) -> pl.DataFrame:
        """No row, under the frame's columns and types."""
        return self._none

    def whole(self, wanted: Sequence[str] | None = None) -> pl.DataFrame:
        """All rows, in no order; of them the columns wanted, or all."""
        columns = self._columns if wanted is None else tuple(wanted)
        return pl.concat([tier.living(columns) for tier in self._tiers])

    def height(self) -> int:
        """The number of rows."""
        return sum(tier.count() for tier in self._tiers)

    def largest(self, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """The largest value of a column; None where there is none."""
        return self.whole([column]).to_series().max()


def _hashes(keys: pl.DataFrame) -> npt.NDArray[np.uint64]:
    """The hashes of the first column's values, each once and ascending."""
    return np.unique(keys.to_series().hash().to_numpy())


def _matching(near: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Those that agree with one of the keys: a hash may stand for two values."""
    if len(keys.columns) == 1 and near.height + keys.height <= FEW:
        values = set(near[keys.columns[0]].to_list())
        if values <= set(keys.to_series().to_list()):
            return near
    return near.join(keys, on=keys.columns, how="semi")
