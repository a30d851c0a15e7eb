"""Identifiers of entities and clusters: a letter and a hash of where the thing was first seen.

The hash is taken of an occurrence's key (agency, record, row), never of the value itself: whoever holds all
phone numbers could reverse a phone number's hash, but not the hash of the place where it was written down.
"""

from __future__ import annotations

import polars as pl

from schemas.key_hash import key_hash

KIND_LETTER: dict[str, str] = {
    "person": "P",
    "phone": "T",
    "vehicle": "V",
    "place": "L",
    "account": "A",
    "document": "D",
    "social": "S",
    "cluster": "C",
}
"""Letter of each kind of entity, as `docs/architecture.md` gives them."""


def hashed_id(kind: str, occurrence_key: str) -> str:
    """Return the id of the entity or cluster of `kind` whose smallest occurrence is `occurrence_key`."""
    return f"{KIND_LETTER[kind]}-{key_hash(occurrence_key)}"


def hashed_ids(kinds: pl.Series, occurrence_keys: pl.Series) -> pl.Series:
    """Return `hashed_id` of every row, as a text column named `entity_id`."""
    pairs = zip(kinds.to_list(), occurrence_keys.to_list(), strict=True)
    return pl.Series("entity_id", [hashed_id(kind, key) for kind, key in pairs], dtype=pl.String)
