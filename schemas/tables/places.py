"""Places that a case record mentions."""

from __future__ import annotations

from schemas import codes
from schemas.tables.column import NAME_LENGTH, TEXT_LENGTH, RecordRow, column


class Places(RecordRow):
    """One place of a case: a safe house, a hotel, a crossing."""

    place_no: int = column(
        "Number of the place within the record",
        "Número del lugar",
        "Numéro du lieu",
        example="1",
        required=True,
        ge=1,
    )
    kind: str = column(
        "What it is", "Tipo", "Type", example="safe_house", isin=codes.PLACE_KINDS, unknown_word="other"
    )
    name: str = column("Name", "Nombre", "Nom", str_length={"max_value": TEXT_LENGTH})
    address: str = column(
        "Address as written",
        "Dirección",
        "Adresse",
        example="Calle Hidalgo 904",
        str_length={"max_value": TEXT_LENGTH},
    )
    municipality: str = column(
        "Municipality", "Municipio", "Municipalité", example="Reynosa", str_length={"max_value": NAME_LENGTH}
    )
    admin1: str = column(
        "State, province or department",
        "Estado o departamento",
        "État, province ou département",
        example="TAM",
        str_length={"max_value": NAME_LENGTH},
    )
    country: str = column("Country, ISO 3166-1 alpha-2", "País", "Pays", example="MX", isin=codes.countries())
    lat: float = column("Latitude, WGS 84", "Latitud", "Latitude", unit="degrees", ge=-90, le=90)
    lon: float = column("Longitude, WGS 84", "Longitud", "Longitude", unit="degrees", ge=-180, le=180)
    person_no: int = column(
        "Person of the record who is tied to it", "Persona vinculada", "Personne liée", example="1", ge=1
    )
