"""The file of decisions: what is of the form, what is not, and which id a decision has."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.decisions import Decision, decision_id, describe_decisions, read_sitting
from schemas.errors import ConfigError

PAGE = Path(__file__).parents[2] / "docs" / "decisions.md"
SIGNED = {"by": "x", "at": "2026-01-10T09:00:00Z", "why": "y"}
SAME = {"judgement": "same", "left": "A/1#1", "right": "A/2#1"}


def made(said: object) -> list[Decision]:
    return read_sitting(json.dumps(said)).made


def read(*decisions: dict[str, Any], **shared: str) -> list[str | None]:
    return [each.judgement for each in made({**shared, "decisions": decisions})]


def test_the_example_of_the_page_is_of_the_form_and_has_one_of_each_kind() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    Draft202012Validator(describe_decisions()).validate(json.loads(block))
    judgements = ["same", "not_same", "link_confirmed", "link_rejected", "unsure", "settled", "revoked"]
    assert [each.judgement for each in read_sitting(block).made] == judgements


def test_what_is_left_open_is_passed_over_and_a_list_is_enough() -> None:
    assert read({"judgement": None, "left": "A/1#1", "right": "A/2#1"}, SAME | SIGNED) == ["same"]
    assert len(made([SAME | SIGNED])) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"judgement": "same", "left": "A/1#1"},
        {**SAME, "kind": "called"},
        {**SAME, "right": "A/1#1"},
        {**SAME, "right": "T-ABCDEFGHIJKL"},
        {**SAME, "right": "Ramiro Treviño"},
        {**SAME, "at": "2026-01-10"},
        {**SAME, "judgment": "same"},
        {"judgement": "settled", "person": "A/1#1", "status": "unknown"},
        {"judgement": "maybe"},
        {**SAME, "rests_on": ["A/1"]},
        {**SAME, "right": "A/1|identifiers|1|value"},
        {"judgement": "unsure", "left": "A/1#1", "right": "A/1|identifiers|1|value"},
    ],
)
def test_what_is_not_of_the_form_is_refused_without_its_values(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=r"decisions\.0") as caught:
        read(wrong, **SIGNED)
    assert "Ramiro" not in str(caught.value)


@pytest.mark.parametrize("part", ["by", "at", "why"])
def test_a_decision_without_signature_is_refused(part: str) -> None:
    with pytest.raises(ConfigError, match=part):
        read(SAME, **{name: value for name, value in SIGNED.items() if name != part})


def test_no_json_is_told_by_its_place() -> None:
    with pytest.raises(ConfigError, match="line 1"):
        read_sitting("{")


def test_the_id_follows_what_is_said_and_not_how_it_is_written() -> None:
    shared = made({**SIGNED, "decisions": [SAME]})[0]
    own = made([{**SIGNED, **SAME, "at": "2026-01-10T10:00:00+01:00", "about": {}}])[0]
    other = made([{**SIGNED, **SAME, "why": "z"}])[0]
    assert decision_id(shared) == decision_id(own) != decision_id(other)


def test_the_id_is_that_of_the_judgement_whatever_records_were_looked_at() -> None:
    plain = made([SAME | SIGNED])[0]
    resting = made([SAME | SIGNED | {"rests_on": ["A/1@1", "A/2@3"]}])[0]
    assert decision_id(plain) == decision_id(resting) == "J-CYS5Y3YJWBKF"


def test_unsure_is_of_persons_or_with_a_kind_of_a_link() -> None:
    assert read(SAME | {"judgement": "unsure"}, **SIGNED) == ["unsure"]
    link = {"judgement": "unsure", "left": "A/1#1", "right": "A/1|identifiers|1|value", "kind": "uses_phone"}
    assert read(link, **SIGNED) == ["unsure"]
