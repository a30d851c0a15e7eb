"""Invented people: who they are, before anybody writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from sample_data.geography import Spot, Town
from sample_data.identifiers import CURP_STATES, make_curp, make_national_id, make_passport
from sample_data.names import draw_name
from sample_data.phones import Phone, make_phone
from sample_data.word_lists import read_words

# Whose names a nationality bears: (name set, weight).
NAMING: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "US": (("es", 0.55), ("en", 0.45)),
    "CA": (("fr", 0.45), ("en", 0.35), ("in", 0.1), ("es", 0.1)),
    "HT": (("ht", 1.0),),
    "IN": (("in", 1.0),),
    "NP": (("in", 1.0),),
}
SPANISH_ONLY: Final = (("es", 1.0),)
TWO_GIVEN: Final = 0.62
FIRST_BIRTH: Final = date(1955, 1, 1)


@dataclass(slots=True, eq=False)
class Person:
    """Somebody of the world.

    Attributes:
        person_id: The truth's name for the person; in no record.
        network: Id of the person's network, or None.
        stage: The stage of the smuggling that the person works in, or None.
    """

    person_id: str
    sex: str
    given: tuple[str, ...]
    surname_1: str
    surname_2: str | None
    birth: date
    nationality: str
    town: Town
    role: str | None = None
    stage: str | None = None
    network: str | None = None
    is_leader: bool = False
    is_broker: bool = False
    aliases: list[str] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    home: Spot | None = None
    account: str | None = None

    @property
    def given_names(self) -> str:
        """All given names in one text."""
        return " ".join(self.given)


def make_person(rng: Random, person_id: str, nationality: str, town: Town) -> Person:
    """A grown-up with a name after their nationality."""
    kinds = NAMING.get(nationality, SPANISH_ONLY)
    kind = rng.choices([k for k, _ in kinds], [w for _, w in kinds])[0] if len(kinds) > 1 else kinds[0][0]
    sex = "F" if rng.random() < 0.28 else "M"
    names = f"{kind}_female" if sex == "F" else f"{kind}_male"
    given = [draw_name(rng, names)]
    if kind == "es" and rng.random() < TWO_GIVEN:
        given.append(draw_name(rng, names))
    second = draw_name(rng, f"{kind}_surnames") if kind == "es" else None
    birth = FIRST_BIRTH + timedelta(days=rng.randrange(50 * 365))
    return Person(
        person_id, sex, tuple(given), draw_name(rng, f"{kind}_surnames"), second, birth, nationality, town
    )


def give_documents(rng: Random, person: Person) -> None:
    """The papers a person may be found with: CURP for Mexicans, identity card, passport."""
    if person.nationality == "MX":
        place = (rng.choice(CURP_STATES), 0 if rng.random() < 0.9 else rng.randrange(1, 10))
        person.documents["curp"] = make_curp(
            (person.given_names, person.surname_1, person.surname_2), person.sex, person.birth, place
        )
    elif person.nationality not in ("US", "CA"):
        person.documents["national_id"] = make_national_id(rng, person.nationality)
    person.documents["passport"] = make_passport(rng, person.nationality)


def give_phone(rng: Random, person: Person) -> Phone:
    """A new phone; the newest is the one in use."""
    phone = make_phone(rng, person.town.country, person.town.area_code)
    person.phones.append(phone)
    return phone


def give_alias(rng: Random, person: Person) -> None:
    """A nickname of the right gender."""
    alias = rng.choice(read_words("aliases"))
    wrong = "El " if person.sex == "F" else "La "
    right = "La " if person.sex == "F" else "El "
    person.aliases.append(alias.replace(wrong, right, 1) if alias.startswith(wrong) else alias)
