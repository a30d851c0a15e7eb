"""Legs of a journey that a case record mentions."""

from __future__ import annotations

from schemas import codes
from schemas.tables.column import NAME_LENGTH, RecordRow, UtcDatetime, column


class Legs(RecordRow):
    """One leg of the journey, from a place to a place."""

    leg_no: int = column(
        "Number of the leg within the record",
        "Número del tramo",
        "Numéro de l'étape",
        example="1",
        required=True,
        ge=1,
    )
    from_place: str = column(
        "Place it began",
        "Lugar de origen",
        "Lieu de départ",
        example="Monterrey",
        str_length={"max_value": NAME_LENGTH},
    )
    from_country: str = column(
        "Country it began in, ISO 3166-1 alpha-2",
        "País de origen",
        "Pays de départ",
        example="MX",
        isin=codes.countries(),
    )
    from_lat: float = column(
        "Latitude of its beginning", "Latitud de origen", "Latitude de départ", unit="degrees", ge=-90, le=90
    )
    from_lon: float = column(
        "Longitude of its beginning",
        "Longitud de origen",
        "Longitude de départ",
        unit="degrees",
        ge=-180,
        le=180,
    )
    to_place: str = column(
        "Place it ended",
        "Lugar de destino",
        "Lieu d'arrivée",
        example="Nuevo Laredo",
        str_length={"max_value": NAME_LENGTH},
    )
    to_country: str = column(
        "Country it ended in, ISO 3166-1 alpha-2",
        "País de destino",
        "Pays d'arrivée",
        example="MX",
        isin=codes.countries(),
    )
    to_lat: float = column(
        "Latitude of its end", "Latitud de destino", "Latitude d'arrivée", unit="degrees", ge=-90, le=90
    )
    to_lon: float = column(
        "Longitude of its end", "Longitud de destino", "Longitude d'arrivée", unit="degrees", ge=-180, le=180
    )
    departed_at: UtcDatetime = column(
        "When it began",
        "Salida",
        "Départ",
        example="2023-11-28T22:00:00-06:00",
        no_future=True,
    )
    arrived_at: UtcDatetime = column(
        "When it ended",
        "Llegada",
        "Arrivée",
        example="2023-11-29T03:00:00-06:00",
        no_future=True,
    )
    mode: str = column(
        "Means of transport", "Medio", "Moyen", example="road", isin=codes.TRANSPORT_MODES, unknown_word=None
    )
    guide_person_no: int = column(
        "Person of the record who guided", "Persona que guió", "Personne qui a guidé", example="1", ge=1
    )
