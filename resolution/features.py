"""One row per mention of a person: everything that is compared, written alike.

The frame carries values of protected persons because they must be compared; it never leaves the room.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from resolution.name_features import name_columns
from resolution.shared_values import add_bands, band_values, curp_column, named_values

MENTION_KEY = ("agency", "record_id", "person_no")


def mention_id_expr() -> pl.Expr:
    """`AGENCY/RECORD_ID#PERSON_NO`."""
    return pl.format("{}/{}#{}", "agency", "record_id", "person_no")


def mention_features(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Features of every person row, sorted by `mention_id`, where `tables` hold all records.

    Args:
        tables: Case tables as the contract has them; only `persons` must be there.

    Returns:
        One row per mention: `idx` (UInt32, the row's position), `mention_id`, `record_key`, the mention
        key, `status`, names (`given_*`, `surname_*`), `birth_text`, `birth_year`, `sex`, `nationality`,
        `curp`, the lists of `resolution.shared_values`, and of the case `case_place`, `case_state`,
        `incident_date`, `origin_key`.
    """
    stated, values = stated_features(tables)
    return add_bands(stated, band_values(values))


def stated_features(tables: Mapping[str, pl.DataFrame]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What records say of their own mentions, whatever other records there are.

    Returns:
        The features of `mention_features` but for the lists of `resolution.shared_values`; and the values
        that these lists are made of (`resolution.shared_values.named_values`).
    """
    persons = tables["persons"].with_columns(
        mention_id=mention_id_expr(), record_key=pl.format("{}/{}", "agency", "record_id")
    )
    persons = persons.sort("mention_id").with_row_index("idx")
    frame = pl.concat([_base_columns(persons), name_columns(persons)], how="horizontal")
    frame = frame.join(_case_columns(tables.get("cases")), on="record_key", how="left", maintain_order="left")
    values = named_values(frame, tables)
    return _fill_from_curp(
        frame.join(curp_column(values), on="idx", how="left", maintain_order="left")
    ), values


def _base_columns(persons: pl.DataFrame) -> pl.DataFrame:
    known = _with_missing(persons, {"birth_date": pl.Date, "birth_year": pl.Int64, "sex": pl.String})
    known = _with_missing(known, {"nationality": pl.String, "status": pl.String})
    date = pl.col("birth_date")
    made_up = (date.dt.month() == 1) & (date.dt.day() == 1)
    return known.select(
        "idx",
        "mention_id",
        "record_key",
        "agency",
        "record_id",
        pl.col("person_no").cast(pl.Int64),
        "status",
        pl.when(~made_up).then(date.dt.to_string("%Y-%m-%d")).alias("birth_text"),
        pl.coalesce(date.dt.year().cast(pl.Int64), pl.col("birth_year").cast(pl.Int64)).alias("birth_year"),
        pl.when(pl.col("sex").is_in(["M", "F"])).then("sex").alias("sex"),
        "nationality",
    )


def _with_missing(frame: pl.DataFrame, columns: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    missing = [
        pl.lit(None, dtype=dtype).alias(name) for name, dtype in columns.items() if name not in frame.columns
    ]
    return frame.with_columns(missing)


def _case_columns(cases: pl.DataFrame | None) -> pl.DataFrame:
    wanted = {"municipality": pl.String, "admin1": pl.String, "country": pl.String, "origin_ref": pl.String}
    empty = {"agency": pl.String, "record_id": pl.String, "incident_start_date": pl.Date}
    cases = pl.DataFrame(schema=empty) if cases is None else cases
    cases = _with_missing(cases, {**wanted, "incident_start_date": pl.Date})
    state = pl.concat_str("country", "admin1", separator="/")
    town = pl.col("municipality").str.to_lowercase().str.normalize("NFKD").str.replace_all(r"[^a-z0-9]", "")
    key = pl.format("{}/{}", "agency", "record_id")
    return cases.select(
        key.alias("record_key"),
        pl.concat_str(state, town, separator="/").alias("case_place"),
        state.alias("case_state"),
        pl.col("incident_start_date").alias("incident_date"),
        pl.coalesce("origin_ref", key).alias("origin_key"),
    ).unique("record_key", keep="first", maintain_order=True)


def _fill_from_curp(frame: pl.DataFrame) -> pl.DataFrame:
    """A valid CURP states birth date and sex; they fill what the file leaves empty."""
    century = (
        pl.when(pl.col("curp").str.slice(16, 1).str.contains("[0-9]"))
        .then(pl.lit("19"))
        .otherwise(pl.lit("20"))
    )
    digits = pl.col("curp").str.slice(4, 6)
    text = pl.concat_str(
        century,
        digits.str.slice(0, 2),
        pl.lit("-"),
        digits.str.slice(2, 2),
        pl.lit("-"),
        digits.str.slice(4, 2),
    )
    sex = (
        pl.col("curp")
        .str.slice(10, 1)
        .replace_strict({"H": "M", "M": "F"}, default=None, return_dtype=pl.String)
    )
    fits = pl.col("birth_year").is_null() | (pl.col("birth_year") == text.str.slice(0, 4).cast(pl.Int64))
    filled = pl.coalesce("birth_text", pl.when(fits).then(text))
    return frame.with_columns(
        birth_text=filled,
        birth_year=pl.coalesce("birth_year", text.str.slice(0, 4).cast(pl.Int64)),
        sex=pl.coalesce("sex", sex),
    )
