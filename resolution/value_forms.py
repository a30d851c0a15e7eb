"""Identifiers, plates, accounts and addresses as they are compared: of what sort, and written alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from schemas.normalise.accounts import account_column, wallet_column
from schemas.normalise.addresses import address_key_column
from schemas.normalise.curp import curp_column
from schemas.normalise.documents import (
    document_column,
    email_column,
    imei_column,
    rfc_column,
    social_column,
)
from schemas.normalise.phone_keys import phone_key_column
from schemas.normalise.plates import plate_column
from schemas.normalise.vins import vin_column

SORT_OF_KIND = {
    "phone": "phone",
    "email": "online",
    "social": "online",
    "imei": "online",
    "curp": "curp",
    "rfc": "document",
    "passport": "document",
    "national_id": "document",
    "bank_account": "account",
    "wallet": "account",
}
"""The contract's kinds of identifier, by what they are evidence of; `other` is not compared."""

FORM_OF_KIND: Mapping[str, Callable[[pl.Series], pl.Series]] = {
    "email": email_column,
    "imei": imei_column,
    "curp": curp_column,
    "rfc": rfc_column,
    "passport": document_column,
    "national_id": document_column,
    "bank_account": account_column,
    "wallet": wallet_column,
    "plate": plate_column,
    "vin": vin_column,
}
"""How a kind of value is written alike; kinds that need a second column are in `identifier_values`."""

KEY = ("agency", "record_id", "person_no")
VALUE_SCHEMA = {
    "agency": pl.String,
    "record_id": pl.String,
    "person_no": pl.Int64,
    "kind": pl.String,
    "value": pl.String,
}


def identifier_values(frame: pl.DataFrame | None) -> pl.DataFrame:
    """Identifiers written alike: the columns of `VALUE_SCHEMA`, `kind` being the sort of `SORT_OF_KIND`."""
    if frame is None or frame.is_empty():
        return pl.DataFrame(schema=VALUE_SCHEMA)
    parts = []
    for (kind,), rows in frame.filter(pl.col("kind").is_in(list(SORT_OF_KIND))).group_by("kind"):
        sort = pl.lit(SORT_OF_KIND[str(kind)])
        parts.append(_value_rows(rows, sort, _written(str(kind), rows)))
    return pl.concat([pl.DataFrame(schema=VALUE_SCHEMA), *parts]).sort(pl.all())


def column_values(
    frame: pl.DataFrame | None, column: str, kind: str, *, person: str | None = None
) -> pl.DataFrame:
    """One column of a case table written alike: the columns of `VALUE_SCHEMA`.

    Args:
        frame: The table, or None.
        column: Its column.
        kind: `phone`, `plate`, `vin`, `account` or `address`.
        person: The column that says whose it is; None where it is the case's.
    """
    if frame is None or frame.is_empty() or column not in frame.columns:
        return pl.DataFrame(schema=VALUE_SCHEMA)
    rows = frame.drop_nulls(column).with_columns(value=pl.col(column))
    owner = pl.lit(None, dtype=pl.Int64) if person is None else pl.col(person)
    rows = rows.with_columns(person_no=owner)
    form = "bank_account" if kind == "account" else kind
    return _value_rows(rows, pl.lit(kind), _written(form, rows))


def _value_rows(rows: pl.DataFrame, kind: pl.Expr, written: pl.Series) -> pl.DataFrame:
    values = rows.select(*KEY, kind.alias("kind"), written.alias("value"))
    return values.drop_nulls("value").cast(dict(VALUE_SCHEMA))  # type: ignore[arg-type]


def _written(kind: str, rows: pl.DataFrame) -> pl.Series:
    if kind == "phone":
        return phone_key_column(rows["value"], _optional(rows, "country"))
    if kind == "social":
        return social_column(rows["value"], _optional(rows, "platform"))
    if kind == "address":
        return address_key_column(rows["value"], _optional(rows, "municipality"), _optional(rows, "country"))
    return FORM_OF_KIND[kind](rows["value"])


def _optional(rows: pl.DataFrame, column: str) -> pl.Series | None:
    return rows[column] if column in rows.columns else None
