"""Invented phone numbers and the many ways in which reports write them."""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from sample_data.identifiers import digits

# country: (calling code, mobile prefixes, length of the national number)
PLANS: Final[dict[str, tuple[str, tuple[str, ...], int]]] = {
    "MX": ("52", (), 10), "US": ("1", (), 10), "CA": ("1", (), 10), "DO": ("1", ("809", "829", "849"), 10),
    "GT": ("502", ("3", "4", "5"), 8), "SV": ("503", ("6", "7"), 8), "HN": ("504", ("3", "8", "9"), 8),
    "NI": ("505", ("5", "8"), 8), "CR": ("506", ("6", "8"), 8), "PA": ("507", ("6",), 8),
    "CO": ("57", ("310", "311", "312", "313", "320"), 10), "EC": ("593", ("98", "99"), 9),
    "VE": ("58", ("412", "414", "424"), 10), "HT": ("509", ("34", "36", "37"), 8),
    "IN": ("91", ("98", "97", "99"), 10), "CU": ("53", ("5",), 8), "NP": ("977", ("98",), 10),
}  # fmt: skip


class Phone(NamedTuple):
    """A number: its country and the national digits."""

    country: str
    national: str


def make_phone(rng: Random, country: str, area_code: str) -> Phone:
    """A new number; North American and Mexican ones take the town's area code."""
    country = country if country in PLANS else "MX"
    _, prefixes, length = PLANS[country]
    prefix = rng.choice(prefixes) if prefixes else area_code
    if country in ("US", "CA", "DO"):
        return Phone(country, prefix + str(rng.randint(2, 9)) + digits(rng, 6))
    return Phone(country, prefix + digits(rng, length - len(prefix)))


def _grouped(national: str, gap: str) -> str:
    if len(national) == 8:
        return national[:4] + gap + national[4:]
    if national[:2] in ("55", "33", "81"):
        return gap.join((national[:2], national[2:6], national[6:]))
    return gap.join((national[:3], national[3:6], national[6:]))


def write_international(rng: Random, phone: Phone) -> str:
    """The number with its country's code, in one of the usual forms."""
    code, national = PLANS[phone.country][0], phone.national
    form = rng.random()
    if form < 0.55:
        return f"+{code}{national}"
    if form < 0.72:
        return f"+{code} {_grouped(national, ' ')}"
    if form < 0.78:
        return f"+{code}-{_grouped(national, '-')}"
    if form < 0.88 and phone.country == "MX":
        return rng.choice((f"+521{national}", f"+52 1 {_grouped(national, ' ')}", f"521{national}"))
    return f"00{code}{national}" if form < 0.94 else f"{code}{national}"


def write_national(rng: Random, phone: Phone) -> str:
    """The number as dialled at home; it says nothing without its country."""
    national = phone.national
    forms = [national, _grouped(national, " "), _grouped(national, "-")]
    if phone.country == "MX":
        forms += [f"044 {_grouped(national, ' ')}", f"01 {_grouped(national, ' ')}", f"045{national}"]
    elif len(national) == 10:
        forms += [f"({national[:3]}) {national[3:6]}-{national[6:]}", f"1-{_grouped(national, '-')}"]
    return rng.choice(forms)
