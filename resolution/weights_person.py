"""Weights of birth, sex, nationality and papers (see `resolution.weights` for how to read them)."""

from __future__ import annotations

from resolution.comparison import Comparison, Level, either_empty, either_null

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
            "left(birth_text_l, 4) = left(birth_text_r, 4)"
            " and substr(birth_text_l, 6, 2) = substr(birth_text_r, 9, 2)"
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
    either_null("sex"),
    (
        Level("equal", "sex_l = sex_r", 0.985, 0.60, None, "Three actors in four are men"),
        Level("different", "else", 0.015, 0.40, None, "Clerical error, one in seventy"),
    ),
)

NATIONALITY = Comparison(
    "nationality",
    either_null("nationality"),
    (
        Level(
            "equal", "nationality_l = nationality_r", 0.93, 0.3, "nationality", "Weighs by how common it is"
        ),
        Level("different", "else", 0.07, 0.65, None, "Wrongly guessed or double nationality"),
    ),
)

CURP = Comparison(
    "curp",
    either_null("curp"),
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
    either_empty("documents"),
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
