"""The stage of the smuggling process that a tie belongs to: recruit, move, shelter, cross, document, pay.

After Campana (2018): actors of the same stage are tied almost seven times likelier than others, so a link
says its stage. The most telling fact wins: what the tie itself is (a payment), then the kind of place, then
the person's role.
"""

from __future__ import annotations

import polars as pl

STAGES: tuple[str, ...] = ("recruit", "move", "shelter", "cross", "document", "pay")

STAGE_OF_LINK: dict[str, str] = {
    "paid": "pay",
    "holds_account": "pay",
    "near_account": "pay",
    "holds_document": "document",
    "uses_vehicle": "move",
    "near_vehicle": "move",
    "guided_with": "move",
}
"""Link kind → stage, for kinds that have one by nature."""

STAGE_OF_PLACE: dict[str, str] = {
    "safe_house": "shelter",
    "hotel": "shelter",
    "transit_hub": "move",
    "border_crossing": "cross",
    "checkpoint": "cross",
    "pickup": "move",
    "dropoff": "move",
}
"""Kind of place → stage; a residence or a business has none."""

STAGE_OF_ROLE: dict[str, str] = {
    "recruiter": "recruit",
    "guide": "cross",
    "driver": "move",
    "captain": "cross",
    "safe_house_keeper": "shelter",
    "document_forger": "document",
    "financier": "pay",
    "payment_collector": "pay",
    "lookout": "cross",
    "corrupt_official": "cross",
}
"""Stated role → stage; organisers, protectors and kidnappers work across stages."""


def stage_of() -> pl.Expr:
    """Return the stage of an observation with `kind`, `place_kind` and `role`, or null."""
    by_kind = pl.col("kind").replace_strict(STAGE_OF_LINK, default=None, return_dtype=pl.String)
    by_place = pl.col("place_kind").replace_strict(STAGE_OF_PLACE, default=None, return_dtype=pl.String)
    by_role = pl.col("role").replace_strict(STAGE_OF_ROLE, default=None, return_dtype=pl.String)
    return pl.coalesce(by_kind, by_place, by_role).alias("stage")
