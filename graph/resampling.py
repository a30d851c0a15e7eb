"""Rank intervals: how a ranking would look had we seen a little less.

Covert networks are seen in part. Each resample drops a tenth of the evidence at random and ranks anew; a
rank is reported with the range it takes in 90 % of the resamples, and with the share of resamples that have
it among the top five (after Ficara 2021, who found that 10 % of missing edges leave the picture usable).
Whether a piece of evidence is dropped follows from a hash of its key, the resample's number and the seed, so
the same evidence gives the same intervals in any order.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 100
DROPPED_SHARE = 0.1
LOW_PERCENTILE, HIGH_PERCENTILE = 5.0, 95.0
TOP = 5

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class SignalRows:
    """Evidence as arrays: whose it is, of which kind, and a hash of its key."""

    person: Ints
    signal: Ints
    hashes: npt.NDArray[np.uint64]
    weights: Floats


@dataclass(frozen=True)
class RankIntervals:
    """Score and rank of each person in the cluster, the rank's range, the share of top-five resamples."""

    score: Floats
    rank: Ints
    low: Ints
    high: Ints
    top_share: Floats


def hash_keys(keys: list[str]) -> npt.NDArray[np.uint64]:
    """Hash texts to 64 bits, the same on every machine and in every version of every library."""
    digests = b"".join(hashlib.blake2b(key.encode(), digest_size=8).digest() for key in keys)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def score_persons(rows: SignalRows, kept: npt.NDArray[np.bool_], persons: int) -> Floats:
    """Return Σ over signals of weight × log(1 + times) of every person, from the rows that are kept."""
    kinds = len(rows.weights)
    cell = rows.person[kept] * kinds + rows.signal[kept]
    counts = np.bincount(cell, minlength=persons * kinds).reshape(persons, kinds)
    return np.asarray(np.log1p(counts) @ rows.weights)


def rank_within(scores: Floats, cluster: Ints) -> Ints:
    """Rank persons by falling score within their cluster, from 1; equal scores by position."""
    order = np.lexsort((-scores.round(9), cluster))
    starts = np.flatnonzero(np.r_[True, np.diff(cluster[order]) != 0])
    lengths = np.diff(np.r_[starts, len(order)])
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order)) - np.repeat(starts, lengths) + 1
    return ranks


def rank_intervals(rows: SignalRows, cluster: Ints, extra: Floats, seed: int) -> RankIntervals:
    """Rank persons and resample the ranking.

    Args:
        rows: The evidence.
        cluster: Each person's cluster, as a number.
        extra: A part of each person's score that is not resampled.
        seed: Seed of the resamples.

    Returns:
        The ranks; an interval always contains its rank.
    """
    persons = len(cluster)
    everything = np.ones(len(rows.person), dtype=np.bool_)
    score = score_persons(rows, everything, persons) + extra
    rank = rank_within(score, cluster)
    ranks = np.empty((RESAMPLES, persons), dtype=np.int32)
    for number in range(RESAMPLES):
        kept = _keep(rows.hashes, number, seed)
        ranks[number] = rank_within(score_persons(rows, kept, persons) + extra, cluster)
    low, high = np.percentile(ranks, [LOW_PERCENTILE, HIGH_PERCENTILE], axis=0, method="nearest")
    return RankIntervals(
        score=score.round(9),
        rank=rank,
        low=np.minimum(rank, low).astype(np.int64),
        high=np.maximum(rank, high).astype(np.int64),
        top_share=np.asarray((ranks <= TOP).mean(axis=0)),
    )


def _keep(hashes: npt.NDArray[np.uint64], number: int, seed: int) -> npt.NDArray[np.bool_]:
    """Draw which rows a resample keeps, by SplitMix64's finaliser (Steele, Lea and Flood 2014)."""
    start = np.uint64(((seed * 1_000_003 + number + 1) * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF)
    mixed = hashes ^ start
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return np.asarray(mixed >= np.uint64(int(DROPPED_SHARE * 2**64)))
