"""The contract's nine tables as Parquet or CSV: rows sorted by key, the same input giving the same bytes.

CSV is for machines: cells are as they are, so a spreadsheet may take one that begins with `=` for a
formula. Lists are joined with `|`, control characters become spaces. Parquet keeps lists as lists. No
narrative, and no name of a person whom Article 5 protects, leaves in either form.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import polars as pl

from reports.frames import NetworkFrames
from reports.masking import mask_messages
from reports.release import mask_protected
from schemas.errors import ConfigError, TramaError

COLUMNS: dict[str, tuple[str, ...]] = {
    "mentions": ("agency", "record_id", "person_no", "entity_id", "status", "cluster_id"),
    "entities": (
        "entity_id",
        "kind",
        "label",
        "status",
        "first_seen",
        "last_seen",
        "record_count",
        "handling",
    ),
    "links": (
        "source_id",
        "target_id",
        "kind",
        "stage",
        "directed",
        "weight",
        "record_count",
        "origin_count",
        "first_seen",
        "last_seen",
        "handling",
    ),
    "clusters": ("cluster_id", "entity_id", "kind"),
    "cluster_summary": (
        "cluster_id",
        "person_count",
        "record_count",
        "agencies",
        "countries",
        "first_seen",
        "last_seen",
        "corridor",
        "handling",
    ),
    "key_players": (
        "cluster_id",
        "entity_id",
        "rank",
        "rank_low",
        "rank_high",
        "top5_share",
        "betweenness",
        "degree",
        "brokerage",
        "role",
    ),
    "lineage": ("cluster_id", "change", "at", "cause_kind", "cause_ref", "related_cluster_ids"),
    "quarantine": ("delivery_id", "table", "row", "agency", "record_id", "column", "check", "message"),
    "ledger": ("delivery_id", "path", "sha256", "table", "received", "accepted", "quarantined", "duplicates"),
}
"""Contract §3: these columns first, in this order; what else the network knows follows."""

KEYS: dict[str, tuple[str, ...]] = {
    "mentions": ("agency", "record_id", "person_no"),
    "entities": ("entity_id",),
    "links": ("source_id", "target_id", "kind"),
    "clusters": ("cluster_id", "entity_id"),
    "cluster_summary": ("cluster_id",),
    "key_players": ("cluster_id", "rank", "entity_id"),
    "lineage": ("cluster_id", "at", "change", "cause_kind", "cause_ref"),
    "quarantine": ("delivery_id", "table", "row", "column", "check", "message"),
    "ledger": ("delivery_id", "table"),
}

CONTRACT_ONLY = ("quarantine", "ledger")
"""Tables that carry raw rows or paths beside the contract's columns: nothing else of them leaves."""

TABLE_FRAMES = tuple(name for name in COLUMNS if name not in CONTRACT_ONLY)
"""The network's frames that are tables; the others are needed for pages only."""

Format = Literal["parquet", "csv"]


def table_frames(network: NetworkFrames) -> dict[str, pl.DataFrame]:
    """The frames of a network that are tables, by name."""
    return {name: getattr(network, name) for name in TABLE_FRAMES}


def export_tables(
    frames: Mapping[str, pl.DataFrame],
    ledger: pl.DataFrame,
    quarantine: pl.DataFrame,
    out: Path,
    *,
    format: Format = "parquet",
) -> list[Path]:
    """Write the nine tables, each replacing its former file only when it is whole.

    Args:
        frames: Those of `TABLE_FRAMES`, their rows in any order.
        ledger: Rows of the ledger.
        quarantine: Rows of the quarantine; a `found` column is used for masking and not written.
        out: Folder to write into.
        format: `parquet` or `csv`.

    Returns:
        The files written, in the contract's order.

    Raises:
        ConfigError: Another format.
        TramaError: A table lacks a column of the contract.
    """
    if format not in ("parquet", "csv"):
        raise ConfigError(f"Tables are written as parquet or csv, not as {format!r}.")
    tables = collect_tables(frames, ledger, quarantine)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, frame in tables.items():
        path = out / f"{name}.{format}"
        partial = out / f".{name}.{format}.part"
        if format == "parquet":
            frame.write_parquet(partial, compression="zstd", statistics=True, row_group_size=250_000)
        else:
            flatten_cells(frame).write_csv(partial)
        os.replace(partial, path)
        written.append(path)
    return written


def collect_tables(
    frames: Mapping[str, pl.DataFrame], ledger: pl.DataFrame, quarantine: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The nine tables as they leave: names masked, contract's columns first, rows sorted.

    Raises:
        TramaError: A table lacks a column of the contract.
    """
    masked = {"entities": mask_protected(frames["entities"]), "quarantine": mask_messages(quarantine)}
    given = {**frames, **masked, "ledger": ledger}
    return {name: _arrange(name, given[name]) for name in COLUMNS}


def _arrange(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    missing = [column for column in COLUMNS[name] if column not in frame.columns]
    if missing:
        raise TramaError(f"Table {name} lacks {', '.join(missing)}; nothing was written.")
    more = [column for column in frame.columns if column not in COLUMNS[name] and name not in CONTRACT_ONLY]
    chosen = frame.select(*COLUMNS[name], *more)
    rest = [
        column
        for column, dtype in chosen.schema.items()
        if column not in KEYS[name] and not dtype.is_nested()
    ]
    return chosen.sort(*KEYS[name], *rest, nulls_last=True, maintain_order=True).rechunk()


def flatten_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with lists joined by `|` and control characters in text as spaces, fit for CSV."""
    columns = []
    for name, dtype in frame.schema.items():
        if dtype.is_nested():
            joined = pl.col(name).list.eval(pl.element().cast(pl.String)).list.join("|", ignore_nulls=True)
            columns.append(_without_control(joined).alias(name))
        elif dtype == pl.String:
            columns.append(_without_control(pl.col(name)).alias(name))
        elif isinstance(dtype, pl.Datetime):
            columns.append(pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias(name))
        else:
            columns.append(pl.col(name))
    return frame.select(columns)


def _without_control(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"[\x00-\x1F\x7F\x{85}\x{2028}\x{2029}]", " ")
