"""Evidence from context: what the two cases around a doubtful pair say about it.

What names alone cannot settle, company can: the same associates, the same incident told by two agencies,
the same rare number, plate, account or address in both cases. Context is added to the weight of a pair as
one more comparison, `context`, and is capped: it can settle a doubt, it cannot overrule a name or a birth
date that clashes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from resolution.comparison import MISSING
from resolution.policy import Policy


class ContextWeight(NamedTuple):
    """Bits that a kind of shared context adds for each instance, and at most."""

    name: str
    each_bits: float
    most_bits: float
    why: str


ASSOCIATES = ContextWeight(
    "associates",
    4.0,
    8.0,
    "A person who is in both cases: the chance that two strangers share an associate is small",
)
INCIDENT = ContextWeight(
    "incident",
    5.0,
    5.0,
    "Both records tell of one incident: one was taken from the other, or same place and days",
)
BELONGINGS = ContextWeight(
    "belongings",
    2.0,
    4.0,
    "A number, plate, account or address that few cases know, whoever in them it belongs to",
)
CONTEXT_WEIGHTS = (ASSOCIATES, INCIDENT, BELONGINGS)
MOST_CONTEXT_BITS = 9.0
"""All context together; about what a private phone number is worth."""

FEW_RECORDS = 8
"""An associate in more records than this counts less, in inverse proportion: everybody meets a broker."""

SAME_INCIDENT_DAYS = 2
"""Reports of one incident by two agencies differ by this many days at most."""


def lasting_context(
    scored: pl.DataFrame, features: pl.DataFrame, case_values: pl.DataFrame, policy: Policy
) -> pl.DataFrame:
    """What the cases around each doubtful pair say, whoever the persons in them are.

    Args:
        scored: Scored pairs with `left`, `right` (positions in `features`) and `weight_bits`.
        features: As `mention_features` gives them.
        case_values: `record_key`, `value` as `resolution.case_values` gives them.
        policy: `doubt_bits`: pairs from this weight up need no context.

    Returns:
        `row` (position in `scored`), `left`, `right`, `record_left`, `record_right` (numbers of records),
        `incident`, `belongings` (bits).
    """
    doubtful = scored.with_row_index("row").filter(pl.col("weight_bits") < policy.doubt_bits)
    records = record_numbers(features)
    told = doubtful.select(
        "row",
        "left",
        "right",
        record_left=records.gather(doubtful["left"]),
        record_right=records.gather(doubtful["right"]),
    )
    numbered = pl.DataFrame({"record_key": features["record_key"], "record": records}).unique()
    values = case_values.join(numbered, on="record_key").select("record", "value")
    return told.with_columns(_same_incident(told, features), _shared_belongings(told, values))


def record_numbers(features: pl.DataFrame) -> pl.Series:
    """For each mention the number of its record, which is quicker to join than its key."""
    return features["record_key"].rank("dense").cast(pl.UInt32).rename("record")


def add_context(
    scored: pl.DataFrame, lasting: pl.DataFrame, features: pl.DataFrame, roots: pl.Series | None
) -> pl.DataFrame:
    """Add what the cases around each pair say.

    Args:
        scored: Scored pairs with `left`, `right` (positions in `features`) and `weight_bits`.
        lasting: As `lasting_context` gives it.
        features: As `mention_features` gives them.
        roots: The person each mention was taken for in the round before; None in the first round.

    Returns:
        The pairs with `level_context`, `bits_context`, and the bits added to `weight_bits`.
    """
    associates = pl.Series(ASSOCIATES.name, [0.0]).new_from_index(0, lasting.height)
    if roots is not None:
        told = lasting.with_columns(
            root_left=roots.gather(lasting["left"]), root_right=roots.gather(lasting["right"])
        )
        associates = shared_associates(told, _present(features, roots))
    return weigh_context(scored, lasting.with_columns(associates))


def weigh_context(scored: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Add the bits of context to the pairs that have any.

    Args:
        scored: Scored pairs with `weight_bits`.
        told: `row` (position in `scored`) and the bits of each of `CONTEXT_WEIGHTS`, before the cap on all.

    Returns:
        The pairs with `level_context`, `bits_context`, and the bits added to `weight_bits`.
    """
    names = [weight.name for weight in CONTEXT_WEIGHTS]
    strongest = pl.lit(MISSING)
    for name in reversed(names):
        strongest = pl.when(pl.col(name) == pl.max_horizontal(names)).then(pl.lit(name)).otherwise(strongest)
    total = pl.sum_horizontal(names)
    bits = told.select(
        "row",
        level=pl.when(total > 0).then(strongest).otherwise(pl.lit(MISSING)).cast(pl.Enum([*names, MISSING])),
        bits=total.clip(0.0, MOST_CONTEXT_BITS),
    )
    added = np.zeros(scored.height)
    added[bits["row"].to_numpy()] = bits["bits"].to_numpy()
    level = pl.select(pl.repeat(MISSING, scored.height, dtype=bits.schema["level"]))[:, 0]
    return scored.with_columns(
        level_context=level.scatter(bits["row"], bits["level"]),
        bits_context=pl.Series(added),
        weight_bits=scored["weight_bits"] + pl.Series(added),
    )


