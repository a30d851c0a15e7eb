"""The weights table: what is compared, how agreement is graded, and how much each grade says.

`m` is how often two mentions of the same person stand at a level, `u` how often two mentions of different persons do.
The weight of a level is log2(m / u) bits. Where a level has a `rarity` column, u is how common that very value is
(`resolution.frequencies`), so that sharing *Hernández* says less than sharing *Zaldívar*; of two different values the
commoner one counts, so that a lone *Ríos* against *Ríos Chávez* is worth what *Ríos* alone is worth.

The figures are set by hand from what is known about Spanish-style names and police files (error rates of clerks, size
of calendars, spread of surnames), not trained on any delivery: a first delivery of ten records is judged as the
millionth is, and every change of this table is a change somebody reviewed. A trained model was 0.002 of F1 better on a
million rows (docs, design), which is no reason to give that up.

Levels are tried from the top; the first whose condition holds is taken. Conditions are DuckDB SQL over a left (`_l`)
and a right (`_r`) mention.
"""

from __future__ import annotations

from typing import NamedTuple


class Level(NamedTuple):
    """One grade of agreement.

    Attributes:
        name: Stable code, key of its wording in `explain_words`.
        condition: SQL, or `else`.
        m: Probability of the level among mentions of one person.
        u: Probability of the level among mentions of different persons; ignored where `rarity` has a value.
        rarity: Column whose value's frequency stands in for `u`.
        why: Where the figures come from.
    """

    name: str
    condition: str
    m: float
    u: float
    rarity: str | None
    why: str


class Comparison(NamedTuple):
    """One thing that is compared, with its levels from best to worst."""

    name: str
    null_condition: str
    levels: tuple[Level, ...]


def _either_null(column: str) -> str:
    return f"{column}_l is null or {column}_r is null"


def _either_empty(column: str) -> str:
    return f"coalesce(len({column}_l), 0) = 0 or coalesce(len({column}_r), 0) = 0"


GIVEN = Comparison(
    "given_names",
    _either_null("given_key"),
    (
        Level(
            "equal",
            "given_key_l = given_key_r",
            0.60,
            0.01,
            "given_rarity",
            "Same names once short forms are resolved",
        ),
        Level(
            "subset",
            "list_has_all(given_set_l, given_set_r) or list_has_all(given_set_r, given_set_l)",
            0.22,
            0.02,
            "given_rarity",
            "A second given name is left out in about a quarter of files",
        ),
        Level(
            "similar",
            "jaro_winkler_similarity(given_key_l, given_key_r) >= 0.92"
            " or (least(len(given_set_l), len(given_set_r)) = 1"
            " and jaro_winkler_similarity(given_first_l, given_first_r) >= 0.9)"
            " or list_has_all(given_sound_l, given_sound_r) or list_has_all(given_sound_r, given_sound_l)",
            0.06,
            0.02,
            "given_rarity",
            "Typing and hearing errors: about one name in fifteen",
        ),
        Level(
            "initial",
            "least(length(given_key_l), length(given_key_r)) = 1 and left(given_key_l, 1) = left(given_key_r, 1)",
            0.02,
            0.08,
            None,
            "An initial is shared with one person in twelve",
        ),
        Level(
            "overlap",
            "list_has_any(given_set_l, given_set_r)",
            0.015,
            0.04,
            None,
            "One name of two shared, the other different: cousins more often than errors",
        ),
        Level("different", "else", 0.02, 0.92, None, "Rarely the same person under another first name"),
    ),
)

