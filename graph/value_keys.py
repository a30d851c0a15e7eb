"""When two written values are the same thing: the normalised key of each kind of asset, and its printable text.

The keys are compared inside this room and never leave it. How a value is normalised is `schemas.normalise`; here is only
which columns of a row decide.
"""

from __future__ import annotations

import polars as pl

from schemas.normalise.phones import phone_column


def _keyed(prefix: str, normalised: pl.Series, text: pl.Series | None = None) -> list[pl.Series]:
    printable = normalised if text is None else text
    key = (prefix + normalised.cast(pl.String)).alias("value_key")
    return [key, printable.cast(pl.String).alias("value_text")]


def _plain(values: pl.Series) -> pl.Series:
    cleaned = values.cast(pl.String).str.to_uppercase().str.replace_all(r"[^0-9A-Z]", "")
    return cleaned.replace("", None)


def phone_keys(values: pl.Series, countries: pl.Series | None = None) -> list[pl.Series]:
    """Return `value_key` and `value_text` of telephone numbers: E.164."""
    return _keyed("phone:", phone_column(values.cast(pl.String), countries))


def account_keys(values: pl.Series) -> list[pl.Series]:
    """Return `value_key` and `value_text` of bank accounts and wallets."""
    return _keyed("account:", _plain(values))


def identifier_keys(frame: pl.DataFrame) -> list[pl.Series]:
    """Return `value_key` and `value_text` of `identifiers` rows, each kind by its own rule."""
    value = frame["value"].cast(pl.String)
    phone = phone_column(value, frame["country"].cast(pl.String))
    plain = _plain(value)
    handle = value.str.strip_chars().str.to_lowercase().str.strip_prefix("@")
    kind = pl.col("kind")
    chosen = (
        pl.DataFrame({"kind": frame["kind"], "phone": phone, "plain": plain, "handle": handle})
        .select(
            pl.when(kind == "phone")
            .then("phone:" + pl.col("phone"))
            .when(kind.is_in(["email", "social"]))
            .then(kind + ":" + pl.col("handle"))
            .when(kind.is_in(["bank_account", "wallet"]))
            .then("account:" + pl.col("plain"))
            .otherwise(kind + ":" + pl.col("plain"))
            .alias("value_key"),
            pl.when(kind == "phone").then("phone").otherwise(value).alias("value_text"),
        )
    )
    return chosen.get_columns()


def vehicle_keys(frame: pl.DataFrame) -> list[pl.Series]:
    """Return `value_key` and `value_text` of vehicles: the plate, or the VIN where no plate is given."""
    plate, vin = _plain(frame["plate"]), _plain(frame["vin"])
    chosen = pl.DataFrame({"plate": plate, "vin": vin, "raw": frame["plate"]}).select(
        pl.coalesce("plate:" + pl.col("plate"), "vin:" + pl.col("vin")).alias("value_key"),
        pl.coalesce("raw", "vin").alias("value_text"),
    )
    return chosen.get_columns()


def place_keys(frame: pl.DataFrame) -> list[pl.Series]:
    """Return `value_key` and `value_text` of places: the address in its municipality, else the name in it."""
    folded = frame.select(
        pl.col("address", "name", "municipality")
        .cast(pl.String)
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
        .str.to_uppercase()
        .str.replace_all(r"[^0-9A-Z]+", " ")
        .str.strip_chars()
        .replace("", None)
    )
    town = pl.col("municipality").fill_null("?")
    keys = folded.select(
        pl.coalesce(
            "address:" + pl.col("address") + "|" + town, "name:" + pl.col("name") + "|" + town
        ).alias("value_key")
    )
    text = frame.select(pl.coalesce("name", "address").alias("value_text"))
    return [keys["value_key"], text["value_text"]]
