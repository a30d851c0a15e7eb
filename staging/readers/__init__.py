"""Readers: one accepted form of a delivery a file, each yielding raw tables as text.

Belongs here: bytes, encodings, delimiters, archives, sheets, and the limits that keep a hostile file from
filling memory or disk. A reader loses no row: what it cannot structure it hands back as a reject with its
place and its bytes.

Does not belong here: what a column means, dialects, and anything that writes to the store.
"""
