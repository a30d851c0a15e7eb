"""SQL by name: the text of `staging/sql/<name>.sql`, table names filled in where one serves several."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from schemas.errors import SchemaError

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,62}")


@cache
def load_statement(name: str, **identifiers: str) -> str:
    """The statement of a `.sql` file.

    Args:
        name: File name without its ending.
        **identifiers: Table or column names for the `[[placeholders]]`. Only plain lower-case identifiers
            are let in; values are never filled in but bound.

    Raises:
        SchemaError: When an identifier is not plain, or a placeholder stays open.
    """
    text = files("staging").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
    for placeholder, identifier in identifiers.items():
        if not _IDENTIFIER.fullmatch(identifier):
            raise SchemaError(f"{identifier!r} is no plain table or column name")
        text = text.replace(f"[[{placeholder}]]", identifier)
    if "[[" in text:
        raise SchemaError(f"statement {name!r} has a placeholder that nothing fills")
    return text


def list_migrations() -> list[tuple[int, str]]:
    """Number and statement of every migration, in order."""
    folder = files("staging").joinpath("migrations")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(int(name[:4]), folder.joinpath(name).read_text(encoding="utf-8")) for name in names]
