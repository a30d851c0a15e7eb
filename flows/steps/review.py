"""The doubtful pairs worth a person's time, as a file of decisions that are still open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from flows.job import Job
from flows.steps.basis import check_current
from flows.steps.compute import NETWORK_FRAMES, PAIRS
from flows.steps.saved import load_frames
from graph.network import Network
from graph.review import rank_doubtful
from staging.network_store import network_basis

WITHHELD = "(protected: name withheld)"


def review_step(out: Path, job: Job, *, limit: int | None = None) -> pl.DataFrame:
    """Write the doubtful pairs in the form that `trama decide` takes, judgements left empty.

    Args:
        out: The JSON file.
        job: Store, settings and listener.
        limit: At most so many pairs; all when null.

    Returns:
        The pairs, as `graph.review.rank_doubtful` lists them.

    Raises:
        ConfigError: There is no store, or its network is not of its records.
    """
    with job.opened_for_reading() as store:
        check_current(store, job.settings)
        frames, basis = load_frames(store, [*NETWORK_FRAMES, PAIRS]), network_basis(store)
    pairs = rank_doubtful(frames.pop(PAIRS), Network(**frames), limit=limit)
    file = {
        "by": None,
        "at": None,
        "why": None,
        "evidence": basis,
        "decisions": [_open_decision(row) for row in pairs.to_dicts()],
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.part")
    unfinished.write_text(json.dumps(file, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    unfinished.replace(out)
    return pairs


def _open_decision(row: dict[str, Any]) -> dict[str, Any]:
    about = {
        "left_person": row["left_person"],
        "right_person": row["right_person"],
        "left_label": row["left_label"] or WITHHELD,
        "right_label": row["right_label"] or WITHHELD,
        "crosses_protection": row["crosses_protection"],
        "joins_clusters": row["joins_clusters"],
        "record_count": row["record_count"],
        "weight_bits": round(row["weight_bits"], 2),
        "reason": row["reason"],
    }
    return {"judgement": None, "left": row["left_id"], "right": row["right_id"], "why": None, "about": about}
