"""Every place in the records where an asset is written down.

An occurrence is one field of one row. Occurrences with the same `value_key` are the same entity; the key is
the normalised value and stays inside this room.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from graph.facts import record_key
from graph.value_keys import (
    account_keys,
    identifier_keys,
    phone_keys,
    place_keys,
    vehicle_keys,
)

IDENTIFIER_ENTITY: dict[str, str] = {
    "phone": "phone",
    "imei": "phone",
    "email": "social",
    "social": "social",
    "curp": "document",
    "rfc": "document",
    "passport": "document",
    "national_id": "document",
    "bank_account": "account",
    "wallet": "account",
    "other": "document",
}
"""Kind of identifier (contract §1) → kind of entity (contract §3)."""

NO_OTHER_KEY = pl.lit(None, dtype=pl.String).alias("other_key")


def stated_occurrences(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """List every asset that records mention, by what each record itself says of it.

    Args:
        tables: The contract's case tables.

    Returns:
        `kind, value_key` (plate, address, number …), `other_key` (VIN, name of a house; one of the two may be
        null, `settle_keys` decides), `value_text` (as a report may print it), `record_key, person_no` (null =
        the case's), `table, row_no` (the row's number column), `field`; rows without a usable value are left
        out.
    """
    parts = [
        _identifiers(tables["identifiers"]),
        _vehicles(tables["vehicles"]),
        _places(tables["places"]),
        *(_payment_accounts(tables["payments"], side) for side in ("payer", "payee")),
        *(_call_phones(tables["calls"], side) for side in ("caller", "callee")),
    ]
    told = pl.col("value_key").is_not_null() | pl.col("other_key").is_not_null()
    return pl.concat(parts).filter(told)


def _shape(
    frame: pl.DataFrame, table: str, number: str, field: str, *, kind: pl.Expr, person: pl.Expr
) -> pl.DataFrame:
    """Bring a frame that has `value_key` and `value_text` into the columns of an occurrence."""
    return frame.select(
        kind.alias("kind"),
        "value_key",
        "other_key" if "other_key" in frame.columns else NO_OTHER_KEY,
        "value_text",
        record_key(),
        person.cast(pl.Int64).alias("person_no"),
        pl.lit(table).alias("table"),
        pl.col(number).cast(pl.Int64).alias("row_no"),
        pl.lit(field).alias("field"),
    )


def _identifiers(frame: pl.DataFrame) -> pl.DataFrame:
    keyed = identifier_keys(frame)
    kind = pl.col("kind").replace_strict(IDENTIFIER_ENTITY, default="document", return_dtype=pl.String)
    return _shape(keyed, "identifiers", "identifier_no", "value", kind=kind, person=pl.col("person_no"))


def _vehicles(frame: pl.DataFrame) -> pl.DataFrame:
    keyed = frame.with_columns(vehicle_keys(frame))
    return _shape(
        keyed, "vehicles", "vehicle_no", "plate", kind=pl.lit("vehicle"), person=pl.col("person_no")
    )


def _places(frame: pl.DataFrame) -> pl.DataFrame:
    keyed = frame.with_columns(place_keys(frame))
    return _shape(keyed, "places", "place_no", "address", kind=pl.lit("place"), person=pl.col("person_no"))


def _payment_accounts(frame: pl.DataFrame, side: str) -> pl.DataFrame:
    field = f"{side}_account"
    keyed = frame.with_columns(account_keys(frame[field]))
    person = pl.col(f"{side}_person_no")
    return _shape(keyed, "payments", "payment_no", field, kind=pl.lit("account"), person=person)


def _call_phones(frame: pl.DataFrame, side: str) -> pl.DataFrame:
    keyed = frame.with_columns(
        phone_keys(frame[side], frame["country"] if "country" in frame.columns else None)
    )
    return _shape(keyed, "calls", "call_no", side, kind=pl.lit("phone"), person=pl.lit(None))
