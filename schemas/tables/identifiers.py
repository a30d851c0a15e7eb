"""Numbers and names that lead to somebody: phones, documents, accounts."""

from __future__ import annotations

from schemas import codes
from schemas.tables.column import NAME_LENGTH, TEXT_LENGTH, RecordRow, column


class Identifiers(RecordRow):
    """One identifier, of a person of the record or (person_no null) of the case."""

    identifier_no: int = column(
        "Number of the identifier within the record",
        "Número del identificador",
        "Numéro de l'identifiant",
        example="1",
        required=True,
        ge=1,
    )
    person_no: int = column(
        "Person of the record it belongs to; empty = the case's",
        "Persona a la que pertenece",
        "Personne concernée",
        example="1",
        ge=1,
    )
    kind: str = column(
        "What it is", "Tipo", "Type", example="phone", isin=codes.IDENTIFIER_KINDS, unknown_word="other"
    )
    value: str = column(
        "The identifier as the report writes it",
        "Valor",
        "Valeur",
        example="+52 962 257 6868",
        required=True,
        str_length={"max_value": TEXT_LENGTH},
    )
    country: str = column(
        "Issuing country, ISO 3166-1 alpha-2",
        "País emisor",
        "Pays émetteur",
        example="MX",
        isin=codes.countries(),
    )
    platform: str = column(
        "Platform of a social account",
        "Plataforma",
        "Plateforme",
        example="whatsapp",
        str_length={"max_value": NAME_LENGTH},
    )
