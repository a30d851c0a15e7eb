"""Weights of names (see `resolution.weights` for how to read them)."""

from __future__ import annotations

from resolution.comparison import Comparison, Level, either_null

GIVEN = Comparison(
    "given_names",
    either_null("given_key"),
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
            "least(length(given_key_l), length(given_key_r)) = 1"
            " and left(given_key_l, 1) = left(given_key_r, 1)",
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
    either_null("surname_key"),
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
            "(surname_2_l is null and surname_1_l = surname_2_r)"
            " or (surname_2_r is null and surname_1_r = surname_2_l)",
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
            " or list_has_all(surname_sound_l, surname_sound_r)"
            " or list_has_all(surname_sound_r, surname_sound_l)",
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
