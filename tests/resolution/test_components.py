"""Grouping by component gives what the plain rules give, from nothing and after a change of weights."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolution import components
from resolution.components import group_judged
from resolution.policy import DEFAULT_POLICY
from resolution.who_is_who import Mention, ScoredPair, group_mentions
from schemas.errors import ConfigError

Pairs = list[tuple[int, int, int]]
Decided = list[tuple[int, int]]
CURPS = [None, None, None, "ONE", "TWO"]
BIRTHS = [None, None, "1965-05-26", "1965-06-25", "1991-11-02", "1991-11-03"]


def features_of(rows: Sequence[tuple[str, str | None, str | None]]) -> pl.DataFrame:
    schema = {"record_key": pl.String, "curp": pl.String, "birth_text": pl.String}
    frame = pl.DataFrame(list(rows), schema=schema, orient="row").with_row_index("idx")
    return frame.with_columns(mention_id=pl.format("{}#{}", "record_key", "idx"))


def judged_of(pairs: Pairs) -> pl.DataFrame:
    schema = {"left": pl.UInt32, "right": pl.UInt32, "weight_bits": pl.Float64}
    frame = pl.DataFrame(pairs, schema=schema, orient="row").sort("left", "right")
    same = pl.when(pl.col("weight_bits") >= 4).then(pl.lit("same")).otherwise(pl.lit("review"))
    return frame.with_columns(judgement=same)


def plain_groups(features: pl.DataFrame, pairs: Pairs, must: Decided, forbidden: Decided) -> list[int]:
    mentions = [
        Mention(*row) for row in features.select("mention_id", "record_key", "curp", "birth_text").iter_rows()
    ]
    scored = [ScoredPair(left, right, float(bits), bits >= 4) for left, right, bits in pairs]
    groups = group_mentions(mentions, scored, must=must, forbidden=forbidden, policy=DEFAULT_POLICY)
    roots = [groups.root_of(place) for place in range(len(mentions))]
    return [roots.index(root) for root in roots]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[pl.DataFrame, Pairs, Pairs]:
    size = draw(st.integers(2, 14))
    row = st.tuples(st.sampled_from("ABCDEFGHIJKLMN"), st.sampled_from(CURPS), st.sampled_from(BIRTHS))
    features = features_of(draw(st.lists(row, min_size=size, max_size=size)))
    possible = list(combinations(range(size), 2))
    chosen = draw(st.lists(st.sampled_from(possible), unique=True, max_size=40))
    bits = st.lists(st.integers(-6, 20), min_size=len(chosen), max_size=len(chosen))
    first, second = ([(*p, b) for p, b in zip(chosen, draw(bits), strict=True)] for _ in range(2))
    moved = [now if draw(st.integers(0, 3)) == 0 else was for was, now in zip(first, second, strict=True)]
    return features, first, moved


@settings(max_examples=120, deadline=None)
@given(worlds(), st.booleans(), st.sampled_from([1, 1500]))
def test_components_are_grouped_as_by_the_plain_rules(
    world: tuple[pl.DataFrame, Pairs, Pairs], is_decided: bool, largest_table: int
) -> None:
    features, first, moved = world
    must = [first[0][:2]] if is_decided and first else []
    forbidden = [first[-1][:2]] if is_decided and len(first) > 1 else []
    before = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(components, "LARGEST_TABLE", largest_table)
        for pairs in (first, moved, moved):
            before = group_judged(
                features,
                judged_of(pairs),
                must=must,
                forbidden=forbidden,
                policy=DEFAULT_POLICY,
                before=before,
            )
            assert before.roots.tolist() == plain_groups(features, pairs, must, forbidden)


def test_a_component_without_change_is_not_grouped_again(monkeypatch: pytest.MonkeyPatch) -> None:
    features = features_of([(record, None, None) for record in "ABAB"])
    pairs = judged_of([(0, 1, 9), (2, 3, 9), (1, 2, 8)])
    options = {"must": [], "forbidden": [], "policy": DEFAULT_POLICY}
    before = group_judged(features, pairs, before=None, **options)  # type: ignore[arg-type]

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(components, "group_table", refuse)
    again = group_judged(features, pairs, before=before, **options)  # type: ignore[arg-type]
    assert np.array_equal(before.roots, again.roots)
    with pytest.raises(AssertionError):
        group_judged(features, pairs, before=None, **options)  # type: ignore[arg-type]


def test_contradicting_decisions_are_refused_whatever_the_scores() -> None:
    features = features_of([(record, None, None) for record in "ABC"])
    with pytest.raises(ConfigError, match="contradict"):
        group_judged(
            features,
            judged_of([]),
            must=[(0, 1), (1, 2)],
            forbidden=[(0, 2)],
            policy=DEFAULT_POLICY,
            before=None,
        )
