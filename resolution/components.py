"""Group mentions component by component, and only those in which something changed.

Mentions that no chain of sufficient pairs connects are never one person, so each connected component of
sufficient pairs is grouped by itself. Most are simple: nothing in them could forbid a merge, and the
component is the person. The others go through the careful rules of `resolution.who_is_who`, in a compact
form where the weights of a component fit a small table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from resolution.policy import Policy
from resolution.table_groups import Profiles, group_table
from resolution.who_is_who import Mention, ScoredPair, group_mentions

LARGEST_TABLE = 1500
"""A component with more mentions than this is grouped without a table of all its pairs (18 MB)."""

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Decided = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Judged:
    """Judged pairs, and the person of each mention as these pairs make it.

    Attributes:
        left: Position of the first mention.
        right: Position of the second one.
        bits: Weight between the two.
        enough: Whether it is enough by itself.
        roots: For each mention the smallest position of its person.
        component: For each mention the number of its connected component of sufficient pairs.
    """

    left: Places
    right: Places
    bits: npt.NDArray[np.float64]
    enough: Flags
    roots: Places
    component: Places


def group_judged(
    features: pl.DataFrame,
    judged: pl.DataFrame,
    *,
    must: Decided,
    forbidden: Decided,
    policy: Policy,
    before: Judged | None,
) -> Judged:
    """Group mentions into persons, as `group_mentions` would.

    Args:
        features: As `mention_features` gives them.
        judged: As `judge_pairs` gives them.
        must: Positions that an investigator says are the same person.
        forbidden: Positions that an investigator says are not.
        policy: Thresholds.
        before: The outcome for the same mentions, pairs and decisions under other weights: components in
            which no weight changed keep it.

    Raises:
        ConfigError: When decisions contradict each other.
    """
    left, right = (judged[name].to_numpy().astype(np.int64) for name in ("left", "right"))
    bits, enough = judged["weight_bits"].to_numpy(), (judged["judgement"] == "same").to_numpy()
    links = np.concatenate([np.array(must, dtype=np.int64).reshape(-1, 2), _ends(left, right, enough)])
    component = _components(features.height, links)
    todo = np.bincount(component)[component] > 1
    roots = np.arange(features.height)
    if before is not None:
        kept = ~_changed(before, bits, enough, component)[component]
        roots[kept] = before.roots[kept]
        todo &= ~kept
    inner = (component[left] == component[right]) & todo[left]
    work = Judged(left[inner], right[inner], bits[inner], enough[inner], roots, component)
    decided = np.array([*must, *forbidden], dtype=np.int64).ravel()
    _group_components(features, work, np.where(todo, component, -1), (must, forbidden, decided), policy)
    return Judged(left, right, bits, enough, roots, component)


def _ends(left: Places, right: Places, chosen: Flags) -> Places:
    return np.stack([left[chosen], right[chosen]], axis=1)


def _components(size: int, links: Places) -> Places:
    graph = coo_array((np.ones(len(links), dtype=np.int8), (links[:, 0], links[:, 1])), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _changed(before: Judged, bits: npt.NDArray[np.float64], enough: Flags, component: Places) -> Flags:
    """For each component, whether a pair that matters to it has another weight or judgement than before."""
    left, right = component[before.left], component[before.right]
    moved = (bits != before.bits) | (enough != before.enough)
    matters = moved & (enough | before.enough | (left == right))
    changed = np.zeros(component.max(initial=-1) + 1, dtype=np.bool_)
    changed[left[matters]] = True
    changed[right[matters]] = True
    return changed


def _group_components(
    features: pl.DataFrame,
    work: Judged,
    component: Places,
    decisions: tuple[Decided, Decided, Places],
    policy: Policy,
) -> None:
    """Set `work.roots` for all mentions that have a component (others have -1)."""
    must, forbidden, decided = decisions
    size = np.bincount(component[component >= 0], minlength=component.max(initial=0) + 1)
    apart = size > LARGEST_TABLE
    touched = component[decided]
    apart[touched[touched >= 0]] = True
    simple = _simple(features, work, component, policy) & ~apart
    places = np.flatnonzero(component >= 0)
    first = np.full(len(size), features.height)
    np.minimum.at(first, component[places], places)
    of_simple = places[simple[component[places]]]
    work.roots[of_simple] = first[component[of_simple]]
    set_apart = np.flatnonzero((component >= 0) & apart[component])
    _group_apart(features, work, set_apart, (must, forbidden), policy)
    tabled = np.flatnonzero((component >= 0) & ~(simple | apart)[component])
    _group_tables(features, work, tabled, component, policy)


def _simple(features: pl.DataFrame, work: Judged, component: Places, policy: Policy) -> Flags:
    """For each component, whether nothing in it could forbid any merge."""
    said = features.select(
        "record_key", "curp", year=pl.col("birth_text").str.slice(0, 4), component=pl.Series(component)
    ).filter(pl.col("component") >= 0)
    counted = said.group_by("component").agg(
        size=pl.len(),
        agrees=(pl.col("record_key").n_unique() == pl.len())
        & (pl.col("curp").drop_nulls().n_unique() <= 1)
        & (pl.col("year").drop_nulls().n_unique() <= 1),
    )
    scored = pl.DataFrame({"component": component[work.left], "bits": work.bits}).group_by("component")
    known = counted.join(scored.agg(pairs=pl.len(), least=pl.col("bits").min()), on="component", how="left")
    size = pl.col("size").cast(pl.Int64)
    supported = (size * (size - 1) == 2 * pl.col("pairs")) & (pl.col("least") >= policy.support_bits)
    free = (size < policy.guarded_size) | supported
    fits = pl.col("agrees") & free.fill_null(value=False) & (size <= policy.largest_entity)
    simple = np.zeros(component.max(initial=0) + 1, dtype=np.bool_)
    simple[known.filter(fits)["component"].to_numpy()] = True
    return simple


def _group_apart(
    features: pl.DataFrame, work: Judged, places: Places, decisions: tuple[Decided, Decided], policy: Policy
) -> None:
    """Components with decisions, and those too large for a table."""
    if not len(places):
        return
    rows = features[places].select("mention_id", "record_key", "curp", "birth_text").iter_rows()
    number = np.full(features.height, -1)
    number[places] = np.arange(len(places))
    inside = number[work.left] >= 0
    columns = (number[work.left], number[work.right], work.bits, work.enough)
    pairs = [ScoredPair(*row) for row in zip(*(column[inside].tolist() for column in columns), strict=True)]
    must, forbidden = (
        [(number[one], number[other]) for one, other in pairs_of if min(number[one], number[other]) >= 0]
        for pairs_of in decisions
    )
    groups = group_mentions(
        [Mention(*row) for row in rows], pairs, must=must, forbidden=forbidden, policy=policy
    )
    roots = np.array([groups.root_of(place) for place in range(len(places))])
    first = np.full(len(places), features.height)
    np.minimum.at(first, roots, places)
    work.roots[places] = first[roots]


def _group_tables(
    features: pl.DataFrame, work: Judged, places: Places, component: Places, policy: Policy
) -> None:
    """Components that need care, each in a table of its pairs."""
    if not len(places):
        return
    places = places[np.argsort(component[places], kind="stable")]
    profiles = Profiles.of(features[places])
    chosen = np.zeros(features.height, dtype=np.bool_)
    chosen[places] = True
    pairs = np.flatnonzero(chosen[work.left])
    order = (work.right[pairs], work.left[pairs], -work.bits[pairs], component[work.left[pairs]])
    pairs = pairs[np.lexsort(order)]
    number = np.zeros(features.height, dtype=np.int64)
    number[places] = np.arange(len(places))
    ids, starts = np.unique(component[places], return_index=True)
    ends = np.append(starts[1:], len(places))
    cuts = np.searchsorted(component[work.left[pairs]], ids)
    stops = np.append(cuts[1:], len(pairs))
    left, right = number[work.left[pairs]], number[work.right[pairs]]
    bits, enough = work.bits[pairs], work.enough[pairs]
    for start, end, cut, stop in zip(starts, ends, cuts, stops, strict=True):
        part = slice(cut, stop)
        table = (left[part] - start, right[part] - start, bits[part], enough[part])
        roots = group_table(profiles.part(start, end), table, policy)
        work.roots[places[start:end]] = places[start:end][roots]
