"""One pathology each: which mentions become one person, and which must not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from resolution.resolve import Resolution, entity_id, resolve
from schemas.errors import ConfigError

Person = dict[str, Any]
MakeTables = Callable[..., dict[str, pl.DataFrame]]

ZALDIVAR: Person = {
    "given_names": "José Eleuterio",
    "surname_1": "Zaldívar",
    "surname_2": "Ochoa",
    "sex": "M",
    "nationality": "HN",
}
STEMS = ("Al", "Bel", "Cor", "Dur", "Es", "Fuen", "Gar", "Lun")
VALID_CURP = "HEGG560427MVZRRL04"
OTHER_CURP = "BADD110313HCMLNS09"


def persons_of(resolution: Resolution) -> list[list[str]]:
    """Mention ids by person."""
    groups = resolution.mentions.group_by("entity_id").agg(pl.col("mention_id").sort())
    return sorted(groups["mention_id"].to_list())


def are_one(resolution: Resolution) -> bool:
    return resolution.mentions["entity_id"].n_unique() == 1


def decision(left: str, right: str, judgement: str) -> pl.DataFrame:
    return pl.DataFrame({"left_id": [left], "right_id": [right], "judgement": [judgement]})


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            {"given_names": "MANUEL ALEJANDRO", "surname_1": "RIOS", "surname_2": "CHAVEZ"}, id="case-accents"
        ),
        pytest.param({"surname_1": "Chávez", "surname_2": "Ríos"}, id="surnames-swapped"),
        pytest.param({"surname_2": None}, id="second-surname-missing"),
        pytest.param({"given_names": "Manuel"}, id="second-given-name-missing"),
        pytest.param({"surname_1": "Rioz", "surname_2": "Chabes"}, id="spelt-by-ear"),
        pytest.param({"given_names": "Manule Alejandro"}, id="letters-exchanged"),
        pytest.param({"birth_date": date(1965, 5, 28)}, id="digit-mistyped"),
        pytest.param({"birth_date": None, "birth_year": 1965}, id="year-only"),
        pytest.param({"birth_date": date(1965, 1, 1)}, id="first-of-january-is-a-year"),
        pytest.param(
            {
                "given_names": None,
                "surname_1": None,
                "surname_2": None,
                "full_name": "RIOS CHAVEZ, Manuel Alejandro",
            },
            id="name-unsplit",
        ),
    ],
)
def test_one_person_under_a_usual_variation(tables_of: MakeTables, rios: Person, other: Person) -> None:
    assert are_one(resolve(tables_of(rios, rios | other)))


def test_day_and_month_swapped_is_one_person(tables_of: MakeTables, rios: Person) -> None:
    assert are_one(
        resolve(tables_of(rios | {"birth_date": date(1965, 5, 6)}, rios | {"birth_date": date(1965, 6, 5)}))
    )


def test_short_form_of_a_given_name_is_the_name(tables_of: MakeTables, rios: Person) -> None:
    pepe = rios | {"given_names": "Pepe"}
    assert are_one(resolve(tables_of(rios | {"given_names": "José"}, pepe)))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"given_names": "Ricardo", "birth_date": date(1971, 2, 3)}, id="brother"),
        pytest.param({"birth_date": date(1991, 11, 2)}, id="son-of-the-same-name"),
        pytest.param({"given_names": "Ricardo"}, id="twin"),
        pytest.param({"given_names": "María", "sex": "F"}, id="twin-sister"),
        pytest.param({"birth_date": None, "birth_year": 1990}, id="son-of-the-same-name-year-only"),
        pytest.param({"surname_1": "Luna", "surname_2": "Ortega", "birth_date": None}, id="other-family"),
    ],
)
def test_two_persons_are_kept_apart(tables_of: MakeTables, rios: Person, other: Person) -> None:
    assert not are_one(resolve(tables_of(rios, rios | other)))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"given_names": "Ricardo"}, id="twins"),
        pytest.param({"birth_date": None, "birth_year": 1990}, id="generation"),
    ],
)
def test_kin_who_share_a_phone_are_told_apart_unless_they_share_a_paper(
    tables_of: MakeTables, rios: Person, other: Person, request: pytest.FixtureRequest
) -> None:
    phone, paper = ("phone", "+526642357652"), ("passport", "D36874637")
    resolution = resolve(
        tables_of(rios | {"identifiers": [phone]}, {**rios, **other, "identifiers": [phone]})
    )
    assert not are_one(resolution)
    assert resolution.pairs.select("judgement", "reason").rows() == [("review", request.node.callspec.id)]
    both = {"identifiers": [phone, paper]}
    assert are_one(resolve(tables_of(rios | both, {**rios, **other, **both})))


def test_a_common_short_name_alone_settles_nothing(tables_of: MakeTables) -> None:
    name = {"given_names": "José", "surname_1": "Hernández", "nationality": "MX", "sex": "M"}
    assert not are_one(resolve(tables_of(name, name)))


def test_a_shared_private_phone_settles_a_common_name_in_any_written_form(tables_of: MakeTables) -> None:
    name = {"given_names": "José", "surname_1": "Hernández", "nationality": "MX", "sex": "M"}
    left = name | {"identifiers": [("phone", "044 664 235 7652")]}
    right = name | {"identifiers": [("phone", "+52 1 664 235 7652")]}
    assert are_one(resolve(tables_of(left, right)))


def test_a_phone_of_many_names_settles_nothing(tables_of: MakeTables) -> None:
    phone: Person = {"identifiers": [("phone", "+526642357652")]}
    name = {"given_names": "José", "surname_1": "Hernández", "nationality": "MX"}
    surnames = [a + b for a in STEMS for b in ("varez", "mudo", "tega")]
    others = [{"given_names": "Ana", "surname_1": surname, **phone} for surname in surnames]
    resolution = resolve(tables_of(name | phone, name | phone, *others))
    assert resolution.mentions["entity_id"].n_unique() == len(others) + 2


def test_two_persons_of_one_record_are_never_one(tables_of: MakeTables, rios: Person) -> None:
    assert not are_one(
        resolve(tables_of(rios | {"record_id": "R1"}, rios | {"record_id": "R1", "person_no": 2}))
    )


def test_two_valid_curps_are_two_persons(tables_of: MakeTables, rios: Person) -> None:
    left, right = ({**rios, "identifiers": [("curp", value)]} for value in (VALID_CURP, OTHER_CURP))
    bridge = rios | {"given_names": "Manuel Alejandro"}
    resolution = resolve(tables_of(left, right, bridge))
    by_mention = dict(resolution.mentions.select("mention_id", "entity_id").iter_rows())
    assert by_mention["MX-A/R001#1"] != by_mention["MX-A/R002#1"]


def test_one_curp_is_one_person_whatever_the_spelling(tables_of: MakeTables, rios: Person) -> None:
    curp = {"identifiers": [("curp", VALID_CURP)]}
    assert are_one(
        resolve(tables_of(rios | curp, {**rios, "given_names": "Manolo", "surname_1": None, **curp}))
    )


def test_a_nickname_alone_never_makes_one_person(tables_of: MakeTables) -> None:
    chino = {"aliases": ["El Chino Zurdo"], "sex": "M", "nationality": "HN"}
    resolution = resolve(tables_of(ZALDIVAR | chino, chino, chino))
    assert resolution.mentions["entity_id"].n_unique() == 3


def test_a_migrant_becomes_no_smuggler_on_a_name(tables_of: MakeTables) -> None:
    name = {"given_names": "Elmer Neptalí", "surname_1": "Zaldívar", "sex": "M", "nationality": "HN"}
    same_side = resolve(tables_of(name, name))
    assert are_one(same_side)
    weight = same_side.pairs["weight_bits"][0]
    crossing = resolve(tables_of(name, name | {"status": "smuggled_migrant"}))
    assert crossing.pairs["weight_bits"][0] == weight
    strict = crossing.pairs["judgement"][0] == "same"
    assert strict == (weight >= 6.5)


def test_associates_settle_what_a_name_cannot(tables_of: MakeTables, rios: Person) -> None:
    doubtful = {
        "given_names": "José",
        "surname_1": "Hernández",
        "sex": "M",
        "nationality": "MX",
        "person_no": 2,
    }
    alone = resolve(tables_of(doubtful | {"record_id": "R1"}, doubtful | {"record_id": "R2"}))
    assert not are_one(alone)
    second = ZALDIVAR | {"person_no": 3}
    groups = [
        [person | {"record_id": record} for person in (rios | {"person_no": 1}, doubtful, second)]
        for record in ("R1", "R2")
    ]
    together = resolve(tables_of(*groups[0], *groups[1]))
    assert persons_of(together) == [[f"MX-A/R1#{n}", f"MX-A/R2#{n}"] for n in (1, 2, 3)]
    pair = together.pairs.filter(pl.col("left_id") == "MX-A/R1#2").filter(pl.col("right_id") == "MX-A/R2#2")
    assert pair["level_context"].to_list() == ["associates"]


def test_a_decision_not_same_outranks_the_score_and_every_path(tables_of: MakeTables, rios: Person) -> None:
    tables = tables_of(rios, rios, rios)
    resolution = resolve(tables, decisions=decision("MX-A/R002#1", "MX-A/R001#1", "not_same"))
    by_mention = dict(resolution.mentions.select("mention_id", "entity_id").iter_rows())
    assert by_mention["MX-A/R001#1"] != by_mention["MX-A/R002#1"]
    decided = resolution.pairs.filter(pl.col("reason") == "decided")
    assert decided.select("left_id", "right_id", "judgement").rows() == [
        ("MX-A/R001#1", "MX-A/R002#1", "different")
    ]


def test_a_decision_same_outranks_the_score(tables_of: MakeTables, rios: Person) -> None:
    other = {"given_names": "Ana", "surname_1": "Paz", "sex": "F"}
    resolution = resolve(tables_of(rios, other), decisions=decision("MX-A/R001#1", "MX-A/R002#1", "same"))
    assert are_one(resolution)
    assert resolution.pairs["judgement"].to_list() == ["same"]


def test_contradicting_decisions_are_refused_with_both_named(tables_of: MakeTables, rios: Person) -> None:
    decisions = pl.concat(
        [
            decision("MX-A/R001#1", "MX-A/R002#1", "same"),
            decision("MX-A/R002#1", "MX-A/R003#1", "same"),
            decision("MX-A/R001#1", "MX-A/R003#1", "not_same"),
        ]
    )
    with pytest.raises(ConfigError, match=r"R002#1 and MX-A/R003#1 .*R001#1 and MX-A/R003#1"):
        resolve(tables_of(rios, rios, rios), decisions=decisions)


def test_a_pair_decided_both_ways_is_refused(tables_of: MakeTables, rios: Person) -> None:
    both = pl.concat(
        [decision("MX-A/R001#1", "MX-A/R002#1", judgement) for judgement in ("same", "not_same")]
    )
    with pytest.raises(ConfigError, match="both `same` and `not_same`"):
        resolve(tables_of(rios, rios), decisions=both)


def test_a_decision_on_a_withdrawn_mention_waits(tables_of: MakeTables, rios: Person) -> None:
    resolution = resolve(tables_of(rios), decisions=decision("MX-A/R001#1", "MX-A/R999#1", "same"))
    assert resolution.mentions.height == 1
    assert resolution.pairs.is_empty()


def test_no_persons_give_an_empty_resolution(tables_of: MakeTables) -> None:
    resolution = resolve(tables_of())
    assert resolution.mentions.is_empty()
    assert resolution.pairs.is_empty()


def test_every_score_keeps_its_parts(tables_of: MakeTables, rios: Person) -> None:
    pairs = resolve(tables_of(rios, rios)).pairs
    parts = sum(pairs[name][0] for name in pairs.columns if name.startswith("bits_"))
    assert pairs["weight_bits"][0] == pytest.approx(parts + 1 - 12)


def test_an_entity_id_depends_on_its_first_mention_only() -> None:
    assert entity_id("MX-A/R001#1") == entity_id("MX-A/R001#1")
    assert entity_id("MX-A/R001#1") != entity_id("MX-A/R001#2")
    assert len(entity_id("x")) == len("P-") + 12
