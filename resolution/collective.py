"""Evidence from context: what the two cases around a doubtful pair say about it.

What names alone cannot settle, company can: the same associates, the same incident told by two agencies,
the same rare number, plate, account or address in both cases. Context is added to the weight of a pair as
one more comparison, `context`, and is capped: it can settle a doubt, it cannot overrule a name or a birth
date that clashes.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

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


def add_context(
    scored: pl.DataFrame,
    features: pl.DataFrame,
    roots: pl.Series | None,
    case_values: pl.DataFrame,
    policy: Policy,
) -> pl.DataFrame:
    """Add what the cases around each pair say.

    Args:
        scored: Scored pairs with `left`, `right` (positions in `features`) and `weight_bits`.
        features: As `mention_features` gives them.
        roots: The person each mention was taken for in the round before; None in the first round.
        case_values: `record_key`, `value` as `resolution.case_values` gives them.
        policy: `doubt_bits`: pairs above this weight need no context.

    Returns:
        The pairs with `level_context`, `bits_context`, and the bits added to `weight_bits`.
    """
    doubtful = scored.filter(pl.col("weight_bits") < policy.doubt_bits).select("left", "right")
    told = _pair_records(doubtful, features, roots)
    bits = doubtful.with_columns(
        _shared_associates(told, features, roots),
        _same_incident(doubtful, features),
        _shared_belongings(told, case_values),
    )
    names = [weight.name for weight in CONTEXT_WEIGHTS]
    strongest = (
        pl.concat_list(names).list.arg_max().replace_strict(dict(enumerate(names)), return_dtype=pl.String)
    )
    total = pl.sum_horizontal(names)
    bits = bits.select(
        "left",
        "right",
        level_context=pl.when(total > 0).then(strongest).otherwise(pl.lit("missing")),
        bits_context=total.clip(0.0, MOST_CONTEXT_BITS),
    )
    joined = scored.join(bits, on=["left", "right"], how="left", maintain_order="left")
    return joined.with_columns(
        pl.col("level_context").fill_null("missing"),
        pl.col("bits_context").fill_null(0.0),
        weight_bits=pl.col("weight_bits") + pl.col("bits_context").fill_null(0.0),
    )


def _pair_records(pairs: pl.DataFrame, features: pl.DataFrame, roots: pl.Series | None) -> pl.DataFrame:
    root = features["idx"] if roots is None else roots
    sides = {"left": pairs["left"], "right": pairs["right"]}
    columns = {f"record_{side}": features["record_key"].gather(places) for side, places in sides.items()}
    own = {f"root_{side}": root.gather(places) for side, places in sides.items()}
    return pl.DataFrame({**columns, **own}).with_row_index("pair")


def _shared_associates(told: pl.DataFrame, features: pl.DataFrame, roots: pl.Series | None) -> pl.Series:
    if roots is None:
        return pl.Series(ASSOCIATES.name, [0.0]).new_from_index(0, told.height)
    present = features.select("record_key", associate=roots).unique()
    frequency = present.group_by("associate").agg(records=pl.len())
    known = present.join(frequency.filter(pl.col("records") > 1), on="associate")
    met = told.join(known, left_on="record_left", right_on="record_key").join(
        known.select("record_key", "associate"),
        left_on=["record_right", "associate"],
        right_on=["record_key", "associate"],
    )
    met = met.filter(
        (pl.col("associate") != pl.col("root_left")) & (pl.col("associate") != pl.col("root_right"))
    )
    worth = ASSOCIATES.each_bits * (FEW_RECORDS / pl.col("records")).clip(0.0, 1.0)
    return _summed(met.with_columns(worth=worth), told.height, ASSOCIATES)


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
    met = cases.join(case_values, left_on="record_left", right_on="record_key").join(
        case_values, left_on=["record_right", "value"], right_on=["record_key", "value"]
    )
    found = told.join(met, on=["record_left", "record_right"]).with_columns(worth=BELONGINGS.each_bits)
    return _summed(found, told.height, BELONGINGS)


def _summed(found: pl.DataFrame, pair_count: int, weight: ContextWeight) -> pl.Series:
    sums = found.group_by("pair").agg(pl.col("worth").cast(pl.Float64).sum().clip(0.0, weight.most_bits))
    pairs = pl.DataFrame({"pair": pl.int_range(pair_count, dtype=pl.UInt32, eager=True)})
    return (
        pairs.join(sums, on="pair", how="left", maintain_order="left")["worth"]
        .fill_null(0.0)
        .rename(weight.name)
    )
