"""A cluster on a date: who could be seen by then, since when, and in how many pieces."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from graph.moments import find_then, look_at

CLUSTERS = pl.DataFrame(
    {
        "cluster_id": ["C-A", "C-A", "C-A", "C-A", "C-B"],
        "entity_id": ["P-1", "P-2", "P-3", "T-1", "P-9"],
        "kind": ["person", "person", "person", "phone", "person"],
    }
)
EVIDENCE = pl.DataFrame(
    [
        ("P-1", "T-1", "uses", "A/1", date(2023, 1, 5)),
        ("P-1", "T-1", "uses", "A/2", date(2023, 4, 1)),
        ("P-2", "P-3", "together", "A/3", date(2023, 2, 1)),
        ("P-1", "P-2", "together", "A/4", date(2023, 3, 1)),
        ("P-1", "P-9", "together", "A/5", date(2023, 1, 1)),
        ("P-3", "T-1", "uses", "A/6", None),
    ],
    schema={
        "source_id": pl.String,
        "target_id": pl.String,
        "kind": pl.String,
        "record_key": pl.String,
        "occurred_date": pl.Date,
    },
    orient="row",
)


@pytest.mark.parametrize(
    ("at", "members", "pieces", "records"),
    [
        (date(2023, 1, 4), [], 0, 0),
        (date(2023, 1, 5), ["P-1", "T-1"], 1, 1),
        (date(2023, 2, 1), ["P-1", "T-1", "P-2", "P-3"], 2, 2),
        (date(2023, 3, 1), ["P-1", "T-1", "P-2", "P-3"], 1, 3),
        (None, ["P-1", "T-1", "P-2", "P-3"], 1, 5),
    ],
)
def test_on_a_date_there_is_what_had_happened_inside_the_cluster(
    at: date | None, members: list[str], pieces: int, records: int
) -> None:
    moment = look_at(CLUSTERS, EVIDENCE, "C-A", at)
    assert moment.members["entity_id"].to_list() == members
    assert (moment.pieces, moment.records) == (pieces, records)
    assert moment.visible_from == (date(2023, 1, 5) if members else None)


def test_each_member_is_visible_from_its_first_tie_to_another_one() -> None:
    moment = look_at(CLUSTERS, EVIDENCE, "C-A")
    days = dict(moment.members.select("entity_id", "visible_from").iter_rows())
    assert days == {
        "P-1": date(2023, 1, 5),
        "T-1": date(2023, 1, 5),
        "P-2": date(2023, 2, 1),
        "P-3": date(2023, 2, 1),
    }
    assert moment.links == 4


def test_a_cluster_of_then_is_found_by_the_mentions_that_it_shares() -> None:
    key = {"agency": ["A", "A", "A"], "record_id": ["1", "2", "3"], "person_no": [1, 1, 1]}
    now = pl.DataFrame({**key, "cluster_id": ["C-A", "C-A", "C-B"]})
    then = pl.DataFrame({**key, "cluster_id": ["C-X", "C-Y", "C-Z"]})
    assert find_then(now, then, ["C-A"]) == ["C-X", "C-Y"]
    assert find_then(now, then.with_columns(pl.lit(None, pl.String).alias("cluster_id")), ["C-A"]) == []
