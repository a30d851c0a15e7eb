"""A cluster as bytes: what its page is drawn from, on its way to another process and for telling changes."""

from __future__ import annotations

import pickle
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from reports.model import ClusterView


class _Rows(NamedTuple):
    """Values of one class as bare rows: a fifth of the time that pickling each by itself takes."""

    of: type[Any]
    rows: tuple[tuple[Any, ...], ...]


class _One(NamedTuple):
    """A single value of a class, what it holds as bare rows in turn."""

    of: type[Any]
    row: tuple[object, ...]


def pack_cluster(cluster: ClusterView) -> bytes:
    """The cluster as bytes; the same cluster, built in the same way, gives the same."""
    return pickle.dumps(_flatten(cluster), protocol=5)


def unpack_cluster(parcel: bytes) -> ClusterView:
    """The cluster that was packed; only for bytes that this program has packed itself."""
    cluster: ClusterView = _restore(pickle.loads(parcel))
    return cluster


def _flatten(value: object) -> object:
    of: type[Any] = type(value)
    if is_dataclass(of):
        return _One(of, tuple(_flatten(getattr(value, each.name)) for each in fields(of)))
    if isinstance(value, tuple) and value and {*map(type, value)} == {type(value[0])}:
        of = type(value[0])
        if hasattr(of, "_make"):
            return _Rows(of, tuple(map(tuple, value)))
        if is_dataclass(of) and len(fields(of)) > 1:
            return _Rows(of, tuple(map(attrgetter(*(each.name for each in fields(of))), value)))
    return value


def _restore(value: Any) -> Any:  # noqa: ANN401 - what comes out of a parcel is of any class
    if isinstance(value, _One):
        return value.of(*map(_restore, value.row))
    if not isinstance(value, _Rows):
        return value
    if hasattr(value.of, "_make"):
        return tuple(map(value.of._make, value.rows))
    return tuple([value.of(*row) for row in value.rows])