SURNAMES = Comparison(
    "surnames",
    _either_null("surname_key"),
    (
        Level(
            "equal",
            "surname_key_l = surname_key_r and surname_1_l = surname_1_r and surname_2_l is not null",
            0.60,
            0.001,
            "surname_rarity",
            "Both surnames in the same order",
        ),
        Level(
            "single_equal",
            "surname_key_l = surname_key_r and surname_2_l is null",
            0.5,
            0.01,
            "surname_rarity",
            "Both mentions have one surname only, and it is the same",
        ),
        Level(
            "swapped",
            "surname_key_l = surname_key_r",
            0.08,
            0.001,
            "surname_rarity",
            "Paternal and maternal surname exchanged: usual where a file follows another country's order",
        ),
        Level(
            "second_missing",
            "(surname_2_l is null or surname_2_r is null) and surname_1_l = surname_1_r",
            0.20,
            0.01,
            "surname_rarity",
            "North American files often keep one surname",
        ),
        Level(
            "first_missing",
            "(surname_2_l is null and surname_1_l = surname_2_r) or (surname_2_r is null and surname_1_r = surname_2_l)",
            0.03,
            0.01,
            "surname_rarity",
            "The last word of the name taken for the surname",
        ),
        Level(
            "similar",
            "jaro_winkler_similarity(surname_key_l, surname_key_r) >= 0.94"
            " or (surname_2_l is not null and surname_2_r is not null"
            " and jaro_winkler_similarity(surname_1_l, surname_1_r) >= 0.88"
            " and jaro_winkler_similarity(surname_2_l, surname_2_r) >= 0.88)"
            " or ((surname_2_l is null or surname_2_r is null)"
            " and jaro_winkler_similarity(surname_1_l, surname_1_r) >= 0.92)"
            " or list_has_all(surname_sound_l, surname_sound_r) or list_has_all(surname_sound_r, surname_sound_l)",
            0.06,
            0.005,
            "surname_rarity",
            "Typing and hearing errors (b/v, s/z, ll/y, silent h)",
        ),
        Level(
            "one_equal",
            "list_has_any(surname_set_l, surname_set_r)",
            0.02,
            0.03,
            None,
            "One of two shared: half-siblings and cousins as often as errors",
        ),
        Level("different", "else", 0.015, 0.95, None, "A person seldom changes both surnames"),
    ),
)

BIRTH = Comparison(
    "birth_date",
    "birth_year_l is null or birth_year_r is null",
    (
        Level(
            "equal",
            "birth_text_l = birth_text_r",
            0.80,
            1 / 5000,
            None,
            "One day of about 15,000; some days are made up",
        ),
        Level(
            "day_month_swapped",
            "left(birth_text_l, 4) = left(birth_text_r, 4) and substr(birth_text_l, 6, 2) = substr(birth_text_r, 9, 2)"
            " and substr(birth_text_l, 9, 2) = substr(birth_text_r, 6, 2)",
            0.02,
            1 / 6000,
            None,
            "03/04 read as 4 March",
        ),
        Level(
            "one_digit",
            "damerau_levenshtein(birth_text_l, birth_text_r) = 1",
            0.05,
            1 / 400,
            None,
            "One digit mistyped or two exchanged: some 40 dates in 15,000 lie so near",
        ),
        Level(
            "same_year",
            "birth_year_l = birth_year_r and (birth_text_l is null or birth_text_r is null)",
            0.55,
            1 / 40,
            None,
            "One file has the year only; actors' births spread over about 40 years",
        ),
        Level(
            "near_year",
            "abs(birth_year_l - birth_year_r) <= 1 and (birth_text_l is null or birth_text_r is null)",
            0.06,
            1 / 20,
            None,
            "A year worked out from a stated age may be one off",
        ),
        Level(
            "same_month",
            "left(birth_text_l, 7) = left(birth_text_r, 7)",
            0.02,
            1 / 500,
            None,
            "The day is wrong in one file",
        ),
        Level(
            "same_year_other_day",
            "birth_year_l = birth_year_r",
            0.015,
            1 / 40,
            None,
            "Wrong day or month in one file",
        ),
        Level("different", "else", 0.02, 0.95, None, "Two other dates"),
    ),
)

SEX = Comparison(
    "sex",
    _either_null("sex"),
    (
        Level("equal", "sex_l = sex_r", 0.985, 0.60, None, "Three actors in four are men"),
        Level("different", "else", 0.015, 0.40, None, "Clerical error, one in seventy"),
    ),
)

