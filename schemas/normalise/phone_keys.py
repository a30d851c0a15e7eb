"""When two written telephone numbers are the same line.

E.164 is what a person reads; two writings are compared by less. A national form without a country is read as
the home country's, and a number noted in Texas as `956 234 9339` would not meet `+1 956 234 9339` noted
elsewhere. So the key is the national number alone where the plan's numbers are long enough that a chance
meeting is rare: ten digits for Mexico and North America, eight for Central America. A number that no plan
knows keeps its digits: the same odd digits twice are still the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from schemas.normalise.lost_digits import without_lost_digits
from schemas.normalise.phones import phone_column

NATIONAL_NUMBER = r"^\+(?:52|1|50[2-7])([0-9]{8}|[0-9]{10})$"
"""Calling codes whose national numbers are the key: Mexico, North America, Central America."""

BARE_NUMBER = "^([0-9]{8}|[0-9]{10})$"
"""Digits as long as a national number, from a record whose country has no such numbers: somebody else's."""

FEWEST_DIGITS = 7
"""Fewer digits than a subscriber number say nothing when they recur."""


def phone_key_column(values: pl.Series, countries: pl.Series | None = None) -> pl.Series:
    """Return the key under which writings of one line meet; null for what is no number.

    Args:
        values: Numbers as written.
        countries: ISO alpha-2 hints, or None.
    """
    e164 = phone_column(values, countries)
    written = pl.DataFrame({"e164": e164, "written": values.cast(pl.String)})
    digits_left = without_lost_digits(pl.col("written")).str.replace_all("[^0-9]", "")
    frame = written.select("e164", digits_left.alias("digits"))
    digits = pl.col("digits")
    varied = digits.str.split("").list.eval(pl.element().filter(pl.element() != "")).list.n_unique() > 1
    told = (digits.str.len_chars() >= FEWEST_DIGITS) & varied
    national = pl.col("e164").str.extract(NATIONAL_NUMBER)
    bare = pl.when(told & pl.col("e164").is_null()).then(digits.str.extract(BARE_NUMBER))
    keys = frame.select(
        pl.coalesce(national, "e164", bare, pl.when(told).then("#" + digits)).alias(
            values.name or "phone_key"
        )
    )
    return keys.to_series()


def tell_phone_countries(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Read a number without a country as one of its record's country.

    Args:
        tables: Case tables as the contract has them.

    Returns:
        The same tables; phones in `identifiers` have `country` filled in from the case, and `calls` have a
        `country` column. Tables that are missing stay missing.
    """
    told = dict(tables)
    cases = tables.get("cases")
    if cases is None or "country" not in cases.columns:
        return told
    where = cases.select("agency", "record_id", pl.col("country").alias("case_country")).unique(
        ["agency", "record_id"], keep="first", maintain_order=True
    )
    for name in ("identifiers", "calls"):
        frame = tables.get(name)
        if frame is not None:
            told[name] = _with_case_country(frame, where)
    return told


def _with_case_country(frame: pl.DataFrame, where: pl.DataFrame) -> pl.DataFrame:
    joined = frame.join(where, on=["agency", "record_id"], how="left", maintain_order="left")
    case_country = pl.col("case_country").cast(pl.String)
    if "kind" not in frame.columns:
        return joined.with_columns(case_country.alias("country")).drop("case_country")
    own = pl.col("country").cast(pl.String) if "country" in frame.columns else pl.lit(None, dtype=pl.String)
    filled = pl.when(pl.col("kind") == "phone").then(pl.coalesce(own, case_country)).otherwise(own)
    return joined.with_columns(filled.alias("country")).drop("case_country")
