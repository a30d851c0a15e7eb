"""Bank accounts and wallets as they are compared.

Sources: ISO 13616 (IBAN: shape and modulo 97); Banco de México, CLABE: 18 digits, the last computed with
weights 3, 7, 1.
"""

from __future__ import annotations

import re

import polars as pl

from schemas.normalise.distinct import map_distinct
from schemas.normalise.lost_digits import has_lost_digits

IBAN_SHAPE = r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"
CLABE_DIGITS = 18
CLABE_WEIGHTS = (3, 7, 1)
SHORTEST_ACCOUNT = 5
WALLET_SHAPE = r"^(?:0x[0-9a-fA-F]{40}|[A-Za-z0-9]{25,110})$"
HEX_WALLET = r"^0[xX][0-9a-fA-F]{40}$"
BECH32_WALLET = re.compile(r"^(?:bc1|ltc1|tb1|addr1)[a-z0-9]+$", re.IGNORECASE)


def normalise_account(value: str | None) -> str | None:
    """A bank account: an IBAN in upper case, else its digits; None for fewer than five or one digit repeated.

    Cards and CLABEs are digits as well; spaces, dashes and `Cta.` go. A number that lost digits is none.
    """
    if value is None or has_lost_digits(value):
        return None
    plain = re.sub(r"[^0-9A-Z]", "", value.upper().replace("IBAN", ""))
    if re.search(IBAN_SHAPE, plain) and is_iban_valid(plain):
        return plain
    digits = re.sub(r"[^0-9]", "", value)
    is_junk = len(digits) < SHORTEST_ACCOUNT or len(set(digits)) == 1
    return None if is_junk else digits


def account_column(values: pl.Series) -> pl.Series:
    """`normalise_account` over a String Series."""
    return map_distinct(values, normalise_account)


def normalise_wallet(value: str | None) -> str | None:
    """A crypto address without spaces and scheme (`bitcoin:`).

    Its case is kept unless the format has none (0x…, bc1…).
    """
    if value is None:
        return None
    plain = re.sub(r"^[a-z]+:|[?].*$", "", re.sub(r"\s+", "", value))
    if re.search(HEX_WALLET, plain) or BECH32_WALLET.search(plain):
        plain = plain.lower()
    return plain if re.search(WALLET_SHAPE, plain) else None


def wallet_column(values: pl.Series) -> pl.Series:
    """`normalise_wallet` over a String Series."""
    return map_distinct(values, normalise_wallet)


def clabe_check_digit(first_17: str) -> str:
    """The CLABE's 18th digit: the products' last digits summed, complement to 10."""
    weighted = (int(digit) * CLABE_WEIGHTS[position % 3] % 10 for position, digit in enumerate(first_17))
    return str(-sum(weighted) % 10)


def is_clabe_valid(value: str) -> bool:
    """Whether the digits are a CLABE with the right check digit."""
    digits = re.sub(r"[^0-9]", "", value)
    return len(digits) == CLABE_DIGITS and clabe_check_digit(digits[:-1]) == digits[-1]


def is_iban_valid(value: str) -> bool:
    """Whether letters and digits have the shape of an IBAN and leave 1 modulo 97."""
    plain = re.sub(r"[^0-9A-Z]", "", value.upper())
    if re.search(IBAN_SHAPE, plain) is None:
        return False
    rotated = plain[4:] + plain[:4]
    return int("".join(str(int(character, 36)) for character in rotated)) % 97 == 1
