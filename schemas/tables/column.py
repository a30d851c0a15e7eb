"""How a column is described: one `column(...)` per column, everything that is known about it in one place.

A description travels in the pandera field's metadata, so that parsing, messages, the reference page and the
JSON Schema all read the same words. Checks that look at one value (code list, pattern, range, length) are
pandera's own.
"""

from __future__ import annotations

from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

from schemas import codes

NAME_LENGTH = 200
TEXT_LENGTH = 1_000
NARRATIVE_LENGTH = 200_000
TextList = Annotated[pl.List, pl.String]
UtcDatetime = Annotated[pl.Datetime, "us", "UTC"]


def column(
    en: str,
    es: str | None = None,
    fr: str | None = None,
    *,
    example: str | None = None,
    required: bool = False,
    **options: Any,  # noqa: ANN401 - pandera's own checks and our metadata, told apart below
) -> Any:  # noqa: ANN401 - pandera fields are Any by design
    """Describe one column.

    Args:
        en: What the column says, in English.
        es: The same in Spanish.
        fr: The same in French.
        example: A value as it would be written in a delivery.
        required: Whether a row without it goes to quarantine.
        **options: pandera checks (`isin`, `str_matches`, `ge`, `le`, `str_length`), and metadata:
            `default` (used when the partner says nothing), `unit`, `elements` (code list or pattern of list
            elements), `unknown_word` (what an unknown word of the code list becomes: a code, or None for
            null; the row stays and carries a warning), `keep_word_in` (column that keeps the unknown word),
            `zone` ("required": a timestamp without zone fails; else it is read as UTC with a warning),
            `no_future` (may not lie after the delivery).
    """
    checks = {key: options.pop(key) for key in list(options) if key not in METADATA_KEYS}
    text = {"en": en, "es": es, "fr": fr}
    metadata = {"text": text, "example": example, **options}
    return pa.Field(nullable=not required, metadata=metadata, **checks)


METADATA_KEYS = frozenset(
    {"default", "unit", "elements", "unknown_word", "keep_word_in", "zone", "no_future", "derived"}
)


class RecordRow(pa.DataFrameModel):
    """A row of a table that hangs on a case; the key is inherited from the case when records are nested."""

    agency: str = column(
        "Agency that owns the record",
        "Institución dueña del registro",
        "Organisme propriétaire du dossier",
        example="MX-INM",
        required=True,
        str_matches=codes.AGENCY_PATTERN,
    )
    record_id: str = column(
        "Number of the record at its agency",
        "Número del registro en su institución",
        "Numéro du dossier dans son organisme",
        example="MX-INM-2023-0000007",
        required=True,
        str_matches=codes.RECORD_ID_PATTERN,
    )
    revision: int = column(
        "Version of the record; a higher one replaces a lower one",
        "Versión del registro; la mayor reemplaza a la menor",
        "Version du dossier; la plus haute remplace",
        example="1",
        required=True,
        ge=1,
        default="1",
    )
