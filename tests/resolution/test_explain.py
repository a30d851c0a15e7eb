"""What an explanation says, of pairs that matched, that did not, and that were never compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from string import Formatter
from typing import Any

import polars as pl
import pytest

from resolution.candidates import BLOCK_RULES
from resolution.collective import CONTEXT_WEIGHTS
from resolution.explain import Explanation, explain_pair
from resolution.explain_words import explain_in_words
from resolution.phrases_en import ENGLISH
from resolution.phrases_es import SPANISH
from resolution.phrases_fr import FRENCH
from resolution.policy import DEFAULT_POLICY
from resolution.resolve import resolve
from resolution.weights import COMPARISONS
from resolution.who_is_who import Obstacle
from schemas.errors import ConfigError

Person = dict[str, Any]
MakeTables = Callable[..., dict[str, pl.DataFrame]]
ANA: Person = {"given_names": "Ana", "surname_1": "Paz", "sex": "F", "nationality": "GT"}
FIRST, SECOND, THIRD = "MX-A/R001#1", "MX-A/R002#1", "MX-A/R003#1"


def explained(tables: dict[str, pl.DataFrame], left: str, right: str, **options: Any) -> Explanation:  # noqa: ANN401
    resolution = resolve(tables, **options)
    return explain_pair(tables, resolution, (left, right), **options)


def test_a_match_is_told_by_a_waterfall_that_adds_up(tables_of: MakeTables, rios: Person) -> None:
    tables = tables_of(rios, rios | {"surname_2": None}, ANA)
    explanation = explained(tables, SECOND, FIRST)
    assert explanation.is_same_person
    assert (explanation.left_id, explanation.right_id) == (FIRST, SECOND)
    total = 0.0
    for step in explanation.steps:
        total += step.bits
        assert step.total_bits == pytest.approx(total)
    found = resolve(tables).pairs["weight_bits"][0]
    assert explanation.steps[-1].total_bits == pytest.approx(found)
    surnames = next(step for step in explanation.steps if step.comparison == "surnames")
    assert (surnames.level, surnames.left_value, surnames.right_value) == (
        "second_missing",
        "rios, chavez",
        "rios",
    )


def test_a_pair_that_was_never_compared_is_scored_and_says_so(tables_of: MakeTables, rios: Person) -> None:
    explanation = explained(tables_of(rios, ANA), FIRST, SECOND)
    assert not explanation.is_same_person
    assert explanation.rules == ()
    assert explanation.judgement == "different"
    assert "No rule proposed" in explain_in_words(explanation)


def test_a_path_through_others_is_told_hop_by_hop(tables_of: MakeTables, rios: Person) -> None:
    bare = {"given_names": "Manuel", "surname_1": "Ríos", "nationality": "MX"}
    phone = {"identifiers": [("phone", "+526642357652")]}
    tables = tables_of(bare, rios | phone, bare | phone)
    resolution = resolve(tables)
    assert resolution.mentions["entity_id"].n_unique() > 1
    joined = pl.DataFrame({"left_id": [FIRST], "right_id": [THIRD], "judgement": ["same"]})
    explanation = explained(tables, FIRST, SECOND, decisions=joined)
    assert [(hop.left_id, hop.right_id) for hop in explanation.chain] == [(FIRST, THIRD), (SECOND, THIRD)]
    assert f"{FIRST} = {THIRD}" in explain_in_words(explanation)


def test_what_forbids_a_match_is_named(tables_of: MakeTables, rios: Person) -> None:
    one_record = tables_of(rios | {"record_id": "R1"}, rios | {"record_id": "R1", "person_no": 2})
    explanation = explained(one_record, "MX-A/R1#1", "MX-A/R1#2")
    assert explanation.obstacles == ("same_record",)
    assert explanation.reason == "same_record"
    decided = pl.DataFrame({"left_id": [FIRST], "right_id": [SECOND], "judgement": ["not_same"]})
    apart = explained(tables_of(rios, rios), FIRST, SECOND, decisions=decided)
    assert (apart.judgement, apart.reason, apart.obstacles) == ("different", "decided", ("decided_not_same",))
    assert "investigator decided" in explain_in_words(apart)


def test_values_of_a_protected_person_are_not_shown(tables_of: MakeTables, rios: Person) -> None:
    explanation = explained(tables_of(rios, rios | {"status": "victim"}), FIRST, SECOND)
    assert explanation.is_withheld
    assert all(step.left_value is None and step.right_value is None for step in explanation.steps)
    words = explain_in_words(explanation)
    assert "rios" not in words
    assert "1965" not in words


def test_persons_are_explained_by_their_strongest_pair(tables_of: MakeTables, rios: Person) -> None:
    tables = tables_of(rios, rios | {"surname_2": None}, ANA)
    resolution = resolve(tables)
    persons = resolution.mentions["entity_id"].unique(maintain_order=True).to_list()
    explanation = explain_pair(tables, resolution, (persons[0], persons[1]))
    assert {explanation.left_id, explanation.right_id} == {FIRST, THIRD}


def test_an_unknown_id_and_a_mention_against_itself_are_refused(tables_of: MakeTables, rios: Person) -> None:
    tables = tables_of(rios)
    resolution = resolve(tables)
    with pytest.raises(ConfigError, match="no such person"):
        explain_pair(tables, resolution, (FIRST, "MX-A/R9#1"))
    with pytest.raises(ConfigError, match="one and the same"):
        explain_pair(tables, resolution, (FIRST, FIRST))


def test_every_level_and_obstacle_has_its_words() -> None:
    levels = {f"how.{level.name}" for comparison in COMPARISONS for level in comparison.levels}
    subjects = {f"what.{comparison.name}" for comparison in COMPARISONS}
    contexts = {f"how.{weight.name}" for weight in CONTEXT_WEIGHTS}
    reasons = {f"reason.{code}" for code in ("cross_status", "alias_alone", "twins", "generation", "decided")}
    needed = levels | subjects | contexts | reasons | {f"obstacle.{obstacle.value}" for obstacle in Obstacle}
    needed |= {f"rule.{rule.name}" for rule in BLOCK_RULES}
    assert needed <= set(ENGLISH)


def test_groups_that_do_not_support_each_other_are_named(tables_of: MakeTables, rios: Person) -> None:
    strict = replace(DEFAULT_POLICY, guarded_size=2, support_bits=99.0)
    explanation = explained(tables_of(rios, rios), FIRST, SECOND, policy=strict)
    assert not explanation.is_same_person
    assert (explanation.judgement, explanation.obstacles) == ("same", ("weak_support",))
    assert "don't support each other" in explain_in_words(explanation)
    small = replace(DEFAULT_POLICY, largest_entity=1, guarded_size=2, support_bits=99.0)
    assert explained(tables_of(rios, rios), FIRST, SECOND, policy=small).obstacles == ("too_many",)


def test_a_chain_has_no_hop_out_of_the_person(tables_of: MakeTables, rios: Person) -> None:
    tables = tables_of(rios, rios | {"surname_2": None}, rios | {"given_names": "Manuel"})
    resolution = resolve(tables)
    person_of = dict(resolution.mentions.select("mention_id", "entity_id").iter_rows())
    explanation = explain_pair(tables, resolution, (FIRST, THIRD))
    assert explanation.chain
    for hop in explanation.chain:
        assert person_of[hop.left_id] == person_of[hop.right_id] == person_of[FIRST]


@pytest.mark.parametrize("phrases", [SPANISH, FRENCH], ids=["es", "fr"])
def test_every_language_has_the_same_phrases_with_the_same_blanks(phrases: Mapping[str, str]) -> None:
    def blanks(phrase: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(phrase) if name}

    assert set(phrases) == set(ENGLISH)
    assert all(blanks(phrases[key]) == blanks(ENGLISH[key]) for key in ENGLISH)
    assert all(phrases[key].strip() for key in ENGLISH)
