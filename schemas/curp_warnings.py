"""CURPs that contradict themselves or the person they are written beside: possible, so they only warn."""

from __future__ import annotations

import polars as pl

from schemas.findings import POSITION, find_at, join_findings, no_findings
from schemas.links import CASE
from schemas.normalise.curp import PROBLEMS, curp_problems_column

PARTICULARS = ("given_names", "surname_1", "surname_2", "sex", "birth_date")
NOBODY = {
    CASE: pl.UInt32(),
    "person_no": pl.Int64(),
    **dict.fromkeys(PARTICULARS, pl.String()),
    "birth_date": pl.Date(),
}


def warn_of_curps(identifiers: pl.DataFrame, persons: pl.DataFrame | None) -> pl.DataFrame:
    """Findings of every problem of every CURP.

    Args:
        identifiers: `position`, `case_position`, `person_no`, `kind`, `value`.
        persons: `case_position`, `person_no` and the person's particulars; None when there are none.

    Returns:
        Findings on `value`, with the codes of `schemas.normalise.curp.PROBLEMS` as checks.
    """
    stated = identifiers.filter(pl.col("kind") == "curp").select(POSITION, CASE, "person_no", curp="value")
    if stated.is_empty():
        return no_findings()
    persons = pl.DataFrame(schema=NOBODY) if persons is None else persons
    known = persons.select(CASE, "person_no", *PARTICULARS).unique(
        [CASE, "person_no"], keep="first", maintain_order=True
    )
    beside = stated.join(known, on=[CASE, "person_no"], how="left", maintain_order="left")
    told = beside.select(POSITION, curp_problems_column(beside).alias("problem")).explode("problem")
    told = told.drop_nulls("problem")
    if told.is_empty():
        return no_findings()
    return join_findings(
        find_at(
            told.filter(pl.col("problem") == code)[POSITION],
            "value",
            code,
            f"a CURP without contradiction: {words}",
        )
        for code, words in PROBLEMS.items()
    )
