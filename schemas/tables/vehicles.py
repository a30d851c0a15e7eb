"""Vehicles that a case record mentions."""

from __future__ import annotations

from schemas import codes
from schemas.tables.column import NAME_LENGTH, RecordRow, column


class Vehicles(RecordRow):
    """One vehicle, vessel or aircraft of a case."""

    vehicle_no: int = column(
        "Number of the vehicle within the record",
        "Número del vehículo",
        "Numéro du véhicule",
        example="1",
        required=True,
        ge=1,
    )
    plate: str = column(
        "Licence plate as written",
        "Placas",
        "Plaque d'immatriculation",
        example="WYL550N",
        str_length={"max_value": NAME_LENGTH},
    )
    plate_country: str = column(
        "Country of the plate, ISO 3166-1 alpha-2",
        "País de las placas",
        "Pays de la plaque",
        example="MX",
        isin=codes.countries(),
    )
    vin: str = column(
        "Vehicle identification number, ISO 3779",
        "NIV o número de serie",
        "NIV",
        str_length={"max_value": NAME_LENGTH},
    )
    make: str = column("Make", "Marca", "Marque", example="Nissan", str_length={"max_value": NAME_LENGTH})
    model: str = column("Model", "Modelo", "Modèle", example="Urvan", str_length={"max_value": NAME_LENGTH})
    colour: str = column("Colour", "Color", "Couleur", example="white", str_length={"max_value": NAME_LENGTH})
    year: int = column("Model year", "Año", "Année", example="2016", unit="year", ge=1900, le=2100)
    person_no: int = column(
        "Person of the record who has it", "Persona que lo tiene", "Personne concernée", example="1", ge=1
    )
