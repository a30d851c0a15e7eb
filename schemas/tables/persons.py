"""Persons as a case record mentions them."""

from __future__ import annotations

import polars as pl

from schemas import codes
from schemas.tables.column import NAME_LENGTH, RecordRow, TextList, column


class Persons(RecordRow):
    """One person as one record mentions them: a mention, not yet somebody."""

    person_no: int = column(
        "Number of the person within the record",
        "Número de la persona en el registro",
        "Numéro de la personne dans le dossier",
        example="1",
        required=True,
        ge=1,
    )
    status: str = column(
        "What the person is in this case; decides what may be done with it (Smuggling Protocol, Article 5)",
        "Calidad de la persona en el caso",
        "Qualité de la personne dans l'affaire",
        example="facilitator",
        required=True,
        isin=codes.STATUSES,
    )
    role: str = column(
        "Role in the smuggling",
        "Función",
        "Rôle",
        example="guide",
        isin=codes.ROLES,
        unknown_word=None,
        keep_word_in="role_raw",
    )
    role_raw: str = column(
        "The report's own word for the role",
        "Función, en palabras del reporte",
        "Rôle, mot du rapport",
        example="pollero",
        str_length={"max_value": NAME_LENGTH},
    )
    given_names: str = column(
        "Given names", "Nombres", "Prénoms", example="MARÍA JOSÉ", str_length={"max_value": NAME_LENGTH}
    )
    surname_1: str = column(
        "First surname",
        "Primer apellido",
        "Premier nom de famille",
        example="RÍOS",
        str_length={"max_value": NAME_LENGTH},
    )
    surname_2: str = column(
        "Second surname",
        "Segundo apellido",
        "Second nom de famille",
        example="CHÁVEZ",
        str_length={"max_value": NAME_LENGTH},
    )
    full_name: str = column(
        "Name when the report does not split it; order unknown",
        "Nombre completo",
        "Nom complet",
        str_length={"max_value": NAME_LENGTH},
    )
    aliases: TextList = column(
        "Other names used",
        "Alias",
        "Alias",
        example='["El Chino"]',
    )
    sex: str = column("Sex as stated", "Sexo", "Sexe", example="F", isin=codes.SEXES)
    birth_date: pl.Date = column(
        "Date of birth", "Fecha de nacimiento", "Date de naissance", example="1989-06-01", no_future=True
    )
    birth_year: int = column(
        "Year of birth when the day is not known",
        "Año de nacimiento",
        "Année de naissance",
        example="1989",
        unit="year",
        ge=1900,
        le=2100,
    )
    nationality: str = column(
        "Nationality, ISO 3166-1 alpha-2", "Nacionalidad", "Nationalité", example="GT", isin=codes.countries()
    )
