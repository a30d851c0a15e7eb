"""A cluster as bytes: what its page is drawn from, on its way to another process and for telling changes."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from reports.model import ClusterView


class _Rows(NamedTuple):
    """Values of one class as bare rows: a fifth of the time that pickling each by itself takes."""

    of: type[Any]
    rows: tuple[tuple[Any, ...], ...]


def pack_cluster(cluster: ClusterView) -> bytes:
    """The cluster as bytes; the same cluster, built in the same way, gives the same."""
    return pickle.dumps([_flatten(getattr(cluster, each.name)) for each in fields(cluster)], protocol=5)


def unpack_cluster(parcel: bytes) -> ClusterView:
    """The cluster that was packed; only for bytes that this program has packed itself."""
    fields_of_view: list[Any] = [_restore(value) for value in pickle.loads(parcel)]
    return ClusterView(*fields_of_view)


def _flatten(value: object) -> object:
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        of: type[Any] = type(value[0])
        if len(fields(of)) > 1 and all(type(each) is of for each in value):
            return _Rows(of, tuple(map(_field_getter(of), value)))
    return value


def _restore(value: object) -> object:
    return tuple(value.of(*row) for row in value.rows) if isinstance(value, _Rows) else value


def _field_getter(of: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(each.name for each in fields(of)))
