"""Across deliveries: ids stay, the lineage grows with its causes, one go gives the same bytes as before."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.job import Job
from flows.settings import Settings, read_settings
from flows.steps.decide import decide_step
from flows.steps.ingest import ingest_step
from flows.steps.lineage import lineage_step
from flows.steps.link import link_step
from graph.network import Network
from schemas.errors import ConfigError
from staging.network_store import load_network
from tests.flows.decision_files import same, write_decisions
from tests.flows.store_copies import copy_job
from tests.flows.tiny_world import make_record, write_delivery


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path / "store.duckdb", read_settings())


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory, world_settings: Settings) -> Job:
    """Three records of one agency, linked."""
    job = Job(tmp_path_factory.mktemp("three") / "store.duckdb", world_settings)
    deliver(job, "US-HSI", range(3))
    link_step(job)
    return job


@pytest.fixture
def begun(three: Job, tmp_path: Path) -> Job:
    """The same three records, for what comes after."""
    return copy_job(three, tmp_path)


def deliver(job: Job, agency: str, numbers: range, name: str = "a.ndjson", **changes: str) -> None:
    records = [make_record(agency, number, **changes) for number in numbers]
    folder = job.store.parent / name.partition(".")[0]
    ingest_step([write_delivery(folder, agency, name, records)], job)


def linked(job: Job) -> Network:
    link_step(job)
    return load_linked(job)


def load_linked(job: Job) -> Network:
    with job.opened() as store:
        frames = load_network(store)
    return Network(**{name: frames[name] for name in Network.__dataclass_fields__})


def ids_of(network: Network) -> dict[tuple[str, str, int], str]:
    rows = network.mentions.select("agency", "record_id", "person_no", "entity_id").iter_rows()
    return {(agency, record, number): entity for agency, record, number, entity in rows}


def test_an_earlier_sorting_record_changes_no_id_of_person_asset_or_cluster(begun: Job) -> None:
    before = load_linked(begun)
    deliver(begun, "AA-FIRST", range(3, 6), "b.ndjson")
    after = linked(begun)
    now = ids_of(after)
    assert {key: now[key] for key in ids_of(before)} == ids_of(before)
    assert set(before.entities["entity_id"]) <= set(after.entities["entity_id"])
    assert set(before.clusters["cluster_id"]) == set(after.clusters["cluster_id"])
    assert after.links.join(before.links, on=["source_id", "target_id", "kind"]).height == before.links.height
    assert set(after.links["source_id"]) | set(after.links["target_id"]) <= set(after.entities["entity_id"])


def test_a_rebuild_keeps_ids_and_history(begun: Job) -> None:
    deliver(begun, "AA-FIRST", range(3, 6), "b.ndjson")
    before = linked(begun)
    link_step(begun, is_rebuild=True)
    with begun.opened() as store:
        after = load_network(store)
    assert all(after[name].equals(getattr(before, name)) for name in Network.__dataclass_fields__)


def test_the_record_that_is_new_is_the_cause_even_if_an_older_one_was_reported_later(job: Job) -> None:
    deliver(job, "US-HSI", range(1))
    before = linked(job)
    deliver(job, "MX-FGR", range(1, 3), "b.ndjson", reported_at="2024-01-02T00:00:00Z")
    added = linked(job).lineage.join(before.lineage, on=before.lineage.columns, how="anti", nulls_equal=True)
    assert added.height
    assert set(added["cause_kind"]) == {"record"}
    assert all(each.startswith("MX-FGR/") for each in added["cause_ref"])
    assert before.lineage.join(linked(job).lineage, on="cluster_id", how="anti").is_empty()


def test_a_withdrawn_record_is_the_cause_of_what_it_held_together(begun: Job) -> None:
    (cluster,) = load_linked(begun).clusters["cluster_id"].unique()
    withdrawn = make_record("US-HSI", 0) | {"revision": 2, "retracted": True}
    ingest_step([write_delivery(begun.store.parent / "w", "US-HSI", "w.ndjson", [withdrawn])], begun)
    after = linked(begun)
    told = after.lineage.filter(pl.col("cause_kind") == "retraction")
    assert set(told["cause_ref"]) <= {"US-HSI/R-0000"}
    assert after.mentions.filter(record_id="R-0000").is_empty()
    assert lineage_step(cluster, begun).changes["change"][0] == "born"


def test_the_history_of_a_cluster_is_told_and_an_unknown_one_refused(begun: Job) -> None:
    (cluster,) = load_linked(begun).clusters["cluster_id"].unique()
    history = lineage_step(cluster, begun)
    assert history.is_alive
    assert history.changes["change"].to_list() == ["born"]
    with pytest.raises(ConfigError, match="C-NONE"):
        lineage_step("C-NONE", begun)


def test_a_history_is_told_in_the_same_order_to_people_and_to_scripts(begun: Job) -> None:
    (cluster,) = load_linked(begun).clusters["cluster_id"].unique()
    ends = same("US-HSI/R-0000#1", "US-HSI/R-0000#2"), same("US-HSI/R-0001#1", "US-HSI/R-0001#2")
    for day, each in zip(("20", "12"), ends, strict=True):
        path = write_decisions(begun.store.parent, each, at=f"2026-01-{day}T09:00:00Z")
        (made,) = decide_step(path, begun).ids
        link_step(begun)
        decide_step(write_decisions(begun.store.parent, {"revokes": made}, at="2026-01-21T09:00:00Z"), begun)
        link_step(begun)
    told, said = (
        CliRunner().invoke(app, ["lineage", cluster, "--store", str(begun.store), *options]).stdout
        for options in ((), ("--json",))
    )
    lines = [line.split() for line in told.splitlines()[1:]]
    changes = json.loads(said.splitlines()[-1])["changes"]
    assert [(line[0], line[1], line[-1]) for line in lines] == [
        (row["at"][:10], row["change"], row["cause_ref"]) for row in changes
    ]
    times = [row["at"] for row in changes]
    assert len(times) > 2
    assert times == sorted(times)
    assert {row["at"][:10] for row in changes[1:]} >= {"2026-01-12", "2026-01-20", "2026-01-21"}


def test_a_change_without_a_cause_says_so_in_words(begun: Job) -> None:
    (cluster,) = load_linked(begun).clusters["cluster_id"].unique()
    with begun.opened() as store:
        store.connection.execute('update net_lineage set cause_kind = null, cause_ref = null, "at" = null')
    told = CliRunner().invoke(app, ["lineage", cluster, "--store", str(begun.store)]).stdout
    assert "None" not in told
    assert "settings or rules have changed" in told
