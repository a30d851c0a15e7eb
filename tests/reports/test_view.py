"""What a view says is what the frames say, and nobody who is protected is in it."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.html.picture import choose_nodes, split_leaves
from reports.model import SMALL_CELL, Cell, ClusterView
from reports.release import assert_nothing_protected, strictest_handling
from reports.sections.protected import age_group, suppress_small
from reports.sections.records import follow_origins
from schemas.errors import ConfigError, TramaError
from tests.reports.network_factory import make_world, view_of


def _first() -> ClusterView:
    return view_of(make_world()).clusters[0]


def test_records_of_the_page_are_those_its_summary_counts() -> None:
    cluster = _first()
    assert len(cluster.evidence) == cluster.record_count == 20
    assert sum(count for _, _, count in cluster.months) == 20


def test_copies_count_as_one_origin_and_circles_are_marked() -> None:
    cluster = _first()
    assert cluster.origin_count == 18
    assert [item.is_circular for item in cluster.repeated] == [True, True, False]


def test_players_come_by_rank_with_the_records_own_words() -> None:
    players = _first().players
    assert [player.rank for player in players] == [1, 2, 3, 4, 5, 6]
    assert players[2].role == "guide"
    assert players[2].role_raw == ("pollero",)


def test_evidence_names_the_ranked_persons_it_mentions() -> None:
    cluster = _first()
    assert {rank for record in cluster.evidence for rank in record.ranks} == {1, 2, 3, 4, 5, 6}


def test_persons_awaiting_a_decision_are_counted_and_not_shown() -> None:
    cluster = _first()
    assert cluster.awaiting_count == 1
    assert not [node for node in cluster.nodes if node.status not in ("facilitator", "unknown", None)]


@pytest.mark.parametrize("frame", ["clusters", "key_players", "bridges"])
def test_a_protected_person_in_the_network_stops_the_report(frame: str) -> None:
    world = make_world()
    rows = getattr(world.network, frame)
    leaked = rows.with_columns(pl.lit("P-000000000500").alias("entity_id"))
    with pytest.raises(TramaError, match="protected"):
        view_of(replace(world, network=replace(world.network, **{frame: leaked})))


def test_a_protected_person_at_the_end_of_a_link_stops_the_report() -> None:
    world = make_world()
    leaked = world.network.links.with_columns(pl.lit("P-000000000508").alias("target_id"))
    with pytest.raises(TramaError, match="undecided"):
        view_of(replace(world, network=replace(world.network, links=leaked)))


def test_guard_says_how_many_and_never_who() -> None:
    with pytest.raises(TramaError) as caught:
        assert_nothing_protected(["P-1", "P-2", "P-3"], frozenset({"P-2"}))
    assert "P-2" not in str(caught.value)


def test_doubtful_pair_with_a_protected_person_is_left_out() -> None:
    world = make_world()
    cases = world.tables["cases"]
    protected = f"{cases['agency'][0]}/{cases['record_id'][0]}#90"
    world = replace(world, pairs=world.pairs.with_columns(pl.lit(protected).alias("right_id")))
    assert view_of(world).clusters[0].doubtful == ()


def test_recipient_that_is_no_partner_code_is_refused() -> None:
    with pytest.raises(ConfigError):
        view_of(make_world(), "unodc; drop")


def test_unknown_handling_counts_as_the_strictest() -> None:
    assert strictest_handling(["GREEN", "AMBER"]) == "AMBER"
    assert strictest_handling(["GREEN", "secret"]) == "RED"
    assert strictest_handling([]) == "CLEAR"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["GT", "HN", "SV", None]), max_size=40))
def test_no_small_cell_is_shown_or_can_be_worked_out(values: list[str | None]) -> None:
    cells = suppress_small(values)
    shown = sum(cell.count or 0 for cell in cells)
    withheld = [cell for cell in cells if cell.count is None]
    assert all(cell.count >= SMALL_CELL for cell in cells if cell.count is not None)
    assert len(withheld) != 1 or len(cells) == 1
    assert not withheld or len(values) - shown >= SMALL_CELL or shown == 0


def test_ages_fall_into_groups_and_impossible_ones_into_none() -> None:
    assert [age_group(age) for age in (0, 17, 18, 64, -1, 200, None)] == [
        "0-11",
        "12-17",
        "18-29",
        "60-130",
        None,
        None,
        None,
    ]


def test_few_protected_persons_are_shown_as_fewer_than_five() -> None:
    world = make_world()
    kept = world.network.mentions.filter(~pl.col("entity_id").str.contains("50[3-7]$"))
    counts = view_of(replace(world, network=replace(world.network, mentions=kept))).clusters[0].protected
    assert counts.total == Cell(None, None, is_small=True)
    assert counts.by_sex == ()


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.integers(0, 9), st.integers(0, 12), max_size=10))
def test_origin_chains_end_and_circles_have_one_origin(sources: dict[int, int]) -> None:
    cases = pl.DataFrame(
        {
            "record_key": [f"A/{key}" for key in sources],
            "origin_ref": [f"A/{value}" for value in sources.values()],
        },
        schema={"record_key": pl.String, "origin_ref": pl.String},
    )
    origins = follow_origins(cases)
    for key, source in sources.items():
        if source in sources:
            assert origins[f"A/{key}"] == origins[f"A/{source}"]


def test_picture_starts_from_the_ranked_and_keeps_to_its_limit() -> None:
    cluster = _first()
    chosen = choose_nodes(cluster, limit=8)
    assert [node.rank for node in chosen[:6]] == [1, 2, 3, 4, 5, 6]
    assert len(chosen) == 8
    assert len(choose_nodes(cluster, limit=10_000)) == len(cluster.nodes)


def test_items_of_one_person_are_listed_and_not_drawn_once_the_picture_is_crowded() -> None:
    small, crowded = _first(), view_of(make_world(persons=40)).clusters[0]
    assert split_leaves(small) == (small, {})
    drawn, leaves = split_leaves(crowded)
    listed = [leaf for group in leaves.values() for leaf in group]
    assert len(listed) == 6
    assert {leaf.kind for leaf in listed} == {"phone", "vehicle", "place", "account", "document", "social"}
    assert len(drawn.nodes) + len(listed) == len(crowded.nodes)
