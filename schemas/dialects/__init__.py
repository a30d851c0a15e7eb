"""How a partner's words become ours: a TOML file per agency that writes differently, and how it is applied.

Here belong encodings, separators, date orders, header words and code words of one partner. Here does not
belong what a value may be (`schemas.tables`): a word that the dialect does not know passes through and is
judged by validation.
"""

from __future__ import annotations

from schemas.dialects.dialect import Dialect
from schemas.dialects.load import load_dialect
from schemas.dialects.translate import apply_dialect, translate_table

__all__ = ["Dialect", "apply_dialect", "load_dialect", "translate_table"]
