"""What was published of each cluster: enough to tell what has changed, and nothing that a record says."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from flows.service.remembered import Remembered
from reports.model import ClusterView
from schemas.errors import TramaError
from staging.backfill import Marks

FORM = 1
"""Raise it when the pages are drawn otherwise than before: all of them are then written anew."""


@dataclass(frozen=True)
class ClusterFacts:
    """One cluster as it was published.

    Attributes:
        digest: Fingerprint of all that its page says.
        person_count: Persons in it.
        record_count: Records it rests on.
        agencies: Codes of the agencies behind those records.
        countries: Countries where they happened.
        merges: How often its history says that it merged.
        splits: How often its history says that it split.
        watched: Names of the watch rules whose identifier is in it.
    """

    digest: str
    person_count: int
    record_count: int
    agencies: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    merges: int = 0
    splits: int = 0
    watched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Published:
    """What was last published.

    Attributes:
        basis: Fingerprint of the network that it shows; null when nothing was published.
        clusters: Facts by cluster id.
        marks: How far the store had come.
    """

    basis: str | None = None
    clusters: Mapping[str, ClusterFacts] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)


def gather_facts(
    clusters: Iterable[ClusterView],
    lineage: pl.DataFrame,
    watched: Mapping[str, tuple[str, ...]],
    *,
    language: str,
) -> dict[str, ClusterFacts]:
    """The facts of clusters.

    Args:
        clusters: As the holder sees them, without what is new of them.
        lineage: The contract's lineage rows.
        watched: Names of the rules whose identifier is in a cluster, by cluster id.
        language: Language of the pages.
    """
    history = Counter(lineage.select("cluster_id", "change").iter_rows())
    return {
        each.cluster_id: ClusterFacts(
            digest=hashlib.sha256(f"{FORM}\n{language}\n{each!r}".encode()).hexdigest(),
            person_count=each.person_count,
            record_count=each.record_count,
            agencies=tuple(sorted(each.agencies)),
            countries=tuple(sorted(each.countries)),
            merges=history[each.cluster_id, "merged"],
            splits=history[each.cluster_id, "split"],
            watched=tuple(sorted(watched.get(each.cluster_id, ()))),
        )
        for each in clusters
    }


def read_published(path: Path) -> Published | None:
    """What was last published; null when this store was never published from here.

    Raises:
        TramaError: The file is damaged.
    """
    if not path.is_file():
        return None
    try:
        return _REMEMBERED.read(path)
    except (ValueError, TypeError, KeyError) as error:
        message = (
            f"{path.name} in the service's folder is damaged: delete it; all pages are then written anew."
        )
        raise TramaError(message) from error


def _load(path: Path) -> Published:
    content = orjson.loads(path.read_bytes())
    clusters = {name: to_facts(facts) for name, facts in content["clusters"].items()}
    return Published(content["basis"], clusters, Marks(**content.get("marks", {})))


_REMEMBERED = Remembered(_load)


def to_facts(facts: Mapping[str, Any]) -> ClusterFacts:
    """The facts of a cluster from what they became as JSON.

    Raises:
        TypeError: They are not that.
    """
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()
    }
    return ClusterFacts(**values)


def save_published(path: Path, published: Published) -> None:
    """Replace what was last published, whole or not at all."""
    content = orjson.dumps(
        {
            "basis": published.basis,
            "clusters": dict(sorted(published.clusters.items())),
            "marks": asdict(published.marks),
        }
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)
    _REMEMBERED.keep(path, published)
