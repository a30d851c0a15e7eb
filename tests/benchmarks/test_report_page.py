"""The page that the benchmark measures is as large as it says, and below the limit for 300 entities."""

from __future__ import annotations

from benchmarks.page_view import make_page_view
from reports.html.pages import render_cluster
from reports.html.parcels import pack_cluster

LIMIT = 1_000_000
"""Bytes that a page of 300 entities may have (issue 5)."""


def test_a_page_of_300_entities_is_below_a_megabyte() -> None:
    cluster = make_page_view(300)
    assert (len(cluster.nodes), len(cluster.edges)) == (300, 750)
    page = render_cluster(cluster, None, "es").encode()
    assert LIMIT / 3 < len(page) <= LIMIT
    assert pack_cluster(cluster) == pack_cluster(make_page_view(300))
