"""Hold a run over the POLE example against the truth that the example carries.

Usage: `python -m benchmarks.pole_check POLE.zip TABLES`, TABLES being what `trama export tables` wrote.
Follows our links the way an investigator would: persons whose phones called each other against KNOWS_PHONE,
and persons at one address against the pairs that CURRENT_ADDRESS makes. Exits with status 1 when anything
differs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from benchmarks.pole_convert import PoleArchive, person_mentions

Pairs = set[frozenset[str]]


def person_of_entity(pole: PoleArchive, tables: Path) -> pl.DataFrame:
    """Which POLE person each person entity is, by its mentions: `entity_id, node`."""
    made = person_mentions(pole).select("record_id", "person_no", pl.col("id_").alias("node"))
    mentions = pl.read_parquet(tables / "mentions.parquet")
    keyed = mentions.select("record_id", pl.col("person_no").cast(pl.Int64), "entity_id")
    return made.with_columns(pl.col("person_no").cast(pl.Int64)).join(keyed, on=["record_id", "person_no"])


def pairs_of(frame: pl.DataFrame) -> Pairs:
    """Unordered pairs of the two columns of a frame, without a person paired with itself."""
    return {frozenset(row) for row in frame.iter_rows() if row[0] != row[1]}


def found_callers(links: pl.DataFrame, nodes: pl.DataFrame) -> Pairs:
    """Persons one of whose phones called one of the other's."""
    uses = links.filter(pl.col("kind") == "uses_phone").select(entity_id="source_id", phone="target_id")
    holder = uses.join(nodes, on="entity_id").select("phone", "node").unique()
    calls = links.filter(pl.col("kind") == "called").select("source_id", "target_id")
    ends = calls.join(holder, left_on="source_id", right_on="phone")
    return pairs_of(ends.join(holder, left_on="target_id", right_on="phone").select("node", "node_right"))


def found_neighbours(links: pl.DataFrame, nodes: pl.DataFrame) -> Pairs:
    """Persons linked to one address."""
    at = links.filter(pl.col("kind") == "at_place").select(entity_id="source_id", place="target_id")
    living = at.join(nodes, on="entity_id").select("place", "node").unique()
    return pairs_of(living.join(living, on="place").select("node", "node_right"))


def true_neighbours(pole: PoleArchive) -> Pairs:
    """Pairs of persons whose CURRENT_ADDRESS is one location."""
    homes = pole.edges("CURRENT_ADDRESS")
    return pairs_of(homes.join(homes, on="end").select("start", "start_right"))


def rows_lost(tables: Path) -> int:
    """Rows of the ledger that are neither accepted nor quarantined nor duplicates."""
    ledger = pl.read_parquet(tables / "ledger.parquet")
    settled = pl.col("accepted") + pl.col("quarantined") + pl.col("duplicates")
    return int(ledger.select((pl.col("received") - settled).abs().sum()).item())


def check(archive: Path, tables: Path) -> list[tuple[str, int, int, int]]:
    """Return `what, true, found, differing` for each comparison."""
    pole = PoleArchive(archive)
    nodes = person_of_entity(pole, tables).select("entity_id", "node").unique()
    links = pl.read_parquet(tables / "links.parquet")
    knows_phone = pairs_of(pole.edges("KNOWS_PHONE"))
    callers, neighbours, homes = (
        found_callers(links, nodes),
        found_neighbours(links, nodes),
        true_neighbours(pole),
    )
    lives_with = pairs_of(pole.edges("KNOWS_LW"))
    persons = pole.nodes("Person").height
    return [
        ("persons", persons, nodes["entity_id"].n_unique(), abs(persons - nodes["entity_id"].n_unique())),
        ("KNOWS_PHONE pairs", len(knows_phone), len(callers), len(knows_phone ^ callers)),
        ("co-address pairs", len(homes), len(neighbours), len(homes ^ neighbours)),
        ("KNOWS_LW pairs not among them", 0, len(lives_with - neighbours), len(lives_with - neighbours)),
        ("rows lost", 0, rows_lost(tables), rows_lost(tables)),
    ]


if __name__ == "__main__":
    results = check(Path(sys.argv[1]), Path(sys.argv[2]))
    for what, true, found, differing in results:
        print(f"{what:32} true {true:6}  found {found:6}  differing {differing:6}")
    sys.exit(any(differing for *_, differing in results))
