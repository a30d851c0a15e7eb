"""Resampling: what is dropped depends on the evidence and the seed alone."""

from __future__ import annotations

import numpy as np
import pytest

from graph.resampling import SignalRows, hash_keys, rank_intervals, rank_within


def make_rows(times: list[int]) -> SignalRows:
    person = np.repeat(np.arange(len(times)), times).astype(np.int64)
    hashes = hash_keys([f"{p}|{n}" for n, p in enumerate(person)])
    return SignalRows(person, np.zeros(len(person), dtype=np.int64), hashes, np.ones(1))


def test_ranks_start_anew_in_every_cluster_and_ties_keep_their_order() -> None:
    ranks = rank_within(np.array([1.0, 3.0, 3.0, 2.0]), np.array([1, 1, 2, 2]))
    assert ranks.tolist() == [2, 1, 1, 2]


def test_a_clear_lead_has_a_narrow_interval_and_a_close_one_a_wide() -> None:
    cluster = np.ones(4, dtype=np.int64)
    found = rank_intervals(make_rows([200, 21, 20, 19]), cluster, np.zeros(4), seed=1)
    assert (found.low[0], found.high[0], found.top_share[0]) == (1, 1, 1.0)
    assert found.high[2] > found.low[2]


def test_a_tenth_is_dropped_whatever_the_order_of_rows() -> None:
    rows = make_rows([3000, 2900])
    order = np.random.default_rng(1).permutation(len(rows.person))
    mixed = SignalRows(rows.person[order], rows.signal, rows.hashes[order], rows.weights)
    cluster = np.ones(2, dtype=np.int64)
    first, second = (rank_intervals(r, cluster, np.zeros(2), seed=3) for r in (rows, mixed))
    assert first.top_share.tolist() == second.top_share.tolist()
    assert first.low.tolist() == second.low.tolist()


@pytest.mark.parametrize("seed", [0, 1, 2**31])
def test_any_seed_serves(seed: int) -> None:
    found = rank_intervals(make_rows([5, 3]), np.ones(2, dtype=np.int64), np.zeros(2), seed=seed)
    assert found.rank.tolist() == [1, 2]
