"""Where a report comes from in the end: repetition is not corroboration.

A record may say `origin_ref`: the record that it was taken from. Following these references to their end
gives the record's origin; reports of one origin count once, however many agencies repeat it. References that
run in a circle are circular reporting: everyone in the circle, and everyone who leans on it, is one origin,
and is flagged.
"""

from __future__ import annotations

import polars as pl


def resolve_origins(references: pl.DataFrame) -> pl.DataFrame:
    """Follow every record to its origin.

    Args:
        references: One row per record: `record_key`, `origin_ref` (text or null). A reference to a record
            that
            nobody delivered is still an origin: two reports taken from it share it.

    Returns:
        `record_key`, `origin_key`, `is_circular` (the chain ends in a circle; the origin is then the circle's
        smallest key), sorted by `record_key`.
    """
    parent = {
        key: ref
        for key, ref in references.select("record_key", "origin_ref").iter_rows()
        if ref is not None and ref != key
    }
    settled: dict[str, tuple[str, bool]] = {}
    for start in sorted(parent):
        _settle_chain(start, parent, settled)
    keys = references["record_key"].sort().to_list()
    found = [settled.get(key, (key, False)) for key in keys]
    return pl.DataFrame(
        {"record_key": keys, "origin_key": [f[0] for f in found], "is_circular": [f[1] for f in found]},
        schema={"record_key": pl.String, "origin_key": pl.String, "is_circular": pl.Boolean},
    )


def _settle_chain(start: str, parent: dict[str, str], settled: dict[str, tuple[str, bool]]) -> None:
    """Walk from `start` to its end and note the end for every record on the way."""
    path: list[str] = []
    position: dict[str, int] = {}
    key = start
    while key in parent and key not in settled and key not in position:
        position[key] = len(path)
        path.append(key)
        key = parent[key]
    if key in settled:
        end = settled[key]
    elif key in position:
        end = (min(path[position[key] :]), True)
    else:
        end = (key, False)
    for walked in path:
        settled[walked] = end
