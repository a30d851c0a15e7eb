"""Two rings whose persons are found to be the same people: one is told as merged into the other."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl

from flows.job import Job
from flows.settings import read_settings
from flows.steps.decide import decide_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.saved import load_frames
from tests.flows.decision_files import same, write_decisions
from tests.flows.test_causes_told import NAMES, ring_record
from tests.flows.tiny_world import write_delivery

PEOPLE = ("R-0000#1", "R-0000#2", "R-0001#2")
"""Where each of a ring's three is written down."""


def lineage_of(job: Job) -> pl.DataFrame:
    with job.opened() as store:
        return load_frames(store, ["lineage"])["lineage"].sort("cluster_id", "at", "change", "cause_ref")


def test_a_ring_whose_persons_are_anothers_is_merged_into_it_by_following_and_by_a_rebuild(
    tmp_path: Path,
) -> None:
    job = Job(tmp_path / "store.duckdb", read_settings())
    for agency, count in zip(NAMES, (9, 6), strict=True):  # who is in more records gives each person the id
        records = [ring_record(agency, number) for number in range(count)]
        ingest_step([write_delivery(tmp_path / "landing", agency, "a.ndjson", records)], job)
    link_step(job)
    rings = set(lineage_of(job)["cluster_id"])
    decisions = [same(f"MX-FGR/{place}", f"GT-PNC/{place}") for place in PEOPLE]
    decide_step(write_decisions(tmp_path, *decisions), job)
    other = replace(job, store=Path(shutil.copy(job.store, tmp_path / "other.duckdb")))
    link_step(job)
    link_step(other, is_rebuild=True)

    lineage = lineage_of(job)
    assert lineage.equals(lineage_of(other))
    told = lineage.filter(pl.col("change") != "born")
    (kept,) = told.filter(pl.col("change") == "merged")["cluster_id"]
    (gone,) = rings - {kept}
    columns = ["cluster_id", "change", "related_cluster_ids", "cause_kind"]
    assert told.select(columns).rows() == (
        sorted([(kept, "merged", [gone], "decision"), (gone, "retired", [kept], "decision")])
    )