def _present(features: pl.DataFrame, roots: pl.Series) -> pl.DataFrame:
    present = pl.DataFrame({"record": record_numbers(features), "associate": roots}).unique()
    return present.join(present.group_by("associate").agg(records=pl.len()), on="associate")


def shared_associates(told: pl.DataFrame, present: pl.DataFrame) -> pl.Series:
    """Bits for the persons who are in both cases of a pair, other than the two of the pair.

    Args:
        told: `row`, `record_left`, `record_right`, `root_left`, `root_right`: the records and persons of
            each pair.
        present: `record`, `associate` (the persons of each record), `records` (in how many records that
            person is in all).
    """
    known = present.filter(pl.col("records") > 1)
    cases = told.select("record_left", "record_right").unique()
    met = cases.join(known, left_on="record_left", right_on="record").join(
        known.select("record", "associate"),
        left_on=["record_right", "associate"],
        right_on=["record", "associate"],
    )
    pairs = told.select("row", "record_left", "record_right", "root_left", "root_right")
    found = pairs.join(met, on=["record_left", "record_right"]).filter(
        (pl.col("associate") != pl.col("root_left")) & (pl.col("associate") != pl.col("root_right"))
    )
    worth = ASSOCIATES.each_bits * (FEW_RECORDS / pl.col("records")).clip(0.0, 1.0)
    return _summed(found.with_columns(worth=worth), told, ASSOCIATES)


def _same_incident(pairs: pl.DataFrame, features: pl.DataFrame) -> pl.Series:
    def side(name: str) -> pl.DataFrame:
        return features.select("origin_key", "case_place", "incident_date", "agency")[pairs[name]]

    left, right = side("left"), side("right").rename(lambda name: f"{name}_r")
    both = pl.concat([left, right], how="horizontal")
    days = (pl.col("incident_date") - pl.col("incident_date_r")).dt.total_days().abs()
    near = (pl.col("case_place") == pl.col("case_place_r")) & (days <= SAME_INCIDENT_DAYS)
    same = (pl.col("origin_key") == pl.col("origin_key_r")) | (
        near & (pl.col("agency") != pl.col("agency_r"))
    )
    bits = pl.when(same.fill_null(value=False)).then(INCIDENT.each_bits).otherwise(0.0)
    return both.select(bits.alias(INCIDENT.name))[:, 0]


def _shared_belongings(told: pl.DataFrame, case_values: pl.DataFrame) -> pl.Series:
    cases = told.select("record_left", "record_right").unique()
    met = cases.join(case_values, left_on="record_left", right_on="record").join(
        case_values, left_on=["record_right", "value"], right_on=["record", "value"]
    )
    found = told.select("row", "record_left", "record_right").join(met, on=["record_left", "record_right"])
    return _summed(found.with_columns(worth=BELONGINGS.each_bits), told, BELONGINGS)


def _summed(found: pl.DataFrame, told: pl.DataFrame, weight: ContextWeight) -> pl.Series:
    sums = found.group_by("row").agg(
        pl.col("worth").cast(pl.Float64).sort().sum().clip(0.0, weight.most_bits)
    )
    pairs = told.select("row").join(sums, on="row", how="left", maintain_order="left")
    return pairs["worth"].fill_null(0.0).rename(weight.name)
