"""When two written values are the same thing: the key of each kind of asset, and its text.

The keys are compared inside this room and never leave it. How a value is normalised is `schemas.normalise`;
here is only which columns of a row decide. Every function returns two columns: `value_key` (null = no usable
value) and `value_text`.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from schemas.normalise.accounts import account_column, wallet_column
from schemas.normalise.addresses import address_key_column, place_name_key_column
from schemas.normalise.documents import document_column, email_column, imei_column, rfc_column, social_column
from schemas.normalise.phone_keys import phone_key_column
from schemas.normalise.phones import phone_column
from schemas.normalise.plates import plate_column
from schemas.normalise.vins import vin_column

NORMALISERS: dict[str, tuple[str, Callable[[pl.DataFrame], pl.Series]]] = {
    "imei": ("imei:", lambda rows: imei_column(rows["value"])),
    "email": ("email:", lambda rows: email_column(rows["value"])),
    "social": ("social:", lambda rows: social_column(rows["value"], rows["platform"])),
    "curp": ("curp:", lambda rows: document_column(rows["value"])),
    "rfc": ("rfc:", lambda rows: rfc_column(rows["value"])),
    "passport": ("passport:", lambda rows: document_column(rows["value"])),
    "national_id": ("national_id:", lambda rows: document_column(rows["value"])),
    "bank_account": ("account:", lambda rows: account_column(rows["value"])),
    "wallet": ("wallet:", lambda rows: wallet_column(rows["value"])),
    "other": ("other:", lambda rows: document_column(rows["value"])),
}
"""Kind of identifier but phones → prefix of its keys, and how its values are normalised."""


INTERNATIONAL = r"^\s*(?:\+|00)"
"""A number written with its calling code says its country; one without is shown as written."""


def phone_keys(values: pl.Series, countries: pl.Series | None = None) -> list[pl.Series]:
    """Key telephone numbers by their line; the text is E.164 where the country is told, else as written."""
    raw = values.cast(pl.String)
    forms = pl.DataFrame(
        {
            "key": "phone:" + phone_key_column(raw, countries),
            "e164": phone_column(raw, countries),
            "raw": raw,
            "country": pl.Series([None], dtype=pl.String).new_from_index(0, len(raw))
            if countries is None
            else countries.cast(pl.String),
        }
    )
    is_told = pl.col("raw").str.contains(INTERNATIONAL) | pl.col("country").is_not_null()
    text = pl.when(is_told).then(pl.coalesce("e164", pl.col("raw").str.strip_chars()))
    shown = forms.select(
        pl.col("key").alias("value_key"), text.otherwise(pl.col("raw").str.strip_chars()).alias("value_text")
    )
    return shown.get_columns()


def account_keys(values: pl.Series) -> list[pl.Series]:
    """Key the accounts of payments: bank accounts by their digits, else wallets."""
    raw = values.cast(pl.String)
    forms = pl.DataFrame({"account": account_column(raw), "wallet": wallet_column(raw), "raw": raw})
    # a wallet in letters has digits too; only what is digits throughout is an account
    is_digits = pl.col("raw").str.contains(r"^[0-9 .\-]+$")
    keys = forms.select(
        pl.when(is_digits | pl.col("wallet").is_null())
        .then("account:" + pl.col("account"))
        .otherwise("wallet:" + pl.col("wallet"))
        .alias("value_key"),
        pl.col("raw").str.strip_chars().alias("value_text"),
    )
    return keys.get_columns()


def identifier_keys(frame: pl.DataFrame) -> pl.DataFrame:
    """Add both columns to `identifiers` rows, each kind by its own rule; unknown kinds are left out."""
    text = frame.with_columns(pl.col("kind", "value", "country", "platform").cast(pl.String))
    parts = [
        text.clear().with_columns(pl.lit(None, dtype=pl.String).alias(c) for c in ("value_key", "value_text"))
    ]
    phones = text.filter(pl.col("kind") == "phone")
    parts.append(phones.with_columns(phone_keys(phones["value"], phones["country"])))
    for kind, (prefix, normalise) in sorted(NORMALISERS.items()):
        rows = text.filter(pl.col("kind") == kind)
        shown = rows["value"].str.strip_chars().alias("value_text")
        parts.append(rows.with_columns((prefix + normalise(rows)).alias("value_key"), shown))
    return pl.concat(parts)


def vehicle_keys(frame: pl.DataFrame) -> list[pl.Series]:
    """Key vehicles by plate, else by VIN; a VIN seen with one plate is that vehicle's."""
    forms = pl.DataFrame(
        {"value_key": "plate:" + plate_column(frame["plate"]), "other_key": "vin:" + vin_column(frame["vin"])}
    )
    text = frame.select(pl.coalesce("plate", "vin").str.strip_chars().alias("value_text"))
    return [forms["value_key"], forms["other_key"], text["value_text"]]


def place_keys(frame: pl.DataFrame) -> list[pl.Series]:
    """Key places by address, else by name; a name seen at one address is that house's."""
    town, country = frame["municipality"].cast(pl.String), frame["country"].cast(pl.String)
    address = address_key_column(frame["address"].cast(pl.String), town, country)
    name = place_name_key_column(frame["name"].cast(pl.String), town, country)
    forms = pl.DataFrame({"value_key": "address:" + address, "other_key": "name:" + name})
    text = frame.select(pl.coalesce("name", "address").str.strip_chars().alias("value_text"))
    return [forms["value_key"], forms["other_key"], text["value_text"]]


def settle_keys(occurrences: pl.DataFrame) -> pl.DataFrame:
    """Decide under which key each occurrence is known.

    Args:
        occurrences: `value_key`, `other_key`: what a thing is known by, and what else it is known by. All
            occurrences with an `other_key` must be there, or none of them.

    Returns:
        The rows with `value_key` filled in where it is null: the one that the `other_key` was ever seen
        with, else the `other_key` itself.
    """
    forms = occurrences.select("value_key", "other_key")
    seen = forms.drop_nulls().group_by("other_key").agg(pl.col("value_key").unique().alias("keys"))
    single = seen.filter(pl.col("keys").list.len() == 1)
    known = single.select("other_key", pl.col("keys").list.first().alias("known"))
    joined = occurrences.join(known, on="other_key", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("value_key", "known", "other_key").alias("value_key")).drop(
        "known"
    )
