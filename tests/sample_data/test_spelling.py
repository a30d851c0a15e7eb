"""The noise changes how a fact is written, within what clerks really do."""

from datetime import date
from random import Random

from sample_data.geography import make_spot, read_corridors, read_towns
from sample_data.parameters import WorldParameters
from sample_data.people import make_person
from sample_data.spelling import drop_accents, mistype, spell_address, spell_birth, spell_name

CLEAN = WorldParameters(
    typo=0.0, short_form=0.0, second_given_dropped=0.0, surname_2_missing=0.0, surnames_swapped=0.0,
    full_name_only=0.0, alias_only=0.0, alias_told=0.0, accents_dropped=0.0, upper_case=0.0,
    birth_missing=0.0, birth_year_only=0.0, birth_january_first=0.0, birth_day_month_swapped=0.0,
    birth_digit_wrong=0.0,
)  # fmt: skip


def test_a_clerk_without_faults_writes_what_is() -> None:
    person = make_person(Random(4), "F1", "MX", read_towns()["Tapachula"])
    told = spell_name(Random(5), person, CLEAN)
    assert told["given_names"] == person.given_names
    assert (told["surname_1"], told["surname_2"]) == (person.surname_1, person.surname_2)
    assert spell_birth(Random(6), date(1980, 5, 6), CLEAN) == {"birth_date": "1980-05-06"}


def test_one_slip_changes_a_word_by_one_or_two_letters() -> None:
    rng = Random(7)
    for _ in range(200):
        assert abs(len(mistype(rng, "Hernández")) - len("Hernández")) <= 1


def test_accents_go_and_letters_stay() -> None:
    assert drop_accents("Núñez Güemes") == "Nunez Guemes"


def test_every_written_address_keeps_its_number() -> None:
    rng = Random(8)
    spot = make_spot(rng, "safe_house", read_towns()["Reynosa"])
    written = {spell_address(rng, spot) for _ in range(60)}
    assert len(written) > 10
    assert all(str(spot.number) in text for text in written)


def test_corridors_run_between_towns_that_are_known() -> None:
    corridors, weights = read_corridors()
    assert len(corridors) == len(weights)
    assert all(len(corridor) >= 3 for corridor in corridors)
