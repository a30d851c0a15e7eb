"""Every code that may reach a page has a word in every language, whichever room the code comes from."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import graph.hubs
import resolution.collective
import resolution.judge
import schemas
import staging
from graph.causes import PRECEDENCE
from graph.evidence import DIRECTED, HOLDS, NEAR
from graph.links import STRENGTH
from graph.occurrences import IDENTIFIER_ENTITY
from graph.signals import SIGNALS
from graph.stages import STAGE_OF_LINK, STAGE_OF_PLACE, STAGE_OF_ROLE, STAGES
from reports.sections.intake import count_quarantine
from reports.sections.records import GAP_ITEMS
from reports.words.catalogue import LOCALES, load_words, read_catalogue
from resolution.phrases_en import ENGLISH
from resolution.weights import COMPARISONS
from resolution.who_is_who import Obstacle
from schemas.codes import GRADING_SCHEMES, OFFENCES, PLACE_KINDS, ROLES, SEXES, STATUSES, TRANSPORT_MODES
from schemas.model_checks import SHORT_NAMES
from schemas.normalise.curp import PROBLEMS
from schemas.tables import TABLES
from schemas.tables.spec import table_columns
from schemas.unknown_words import CHECK

PLACE_OF_CHECK = {"Rule": 1, "find_at": 2, "note": 1, "JsonProblem": 0, "CsvRecord": 3, "add": 1}
"""Calls that name a check without `check=`, and which of their arguments it is."""

STORED_NAMES = {"check_name"}
"""The store's own column name for a check stands where a check could; it is none."""

ROLE_SIGNALS = {"organiser", "financier"}
"""Signals that a page tells with the role's own word (`role:organiser`)."""


def _source(module: object) -> str:
    return Path(str(getattr(module, "__file__", ""))).read_text(encoding="utf-8")


def _sources(suffix: str) -> Iterator[str]:
    for package in (schemas, staging):
        for path in sorted(Path(package.__path__[0]).rglob(f"*{suffix}")):
            yield path.read_text(encoding="utf-8")


def _named_checks(call: ast.Call) -> Iterator[ast.expr]:
    yield from (word.value for word in call.keywords if word.arg == "check")
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    place = PLACE_OF_CHECK.get(name)
    if place is not None and len(call.args) > place:
        yield call.args[place]


def _is_check(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value == "check"


def _checks_in_source(text: str) -> set[str]:
    found: list[ast.expr] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            found.extend(_named_checks(node))
        elif isinstance(node, ast.Dict):
            found.extend(value for key, value in zip(node.keys, node.values, strict=True) if _is_check(key))
    codes = {each.value for each in found if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return codes - STORED_NAMES


def _checks() -> set[str]:
    written = set().union(*(_checks_in_source(text) for text in _sources(".py")))
    in_sql = {name for text in _sources(".sql") for name in re.findall(r"'(\w+)' as check_name", text)}
    types = {spec.type_name.lower() for table in TABLES for spec in table_columns(table).values()}
    return written | in_sql | {*SHORT_NAMES.values(), *PROBLEMS, CHECK, "model"} | types - {"string"}


def _pair_reasons() -> set[str]:
    judged = set(re.findall(r'pl\.lit\("(\w+)"\)', _source(resolution.judge)))
    told = {key.removeprefix("reason.") for key in ENGLISH if key.startswith("reason.")}
    return judged - {"same", "review", "different"} | told


CODES: dict[str, set[str]] = {
    "change": set(PRECEDENCE),
    "cause": {kind for kinds in PRECEDENCE.values() for kind in kinds},
    "check": _checks(),
    "comparison": {each.name for each in COMPARISONS}
    | set(re.findall(r"\bbits_(\w+)=", _source(resolution.collective))),
    "gap": set(GAP_ITEMS),
    "hub_reason": set(re.findall(r'pl\.format\("(\w+):\{\}"', _source(graph.hubs))),
    "kind": {"person", *IDENTIFIER_ENTITY.values(), *HOLDS, *NEAR},
    "link": {*STRENGTH, *HOLDS.values(), *NEAR.values(), *DIRECTED},
    "mode": set(TRANSPORT_MODES),
    "obstacle": {each.value for each in Obstacle},
    "offence": {*OFFENCES, "unknown"},
    "pair_reason": _pair_reasons(),
    "place_kind": set(PLACE_KINDS),
    "reason": {"role", *SIGNALS} - ROLE_SIGNALS,
    "role": {*ROLES, *ROLE_SIGNALS},
    "scheme": set(GRADING_SCHEMES),
    "sex": set(SEXES),
    "stage": {"none", *STAGES, *STAGE_OF_LINK.values(), *STAGE_OF_PLACE.values(), *STAGE_OF_ROLE.values()},
    "status": set(STATUSES),
    "table": {"delivery", *TABLES},
}
"""Group of words → every code that its room may give."""


@pytest.mark.parametrize("language", sorted(LOCALES))
@pytest.mark.parametrize("group", sorted(CODES))
def test_every_code_has_a_word(group: str, language: str) -> None:
    worded = {message.id for message in read_catalogue(language) if message.id and message.string}
    assert [code for code in sorted(CODES[group]) if f"{group}.{code}" not in worded] == []


def test_codes_are_found_where_the_rooms_write_them() -> None:
    assert CODES["check"] >= {"revision_conflict", "ragged_row", "date_order", "child_not_an_object", "date"}
    assert len(CODES["check"]) > 60
    assert CODES["hub_reason"] >= {"over_cap", "spread_over_groups"}
    assert CODES["pair_reason"] >= {"weight", "twins", "generation", "decided"}
    assert "context" in CODES["comparison"]
    assert {"phone", "vehicle", "social"} < CODES["kind"]
    assert all(CODES.values())


def test_a_check_is_seen_however_it_is_written() -> None:
    lines = [
        'Rule("a", "one", x, "b")',
        'raise DeliveryError(m, check="two")',
        'rejects.add(p, "three", m)',
        'row = {"check": "four", "found": None}',
    ]
    assert _checks_in_source("\n".join(lines)) == {"one", "two", "three", "four"}


def test_a_delivery_turned_away_whole_is_called_so() -> None:
    turned_away = pl.DataFrame({"delivery_id": ["D-1"], "table": [""], "check": ["broken_zip"], "row": [0]})
    (line,) = count_quarantine(turned_away)
    assert load_words("en").code("table", line.table) == "whole delivery"