NATIONALITY = Comparison(
    "nationality",
    _either_null("nationality"),
    (
        Level(
            "equal", "nationality_l = nationality_r", 0.93, 0.3, "nationality", "Weighs by how common it is"
        ),
        Level("different", "else", 0.07, 0.65, None, "Wrongly guessed or double nationality"),
    ),
)

CURP = Comparison(
    "curp",
    _either_null("curp"),
    (
        Level("equal", "curp_l = curp_r", 0.95, 1e-6, None, "Mexico's population key is personal"),
        Level(
            "one_character",
            "damerau_levenshtein(curp_l, curp_r) = 1",
            0.02,
            1e-4,
            None,
            "A mistyped key seldom keeps its check digit",
        ),
        Level("different", "else", 0.01, 0.999, None, "Two valid keys are two persons"),
    ),
)

DOCUMENTS = Comparison(
    "documents",
    _either_empty("documents"),
    (
        Level(
            "shared",
            "list_has_any(documents_l, documents_r)",
            0.75,
            1e-5,
            None,
            "A passport or card number is personal",
        ),
        Level("different", "else", 0.25, 1.0, None, "People hold several documents"),
    ),
)


def _shared_only(name: str, levels: tuple[tuple[str, str, float], ...]) -> Comparison:
    """A comparison in which sharing says something and not sharing says nothing.

    Args:
        name: Its name.
        levels: List column, why, and bits of sharing one of its values.
    """
    empty = " and ".join(f"({_either_empty(column)})" for column, _, _ in levels)
    graded = [
        Level(f"shared_{column}", f"list_has_any({column}_l, {column}_r)", 0.5, 0.5 / 2**bits, None, why)
        for column, why, bits in levels
    ]
    return Comparison(name, empty, (*graded, Level("none_shared", "else", 0.5, 0.5, None, "Says nothing")))


PHONES = _shared_only(
    "phones",
    (
        ("phones_private", "A number that goes with one or two names only", 9.0),
        ("phones_shared", "A number that several names use: a family's or a cell's", 5.0),
        ("phones_busy", "A number that many names use: nearly public", 1.5),
    ),
)
ONLINE = _shared_only(
    "online",
    (
        ("online_private", "An e-mail address or account used by one or two names", 9.0),
        ("online_shared", "An e-mail address or account several names use", 4.0),
    ),
)
ACCOUNTS = _shared_only(
    "accounts",
    (
        ("accounts_private", "A bank account or wallet used by one or two names", 7.0),
        ("accounts_shared", "An account several names use", 3.0),
    ),
)
PLATES = _shared_only(
    "plates",
    (
        ("plates_private", "A vehicle seen with one or two names", 6.0),
        ("plates_shared", "A vehicle that several names use", 3.0),
    ),
)
ALIASES = _shared_only(
    "aliases",
    (
        ("aliases_rare", "A nickname that few carry; never enough alone", 6.0),
        ("aliases_common", "A nickname that many carry (El Chino)", 3.0),
    ),
)
PLACE = Comparison(
    "place",
    _either_null("case_place"),
    (
        Level(
            "same_municipality",
            "case_place_l = case_place_r",
            0.35,
            0.10,
            None,
            "People work where they worked before",
        ),
        Level("same_state", "case_state_l = case_state_r", 0.20, 0.10, None, "The same state"),
        Level("elsewhere", "else", 0.45, 0.80, None, "Smugglers travel"),
    ),
)

COMPARISONS = (
    GIVEN,
    SURNAMES,
    BIRTH,
    SEX,
    NATIONALITY,
    CURP,
    DOCUMENTS,
    PHONES,
    ONLINE,
    ACCOUNTS,
    PLATES,
    ALIASES,
    PLACE,
)
"""Everything that is compared, in the order in which an explanation tells it."""
