"""What is remembered of the ground of a network that was worked out from nothing."""

from __future__ import annotations

import polars as pl

from graph.ground import Ground

PEOPLE_COLUMNS = (
    "record_key",
    "person_no",
    "entity_id",
    "entity_status",
    "status",
    "role",
    "given_names",
    "surname_1",
    "surname_2",
    "full_name",
    "aliases",
)
"""What the graph asks of a person row; the rest stays in the case tables."""


def begin_ground(ground: Ground) -> dict[str, pl.DataFrame]:
    """The frames that `graph.upkeep.ground` keeps up to date, by name."""
    return {
        "facts": ground.facts,
        "people": ground.people.select(PEOPLE_COLUMNS),
        "assets": ground.assets,
        "evidence": ground.evidence,
        "factors": ground.factors,
        "judged_links": ground.judged,
        "entities": ground.entities,
        "links": ground.links,
    }
