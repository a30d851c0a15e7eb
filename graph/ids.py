"""Identifiers of entities and clusters: a letter and a hash of where the thing was first seen.

The hash is taken of an occurrence's key (agency, record, row), never of the value itself: whoever holds all
phone numbers could reverse a phone number's hash, but not the hash of the place where it was written down.
"""

from __future__ import annotations

import base64
import hashlib

import polars as pl

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

ID_LENGTH = 12
"""Characters of base32 kept: 60 bits, so that among ten million entities a collision has odds of 1 in
20,000."""


def hashed_id(kind: str, occurrence_key: str) -> str:
    """Return the id of the entity or cluster of `kind` whose smallest occurrence is `occurrence_key`."""
    digest = hashlib.sha256(occurrence_key.encode()).digest()
    return f"{KIND_LETTER[kind]}-{base64.b32encode(digest).decode()[:ID_LENGTH]}"


def hashed_ids(kinds: pl.Series, occurrence_keys: pl.Series) -> pl.Series:
    """Return `hashed_id` of every row, as a text column named `entity_id`."""
    pairs = zip(kinds.to_list(), occurrence_keys.to_list(), strict=True)
    return pl.Series("entity_id", [hashed_id(kind, key) for kind, key in pairs], dtype=pl.String)
