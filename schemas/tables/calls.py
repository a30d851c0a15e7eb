"""Calls and messages that a case record mentions."""

from __future__ import annotations

from schemas import codes
from schemas.tables.column import NAME_LENGTH, RecordRow, UtcDatetime, column


class Calls(RecordRow):
    """One call or message between two numbers."""

    call_no: int = column(
        "Number of the call within the record",
        "Número de la llamada",
        "Numéro de l'appel",
        example="1",
        required=True,
        ge=1,
    )
    caller: str = column(
        "Number that called, as written",
        "Número que llama",
        "Numéro appelant",
        example="+19562349339",
        str_length={"max_value": NAME_LENGTH},
    )
    callee: str = column(
        "Number that was called, as written",
        "Número llamado",
        "Numéro appelé",
        example="+52 962 257 6868",
        str_length={"max_value": NAME_LENGTH},
    )
    started_at: UtcDatetime = column(
        "When it began",
        "Inicio",
        "Début",
        example="2023-12-28T05:30:00Z",
        no_future=True,
    )
    duration_s: int = column("How long it took", "Duración", "Durée", example="615", unit="seconds", ge=0)
    channel: str = column(
        "Kind of call", "Canal", "Canal", example="voice", isin=codes.CALL_CHANNELS, unknown_word=None
    )
