"""Scores: symmetric, the same for any order of rows, and steady while data grows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolution import score
from resolution.features import mention_features
from resolution.frequencies import count_values, count_words, name_frequencies, value_frequencies
from resolution.policy import DEFAULT_POLICY
from resolution.resolve import resolve
from resolution.score import prior_bits, score_pairs
from resolution.weights import COMPARISONS

Person = dict[str, Any]
MakeTables = Callable[..., dict[str, pl.DataFrame]]

PERSONS = st.fixed_dictionaries(
    {
        "given_names": st.sampled_from(["José Luis", "Pepe", "Jose", "J", "Ana María", None]),
        "surname_1": st.sampled_from(["Ríos", "Rioz", "Chávez", "Zaldívar", None]),
        "surname_2": st.sampled_from(["Ríos", "Chávez", "Ochoa", None]),
        "birth_date": st.sampled_from(
            [date(1980, 3, 4), date(1980, 4, 3), date(1980, 3, 14), date(1991, 1, 1), None]
        ),
        "sex": st.sampled_from(["M", "F", None]),
        "nationality": st.sampled_from(["MX", "HN", None]),
        "aliases": st.sampled_from([["El Chino"], ["El Güero"], None]),
        "identifiers": st.lists(
            st.sampled_from([("phone", "6642357652"), ("passport", "D36874637")]), max_size=1
        ),
    }
)
QUIET = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(st.lists(PERSONS, min_size=16, max_size=16))
def test_scores_are_symmetric(tables_of: MakeTables, persons: list[Person]) -> None:
    features = mention_features(tables_of(*persons))
    places = range(features.height)
    there = [(a, b) for a in places for b in places if a < b]
    pairs = pl.DataFrame(there, schema={"left": pl.UInt32, "right": pl.UInt32}, orient="row")
    forward = score_pairs(features, pairs, DEFAULT_POLICY, keep_bits=None)
    mirrored = pairs.select(left="right", right="left")
    backward = score_pairs(features, mirrored, DEFAULT_POLICY, keep_bits=None)
    back = backward.rename({"left": "right", "right": "left"}).sort("left", "right").select(forward.columns)
    assert forward.equals(back)


def test_scores_do_not_depend_on_how_many_pairs_are_scored_at_a_time(
    tables_of: MakeTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [("José Luis", "Ríos"), ("Pepe", "Rioz"), ("Jose", "Chávez"), ("Ana María", None), (None, "Ríos")]
    features = mention_features(
        tables_of(*({"given_names": given, "surname_1": surname, "sex": "M"} for given, surname in names))
    )
    there = [(a, b) for a in range(len(names)) for b in range(a + 1, len(names))]
    pairs = pl.DataFrame(there, schema={"left": pl.UInt32, "right": pl.UInt32}, orient="row")
    at_once = score_pairs(features, pairs, DEFAULT_POLICY, keep_bits=None)
    monkeypatch.setattr(score, "PAIRS_AT_ONCE", 3)
    assert score_pairs(features, pairs, DEFAULT_POLICY, keep_bits=None).equals(at_once)
    best = at_once.filter(pl.col("weight_bits") >= at_once["weight_bits"].median())
    assert score_pairs(features, pairs, DEFAULT_POLICY, keep_bits=best["weight_bits"].min()).equals(best)


@QUIET
@given(st.lists(PERSONS, min_size=9, max_size=9), st.randoms(use_true_random=False))
def test_resolution_does_not_depend_on_the_order_of_rows(
    tables_of: MakeTables,
    persons: list[Person],
    random: Any,  # noqa: ANN401
) -> None:
    tables = tables_of(*persons)
    seed = random.randrange(1000)
    shuffled = {name: frame.sample(fraction=1.0, shuffle=True, seed=seed) for name, frame in tables.items()}
    first, second = resolve(tables), resolve(shuffled)
    assert first.mentions.equals(second.mentions)
    assert first.pairs.equals(second.pairs)
    assert first.mentions["mention_id"].to_list() == [f"MX-A/R{n:03}#1" for n in range(1, 10)]


def test_a_rare_name_says_more_than_a_common_one() -> None:
    keys = pl.Series(["hernandez"] * 300 + ["zaldivar"] * 2 + ["hernandez zaldivar"])
    nationality = pl.Series(["MX"] * 303)
    table = name_frequencies(nationality, keys, count_words(nationality, keys))
    frequency = dict(table.iter_rows())
    assert frequency["MX|hernandez"] > 16 * frequency["MX|zaldivar"]
    assert frequency["MX|hernandez zaldivar"] == frequency["MX|hernandez"] * frequency["MX|zaldivar"]


def test_a_name_common_among_few_countrymen_is_common() -> None:
    nationality = pl.Series(["HT"] * 200 + ["MX"] * 5000)
    keys = pl.Series(["joseph"] * 50 + ["pierre"] * 150 + ["hernandez"] * 5000)
    frequency = dict(name_frequencies(nationality, keys, count_words(nationality, keys)).iter_rows())
    assert frequency["HT|joseph"] >= 8 * frequency["-|joseph"]


def test_frequencies_are_powers_of_two_that_a_few_records_do_not_move() -> None:
    before = value_frequencies(count_values(pl.Series(["MX"] * 500 + ["HN"] * 100)), assumed=1 / 6)
    after = value_frequencies(count_values(pl.Series(["MX"] * 503 + ["HN"] * 101)), assumed=1 / 6)
    assert before.equals(after)
    assert set(before["frequency"].to_list()) <= {2.0**-bits for bits in range(14)}


def test_the_prior_is_steady_between_powers_of_two() -> None:
    assert prior_bits(40_000, DEFAULT_POLICY) == prior_bits(60_000, DEFAULT_POLICY)
    assert prior_bits(70_000, DEFAULT_POLICY) == prior_bits(60_000, DEFAULT_POLICY) - 1
    assert prior_bits(10, DEFAULT_POLICY) == prior_bits(4_096, DEFAULT_POLICY)


def test_levels_of_a_comparison_are_told_apart_by_name() -> None:
    for comparison in COMPARISONS:
        names = [level.name for level in comparison.levels]
        assert len(names) == len(set(names))
        assert comparison.levels[-1].condition == "else"
