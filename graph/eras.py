"""The network at two times, and which clusters the persons of one went to until the other."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

_PERSON = pl.col("kind") == "person"


@dataclass(frozen=True)
class Era:
    """The network at one time.

    Attributes:
        members: `cluster_id, entity_id, kind`, under lasting ids.
        occurrences: `entity_id, record_key, kind, table, row_no, field`.
    """

    members: pl.DataFrame
    occurrences: pl.DataFrame


def moved_persons(earlier: Era, today: Era) -> pl.DataFrame:
    """Say between which clusters persons went on.

    A person goes on under an id as long as the largest part does. Who is in no cluster under that id any more
    may have become somebody else's part, when several were found to be one: then they went where those are
    who are today in the rows that they were in.

    Args:
        earlier: The network before.
        today: The network now.

    Returns:
        `was_in, now_in`, each pair once, unsorted; those who stayed where they were give a pair as well.
    """
    was, now = (
        era.members.filter(_PERSON).select("entity_id", pl.col("cluster_id").alias(name))
        for era, name in ((earlier, "was_in"), (today, "now_in"))
    )
    lost = was.join(now, on="entity_id", how="anti")
    rows = [
        era.occurrences.filter(_PERSON).select("entity_id", "record_key", "row_no")
        for era in (earlier, today)
    ]
    heirs = (
        lost.join(rows[0], on="entity_id")
        .drop("entity_id")
        .join(rows[1], on=["record_key", "row_no"])
        .select("entity_id", "was_in")
    )
    return pl.concat([was, heirs]).join(now, on="entity_id").select("was_in", "now_in").unique()
