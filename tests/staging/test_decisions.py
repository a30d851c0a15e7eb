"""What the store keeps of decisions: appended once, refused together, revoked by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.decisions import Decision, decision_id
from schemas.errors import TramaError
from staging.contradictions import refuse_contradictions
from staging.decisions import Keyed, load_decisions, network_ground, store_decisions
from staging.receipt import Receipt
from staging.store import Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def keyed(judgement: str, left: str, right: str, at: datetime = NOW) -> Keyed:
    ends = {"left": f"A/{left}#1", "right": f"A/{right}#1"}
    made = Decision.model_validate({"judgement": judgement, "by": "x", "at": at, "why": "y", **ends})
    return made, (ends["left"],), (ends["right"],)


def revoking(target: Keyed) -> Keyed:
    said = {"judgement": "revoked", "revokes": decision_id(target[0]), "by": "x", "at": NOW, "why": "y"}
    return Decision.model_validate(said), (), ()


def test_a_decision_changes_what_the_network_rests_on_until_it_is_revoked(
    store: Store, take: Callable[..., Receipt], ndjson: Callable[..., bytes], record: Callable[..., object]
) -> None:
    take("a.ndjson", ndjson(record()))
    before, same = network_ground(store), keyed("same", "1", "2")
    assert store_decisions(store, [same], recorded_at=NOW) == 1
    assert network_ground(store) != before
    assert store_decisions(store, [revoking(same)], recorded_at=NOW) == 1
    assert network_ground(store) == before
    assert load_decisions(store).is_empty()
    assert load_decisions(store, only_active=False).height == 2


def test_what_is_revoked_cannot_be_revoked_again_and_may_be_decided_anew(store: Store) -> None:
    same = keyed("same", "1", "2")
    store_decisions(store, [same, revoking(same)], recorded_at=NOW)
    again = revoking(same)[0].model_copy(update={"why": "once more"})
    with pytest.raises(TramaError, match="revoked already"):
        store_decisions(store, [(again, (), ())], recorded_at=NOW)
    anew = keyed("same", "1", "2", at=datetime(2026, 2, 1, tzinfo=UTC))
    assert store_decisions(store, [anew], recorded_at=NOW) == 1
    assert load_decisions(store).height == 1


Pairs = list[tuple[int, int]]
_PAIRS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda pair: pair[0] != pair[1]), max_size=6
)


@given(same=_PAIRS, apart=_PAIRS)
@settings(max_examples=60, deadline=None)
def test_refused_are_exactly_the_decisions_that_no_grouping_follows(same: Pairs, apart: Pairs) -> None:
    groups = {each: {each} for each in range(6)}
    for left, right in same:
        joined = groups[left] | groups[right]
        groups.update(dict.fromkeys(joined, joined))
    is_possible = all(right not in groups[left] for left, right in apart)
    said = [("same", *pair) for pair in same] + [("not_same", *pair) for pair in apart]
    active = pl.DataFrame(
        {
            "decision_id": [f"J-{place}" for place in range(len(said))],
            "judgement": [judgement for judgement, _, _ in said],
            "left_keys": [[str(left)] for _, left, _ in said],
            "right_keys": [[str(right)] for _, _, right in said],
            "decided_at": [NOW] * len(said),
        }
    ).with_columns(kind=pl.lit(None, dtype=pl.String), status=pl.lit(None, dtype=pl.String))
    if is_possible:
        refuse_contradictions(active)
    else:
        with pytest.raises(TramaError, match=r"J-.* contradicts J-"):
            refuse_contradictions(active)


def test_a_chain_names_every_decision_that_makes_it(store: Store) -> None:
    chain = [keyed("same", left, right) for left, right in pairwise("123456")]
    store_decisions(store, chain, recorded_at=NOW)
    with pytest.raises(TramaError) as caught:
        store_decisions(store, [keyed("not_same", "1", "4")], recorded_at=NOW)
    named = [decision_id(each[0]) in str(caught.value) for each in chain]
    assert named == [True, True, True, False, False]
