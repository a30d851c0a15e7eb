"""Code lists, each with the standard it comes from.

Gradings are stored as scheme and raw code and never converted: the letters of one scheme mean something else
in the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

import pycountry

# Keys. The agency code and the partner code are this project's contract v1, section 1.
AGENCY_PATTERN: Final = r"^[A-Z]{2}-[A-Z0-9]{2,12}$"
PARTNER_PATTERN: Final = r"^[A-Z0-9][A-Z0-9-]{1,15}$"
RECORD_ID_PATTERN: Final = r"^[^\x00-\x1F\x7F]{1,80}$"
ORIGIN_PATTERN: Final = r"^[A-Z]{2}-[A-Z0-9]{2,12}/[^\x00-\x1F\x7F]{1,80}$"

# Traffic Light Protocol 2.0 (FIRST, August 2022), from the least to the most restrictive.
HANDLING: Final = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")

# Words of the contract. A person's status in a case decides what may be done with them (Smuggling Protocol,
# Article 5).
STATUSES: Final = ("facilitator", "smuggled_migrant", "both", "witness", "victim", "unknown")
# Strongest first: the one that a person of several keeps.
PROTECTED_BY_STRENGTH: Final = ("victim", "witness", "smuggled_migrant")
PROTECTED_STATUSES: Final = frozenset(PROTECTED_BY_STRENGTH)
ROLES: Final = (
    "organiser",
    "recruiter",
    "guide",
    "driver",
    "captain",
    "safe_house_keeper",
    "document_forger",
    "financier",
    "payment_collector",
    "lookout",
    "corrupt_official",
    "protector",
    "kidnapper",
    "other",
)
OFFENCES: Final = (
    "smuggling_of_migrants",
    "facilitated_stay",
    "document_fraud",
    "trafficking_in_persons",
    "kidnapping",
    "other",
)
TRANSPORT_MODES: Final = ("road", "rail", "foot", "sea", "river", "air")
BENEFITS: Final = ("yes", "no", "unknown")
SEXES: Final = ("M", "F", "X")  # as in ICAO Doc 9303, X for unspecified
IDENTIFIER_KINDS: Final = (
    "phone",
    "email",
    "social",
    "curp",
    "rfc",
    "passport",
    "national_id",
    "bank_account",
    "wallet",
    "imei",
    "other",
)
PLACE_KINDS: Final = (
    "safe_house",
    "hotel",
    "transit_hub",
    "border_crossing",
    "checkpoint",
    "pickup",
    "dropoff",
    "residence",
    "business",
    "other",
)
PAYMENT_METHODS: Final = ("cash", "remittance", "bank", "informal_transfer", "crypto", "other")
CALL_CHANNELS: Final = ("voice", "message", "app")

# Grading schemes: (codes for the source, codes for the information).
# admiralty: NATO AJP-2.1. 4x4: Europol evaluation codes. 5x5x5: UK National Intelligence Model (to 2016).
# 3x5x2: UK College of Policing intelligence report (since 2016).
GRADES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "admiralty": (("A", "B", "C", "D", "E", "F"), ("1", "2", "3", "4", "5", "6")),
    "4x4": (("A", "B", "C", "X"), ("1", "2", "3", "4")),
    "5x5x5": (("A", "B", "C", "D", "E"), ("1", "2", "3", "4", "5")),
    "3x5x2": (("1", "2", "3"), ("A", "B", "C", "D", "E")),
}
GRADING_SCHEMES: Final = tuple(GRADES)


def strictest(codes: Iterable[str]) -> str:
    """Answer the most restrictive of some TLP 2.0 codes: what rests on several records carries it.

    Args:
        codes: At least one code of `HANDLING`.

    Raises:
        ValueError: No code was given, or one that TLP 2.0 does not know.
    """
    return max(codes, key=HANDLING.index)


@cache
def countries() -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes, sorted."""
    return tuple(sorted(country.alpha_2 for country in pycountry.countries))


@cache
def currencies() -> tuple[str, ...]:
    """ISO 4217 alphabetic codes, sorted."""
    return tuple(sorted(currency.alpha_3 for currency in pycountry.currencies))
