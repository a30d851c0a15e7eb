"""The hash behind every id: short enough to read aloud, long enough not to meet another."""

from __future__ import annotations

import base64
import hashlib

BYTES = 10
"""Bytes of the hash that are written out: whole groups of base32, and no more than are needed."""

LENGTH = 12
"""Characters of base32 kept: 60 bits, so that among ten million keys a collision has odds of 1 in 20,000."""


def key_hash(text: str) -> str:
    """Return the first characters of the base32 SHA-256 of a key, in capitals and digits."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest()[:BYTES])[:LENGTH].decode()
