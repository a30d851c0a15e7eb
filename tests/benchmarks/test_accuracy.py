"""The measures must be right before any figure is."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.accuracy import leader_share, measure, score_partition

LABELS = st.one_of(st.none(), st.sampled_from("abc"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=12))
def test_pair_counts_agree_with_counting_every_pair(rows: list[tuple[str | None, str | None]]) -> None:
    frame = pl.DataFrame(rows, schema={"found": pl.String, "true": pl.String}, orient="row")
    known = [(found, true) for found, true in rows if true is not None]
    pairs = list(combinations(known, 2))
    found = sum(a[0] is not None and a[0] == b[0] for a, b in pairs)
    true = sum(a[1] == b[1] for a, b in pairs)
    both = sum(a[0] is not None and a[0] == b[0] and a[1] == b[1] for a, b in pairs)
    score = score_partition(frame, found="found", true="true")
    assert score.precision == pytest.approx(both / found if found else 1.0)
    assert score.recall == pytest.approx(both / true if true else 1.0)


def test_a_network_counts_its_leader_as_seen_once() -> None:
    joined = pl.DataFrame(
        {
            "entity_id": ["P-1", "P-1", "P-2", "P-3"],
            "true_network": ["n1", "n1", "n1", "n2"],
            "is_leader": [True, True, True, True],
        }
    )
    players = pl.DataFrame({"entity_id": ["P-1", "P-3"], "rank": [1, 6]})
    assert leader_share(joined, players) == pytest.approx(0.5)


def write_run(folder: Path, cluster_of_migrant: str | None) -> tuple[Path, Path]:
    """A run over three person rows, the last of them a smuggled migrant's."""
    mentions = pl.DataFrame(
        {
            "agency": ["MX-A"] * 3,
            "record_id": ["r1", "r2", "r2"],
            "person_no": [1, 1, 2],
            "entity_id": ["P-1", "P-1", "P-2"],
            "status": ["facilitator", "facilitator", "smuggled_migrant"],
            "cluster_id": ["C-1", "C-1", cluster_of_migrant],
        }
    )
    entities = ["P-1"] if cluster_of_migrant is None else ["P-1", "P-2"]
    mentions.write_parquet(folder / "mentions.parquet")
    pl.DataFrame({"cluster_id": ["C-1"] * len(entities), "entity_id": entities}).write_parquet(
        folder / "clusters.parquet"
    )
    pl.DataFrame({"entity_id": ["P-1"], "rank": [1]}).write_parquet(folder / "key_players.parquet")
    head = "agency,record_id,person_no,true_person,true_network,true_role,is_leader,is_broker,status"
    rows = ["MX-A,r1,1,p1,n1,,1,0,facilitator", "MX-A,r2,1,p1,n1,,1,0,facilitator"]
    rows += ["MX-A,r2,2,p2,,,0,0,smuggled_migrant"]
    truth = folder / "truth.csv"
    truth.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return folder, truth


def test_a_perfect_run_scores_one(tmp_path: Path) -> None:
    found = measure(*write_run(tmp_path, None))
    assert (found.person.f1, found.network_persons.f1, found.leaders_in_top5) == (1.0, 1.0, 1.0)
    assert (found.protected_in_clusters, found.mentions_missing) == (0, 0)


def test_a_migrant_in_a_cluster_is_counted(tmp_path: Path) -> None:
    assert measure(*write_run(tmp_path, "C-1")).protected_in_clusters == 1
