"""One pass over all groups makes the graphs that one call a group makes."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from graph.array_graph import graph_from_edges, graphs_by_group

EDGES = st.lists(
    st.tuples(st.sampled_from("XYZ"), st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(1, 5)),
    max_size=15,
)


@settings(max_examples=50, deadline=None)
@given(EDGES)
def test_graphs_of_all_groups_equal_the_graphs_of_each(rows: list[tuple[str, str, str, int]]) -> None:
    named = [(group, group + left, group + right, float(weight)) for group, left, right, weight in rows]
    schema = {"group": pl.String, "source_id": pl.String, "target_id": pl.String, "weight": pl.Float64}
    edges = pl.DataFrame(named, schema=schema, orient="row")
    found = dict(graphs_by_group(edges, "group"))
    assert sorted(found) == sorted(edges["group"].unique())
    for group, graph in found.items():
        expected = graph_from_edges(edges.filter(pl.col("group") == group))
        assert graph.nodes == expected.nodes
        for column in ("sources", "targets", "weights"):
            assert_array_equal(getattr(graph, column), getattr(expected, column))
