"""The case itself: what happened, where, when, how reliable the report is, and who may see it."""

from __future__ import annotations

import polars as pl

from schemas import codes
from schemas.tables.column import (
    NAME_LENGTH,
    NARRATIVE_LENGTH,
    RecordRow,
    TextList,
    UtcDatetime,
    column,
)


class Cases(RecordRow):
    """One case record: an incident as one agency reported it."""

    retracted: bool = column(
        "True withdraws the record and all that rested on it",
        "true retira el registro",
        "true retire le dossier",
        example="false",
        required=True,
        default="false",
    )
    reported_at: UtcDatetime = column(
        "When the report was made, with its time zone",
        "Fecha y hora del reporte, con zona horaria",
        "Date et heure du rapport, avec fuseau",
        example="2023-12-01T20:38:00Z",
        required=True,
        zone="required",
        no_future=True,
    )
    incident_start_date: pl.Date = column(
        "First day of the incident",
        "Primer día del hecho",
        "Premier jour des faits",
        example="2023-11-28",
        required=True,
        no_future=True,
    )
    incident_end_date: pl.Date = column(
        "Last day of the incident", "Último día del hecho", "Dernier jour des faits", no_future=True
    )
    country: str = column(
        "Country of the incident, ISO 3166-1 alpha-2",
        "País del hecho",
        "Pays des faits",
        example="MX",
        isin=codes.countries(),
    )
    admin1: str = column(
        "State, province or department",
        "Estado o departamento",
        "État, province ou département",
        example="TAM",
        str_length={"max_value": NAME_LENGTH},
    )
    municipality: str = column(
        "Municipality", "Municipio", "Municipalité", example="Reynosa", str_length={"max_value": NAME_LENGTH}
    )
    lat: float = column(
        "Latitude, WGS 84", "Latitud", "Latitude", example="26.0923", unit="degrees", ge=-90, le=90
    )
    lon: float = column(
        "Longitude, WGS 84", "Longitud", "Longitude", example="-98.2775", unit="degrees", ge=-180, le=180
    )
    offence: str = column(
        "Offence as the report sees it",
        "Delito según el reporte",
        "Infraction selon le rapport",
        example="smuggling_of_migrants",
        isin=codes.OFFENCES,
    )
    transport_modes: TextList = column(
        "Means of transport used",
        "Medios de transporte",
        "Moyens de transport",
        example='["road", "foot"]',
        elements=codes.TRANSPORT_MODES,
        unknown_word=None,
    )
    migrants_count: int = column(
        "Migrants in all", "Personas migrantes", "Personnes migrantes", example="18", unit="persons", ge=0
    )
    minors_count: int = column(
        "Of these, under 18", "De ellas, menores de 18", "Dont mineurs", example="4", unit="persons", ge=0
    )
    women_count: int = column("Of these, women", "De ellas, mujeres", "Dont femmes", unit="persons", ge=0)
    deaths_count: int = column("Dead", "Personas fallecidas", "Décès", unit="persons", ge=0)
    injured_count: int = column("Injured", "Personas lesionadas", "Blessés", unit="persons", ge=0)
    fee_amount: float = column(
        "Fee asked per person, in `fee_currency`",
        "Cuota por persona",
        "Prix par personne",
        example="12000",
        ge=0,
    )
    fee_currency: str = column(
        "Currency of the fee, ISO 4217", "Moneda", "Devise", example="USD", isin=codes.currencies()
    )
    benefit: str = column(
        "Whether a financial or other material benefit is reported (Smuggling Protocol, Article 3)",
        "Si hubo beneficio económico o material",
        "Avantage financier ou matériel",
        example="yes",
        isin=codes.BENEFITS,
    )
    narrative: str = column(
        "The report's text", "Narración", "Récit", str_length={"max_value": NARRATIVE_LENGTH}
    )
    narrative_language: str = column(
        "Language of the narrative, BCP 47", "Idioma", "Langue", example="es", str_length={"max_value": 35}
    )
    grading_scheme: str = column(
        "Scheme that the two grades belong to",
        "Sistema de evaluación",
        "Système d'évaluation",
        example="admiralty",
        isin=codes.GRADING_SCHEMES,
    )
    source_grade: str = column(
        "Reliability of the source, raw code of the scheme",
        "Fiabilidad de la fuente",
        "Fiabilité de la source",
        example="B",
        str_length={"max_value": 1},
    )
    info_grade: str = column(
        "Credibility of the information, raw code of the scheme",
        "Credibilidad de la información",
        "Crédibilité de l'information",
        example="2",
        str_length={"max_value": 1},
    )
    handling: str = column(
        "Traffic Light Protocol 2.0 code: who may see the record",
        "Código TLP 2.0",
        "Code TLP 2.0",
        example="AMBER",
        required=True,
        isin=codes.HANDLING,
    )
    releasable_to: TextList = column(
        "Partners that may see it; empty = the originator alone decides",
        "Socios que pueden verlo",
        "Partenaires autorisés",
        example='["UNODC"]',
        elements=codes.PARTNER_PATTERN,
    )
    origin_ref: str = column(
        "Record that this report was taken from: the same information, not a second source",
        "Registro del que se tomó este reporte",
        "Dossier d'où provient ce rapport",
        example="MX-GN/MX-GN-2023-0000010",
        str_matches=codes.ORIGIN_PATTERN,
    )
