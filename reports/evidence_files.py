"""A cluster's whole evidence for machines: one row for each entity or link and each record it rests on.

Where a page stops after some thousand records, these files go on. They hold record keys, origins, dates and
handling codes of what is in the cluster, and nothing of anybody whom Article 5 protects: no such person is
in a cluster or link, and no row number of a record's list is told, because it could be theirs.

CSV is for machines as well: cells are as they are, lists do not occur, control characters become spaces.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from reports.formats.whole import write_whole
from reports.frames import NetworkFrames
from reports.release import assert_nothing_protected, unnamed_entities
from reports.sections.records import follow_origins, key_cases
from reports.tables import flatten_cells
from schemas.errors import ConfigError

COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "cluster_id": pl.String,
    "about": pl.String,
    "source_id": pl.String,
    "target_id": pl.String,
    "kind": pl.String,
    "record_key": pl.String,
    "origin_key": pl.String,
    "occurred_date": pl.Date,
    "incident_start_date": pl.Date,
    "incident_end_date": pl.Date,
    "handling": pl.String,
}
"""`about` is `entity` or `link`; an entity has its id in `source_id` and no `target_id`; `origin_key` is the
record that the information goes back to; `occurred_date` is a link's own day where the record says it."""

SORTED_BY = ("about", "source_id", "target_id", "kind", "record_key", "occurred_date")


def collect_evidence(
    frames: NetworkFrames, cases: pl.DataFrame, cluster_ids: list[str]
) -> Iterator[tuple[str, pl.DataFrame]]:
    """The evidence of each cluster, in the order asked for; `COLUMNS`, sorted.

    Args:
        frames: The network, computed from the records that the recipient may see.
        cases: Those records' cases.
        cluster_ids: Clusters to tell of; every cluster in the network is allowed.

    Raises:
        TramaError: A protected person would be in it.
    """
    members = frames.clusters.filter(pl.col("cluster_id").is_in(cluster_ids))
    records = _date_records(cases)
    whole = pl.concat([_of_entities(frames, members), _of_links(frames, members)], how="diagonal")
    dated = whole.join(records, on="record_key", how="inner")
    shown = [*dated["source_id"], *dated["target_id"].drop_nulls()]
    assert_nothing_protected(shown, unnamed_entities(frames.entities))
    arranged = dated.select(pl.col(name).cast(dtype) for name, dtype in COLUMNS.items())
    parts = arranged.sort(*SORTED_BY, nulls_last=True).partition_by("cluster_id", as_dict=True)
    empty = pl.DataFrame(schema=COLUMNS)
    return ((cluster_id, parts.get((cluster_id,), empty)) for cluster_id in cluster_ids)


def _date_records(cases: pl.DataFrame) -> pl.DataFrame:
    """Record, its origin, its dates, its handling."""
    keyed = key_cases(cases)
    origins = {key: origin for key, (origin, _) in follow_origins(keyed).items()}
    return keyed.select(
        "record_key",
        pl.col("record_key").replace_strict(origins, return_dtype=pl.String).alias("origin_key"),
        "incident_start_date",
        "incident_end_date",
        "handling",
    )


def _of_entities(frames: NetworkFrames, members: pl.DataFrame) -> pl.DataFrame:
    seen = frames.occurrences.select("entity_id", "record_key").unique()
    named = members.select("cluster_id", "entity_id", "kind").join(seen, on="entity_id")
    return named.rename({"entity_id": "source_id"}).with_columns(about=pl.lit("entity"))


def _of_links(frames: NetworkFrames, members: pl.DataFrame) -> pl.DataFrame:
    inside = members.select("cluster_id", "entity_id")
    ends = frames.link_evidence.join(inside, left_on="source_id", right_on="entity_id")
    whole = ends.join(
        inside, left_on=["target_id", "cluster_id"], right_on=["entity_id", "cluster_id"], how="semi"
    )
    named = ("cluster_id", "source_id", "target_id", "kind", "record_key", "occurred_date")
    return whole.select(*named).unique().with_columns(about=pl.lit("link"))


def write_evidence(evidence: pl.DataFrame, cluster_id: str, folder: Path) -> list[Path]:
    """Write `<cluster_id>.parquet` and `<cluster_id>.csv`; the same rows give the same bytes.

    Raises:
        ConfigError: The cluster's id is no file name.
    """
    if not (cluster_id.replace("-", "").isalnum() and cluster_id.isascii()):
        raise ConfigError("A cluster's id is no file name; nothing was written.")
    parquet, csv = io.BytesIO(), io.BytesIO()
    evidence.write_parquet(parquet, compression="zstd", statistics=True, row_group_size=250_000)
    flatten_cells(evidence).write_csv(csv)
    return [
        write_whole(folder / f"{cluster_id}.parquet", parquet.getvalue()),
        write_whole(folder / f"{cluster_id}.csv", csv.getvalue()),
    ]
