"""Evidence for machines: every record of every entity and link, and nothing of anybody protected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from reports.evidence_files import COLUMNS, collect_evidence, write_evidence
from schemas.errors import ConfigError, TramaError
from tests.reports.network_factory import World, make_world


def _collect(world: World) -> dict[str, pl.DataFrame]:
    ids = sorted(world.network.clusters["cluster_id"].unique())
    return dict(collect_evidence(world.network, world.tables["cases"], ids))


def test_every_occurrence_of_a_member_and_every_record_of_a_link_is_a_row() -> None:
    world = make_world()
    for cluster_id, evidence in _collect(world).items():
        members = world.network.clusters.filter(pl.col("cluster_id") == cluster_id)["entity_id"].implode()
        seen = world.network.occurrences.filter(pl.col("entity_id").is_in(members))
        of_entities = evidence.filter(pl.col("about") == "entity")
        assert set(of_entities.select("source_id", "record_key").iter_rows()) == set(
            seen.select("entity_id", "record_key").iter_rows()
        )
        rests = world.network.link_evidence.filter(
            pl.col("source_id").is_in(members) & pl.col("target_id").is_in(members)
        )
        of_links = evidence.filter(pl.col("about") == "link")
        key = ("source_id", "target_id", "kind", "record_key")
        assert set(of_links.select(key).iter_rows()) == set(rests.select(key).iter_rows())
        assert of_entities.height > 0
        assert dict(evidence.schema) == {name: dtype for name, dtype in COLUMNS.items()}


def test_a_record_taken_from_another_goes_back_to_it() -> None:
    world = make_world()
    cases = world.tables["cases"].with_columns(record_key=pl.format("{}/{}", "agency", "record_id"))
    first, second = cases["record_key"].sort()[:2]
    taken = pl.when(pl.col("record_key") == second).then(pl.lit(first)).alias("origin_ref")
    tables = world.tables | {"cases": cases.with_columns(taken)}
    whole = pl.concat(_collect(replace(world, tables=tables)).values())
    origins = dict(whole.select("record_key", "origin_key").iter_rows())
    assert origins[second] == first
    assert origins[first] == first


def test_no_label_no_number_of_a_row_and_nobody_protected_is_in_it() -> None:
    world = make_world()
    hidden = set(
        world.network.entities.filter(
            pl.col("status").is_in(["smuggled_migrant", "witness", "victim", "both"])
        )["entity_id"]
    )
    assert hidden
    for evidence in _collect(world).values():
        assert not {"person_no", "row_no", "label"} & set(evidence.columns)
        assert not hidden & {*evidence["source_id"], *evidence["target_id"]}


def test_a_protected_person_in_a_cluster_stops_it() -> None:
    world = make_world()
    entities = world.network.entities.with_columns(
        pl.when(pl.col("kind") == "person").then(pl.lit("victim")).otherwise("status").alias("status")
    )
    poisoned = replace(world, network=replace(world.network, entities=entities))
    with pytest.raises(TramaError):
        _collect(poisoned)


def test_files_are_the_same_every_time_and_say_the_same(tmp_path: Path) -> None:
    (cluster_id, evidence), *_ = _collect(make_world()).items()
    shuffled = make_world()
    for name in ("occurrences", "link_evidence", "clusters"):
        frame = getattr(shuffled.network, name).sample(fraction=1.0, shuffle=True, seed=3)
        shuffled = replace(shuffled, network=replace(shuffled.network, **{name: frame}))
    first = write_evidence(evidence, cluster_id, tmp_path / "a")
    second = write_evidence(_collect(shuffled)[cluster_id], cluster_id, tmp_path / "b")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]
    read = pl.read_csv(first[1], schema_overrides={name: pl.String for name in COLUMNS})
    assert read["record_key"].to_list() == pl.read_parquet(first[0])["record_key"].to_list()


def test_an_id_that_is_no_file_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        write_evidence(pl.DataFrame(schema=COLUMNS), "../C-1", tmp_path)
