"""Grouping of mentions along scored pairs."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from resolution.policy import DEFAULT_POLICY
from resolution.who_is_who import Mention, ScoredPair, dates_agree, group_mentions

Pairs = Sequence[tuple[int, int]]
World = tuple[list[Mention], list[ScoredPair], list[ScoredPair]]
DATES = st.dates().map(lambda day: f"{day:%Y-%m-%d}".zfill(10))


def groups_of(
    mentions: Sequence[Mention],
    pairs: Sequence[ScoredPair],
    *,
    must: Pairs = (),
    forbidden: Pairs = (),
) -> set[frozenset[int]]:
    grouping = group_mentions(mentions, pairs, must=must, forbidden=forbidden, policy=DEFAULT_POLICY)
    roots = [grouping.root_of(place) for place in range(len(mentions))]
    return {frozenset(place for place, root in enumerate(roots) if root == one) for one in roots}


def mentions_of(*records: str) -> list[Mention]:
    return [Mention(f"{record}#{place}", record) for place, record in enumerate(records)]


@given(DATES, DATES)
def test_dates_agree_is_symmetric(left: str, right: str) -> None:
    assert dates_agree(left, right) == dates_agree(right, left)
    assert dates_agree(left, left)


def test_dates_that_no_usual_error_explains_disagree() -> None:
    assert not dates_agree("1965-05-26", "1991-11-02")
    assert dates_agree("1965-05-26", "1956-05-26")
    assert dates_agree("1965-05-26", "1966-05-26")


def test_the_stronger_pair_wins_where_a_record_lists_both() -> None:
    mentions = mentions_of("A", "B", "B")
    pairs = [ScoredPair(0, 1, 5.0, True), ScoredPair(0, 2, 9.0, True)]
    assert groups_of(mentions, pairs) == {frozenset({0, 2}), frozenset({1})}


def test_one_weak_pair_does_not_chain_two_persons() -> None:
    mentions = mentions_of(*"ABCDEF")
    strong = [ScoredPair(a, b, 20.0, True) for a, b in ((0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5))]
    assert groups_of(mentions, [*strong, ScoredPair(2, 3, 5.0, True)]) == {
        frozenset({0, 1, 2}),
        frozenset({3, 4, 5}),
    }


def test_a_birth_date_in_the_middle_does_not_chain_two_others() -> None:
    mentions = [
        Mention("A#1", "A", None, "1965-05-26"),
        Mention("B#1", "B"),
        Mention("C#1", "C", None, "1991-11-02"),
    ]
    pairs = [ScoredPair(0, 1, 9.0, True), ScoredPair(1, 2, 8.0, True)]
    assert groups_of(mentions, pairs) == {frozenset({0, 1}), frozenset({2})}


def test_a_decision_holds_against_a_path() -> None:
    mentions = mentions_of("A", "B", "C")
    pairs = [ScoredPair(0, 1, 20.0, True), ScoredPair(1, 2, 20.0, True), ScoredPair(0, 2, 20.0, True)]
    found = groups_of(mentions, pairs, forbidden=[(0, 2)])
    assert not any({0, 2} <= group for group in found)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    size = draw(st.integers(2, 9))
    records = draw(st.lists(st.sampled_from("ABCDEFG"), min_size=size, max_size=size))
    places = st.integers(0, size - 1)
    drawn = draw(st.lists(st.tuples(places, places, st.integers(-6, 20)), max_size=25))
    bits = {(min(a, b), max(a, b)): weight for a, b, weight in drawn if a != b and records[a] != records[b]}
    pairs = [ScoredPair(a, b, float(weight), weight >= 4) for (a, b), weight in bits.items()]
    return mentions_of(*records), pairs, draw(st.permutations(pairs))


@settings(max_examples=150)
@given(worlds())
def test_grouping_does_not_depend_on_the_order_of_pairs_and_never_joins_one_record(world: World) -> None:
    mentions, pairs, shuffled = world
    found = groups_of(mentions, pairs)
    assert found == groups_of(mentions, shuffled)
    for group in found:
        records = [mentions[place].record_key for place in group]
        assert len(records) == len(set(records))


@settings(max_examples=60)
@given(worlds(), worlds())
def test_a_component_is_grouped_as_if_the_rest_were_not_there(world: World, other: World) -> None:
    mentions, pairs, _ = world
    shift = len(mentions)
    more = [Mention(f"Z{m.mention_id}", f"Z{m.record_key}") for m in other[0]]
    moved = [ScoredPair(p.left + shift, p.right + shift, p.bits, p.is_enough) for p in other[1]]
    both = groups_of([*mentions, *more], [*moved, *pairs])
    assert {group for group in both if min(group) < shift} == groups_of(mentions, pairs)
