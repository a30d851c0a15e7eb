"""A partner's words into ours; what is not understood stays as the partner wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sample_data.partner_words import DIALECTS
from schemas.dialects import Dialect, load_dialect, translate_table
from schemas.dialects.dialect import fold_word
from schemas.dialects.forms import describe_forms
from schemas.errors import DeliveryError, SchemaError
from schemas.tables import TABLES
from schemas.tables.spec import table_columns
from schemas.validate import validate_tables
from tests.schemas.deliveries import AS_OF, CASE, table_of


def translated(agency: str, table: str, **cells: str | None) -> dict[str, Any]:
    row = translate_table(table_of(table, [cells]), load_dialect(agency)).frame.row(0, named=True)
    return {name: value for name, value in row.items() if name not in ("row_no", "parent_row", "raw")}


@pytest.mark.parametrize("agency", sorted(DIALECTS))
def test_the_shipped_dialects_say_what_the_partners_write(agency: str) -> None:
    words, dialect = DIALECTS[agency], load_dialect(agency)
    assert dialect.tables == {name.casefold(): table for table, name in words["tables"].items()}
    assert dialect.columns == {fold_word(theirs): ours for ours, theirs in words["columns"].items()}
    assert dialect.values == {
        tuple(key.split(".")): {fold_word(theirs): ours for ours, theirs in values.items()}
        for key, values in words["values"].items()
    }
    assert dialect.encoding == words["encoding"]
    assert dialect.delimiter == words["delimiter"]
    assert dialect.list_separator == words["list_separator"]
    assert dialect.date_formats == (words["date_format"],)
    assert dialect.timestamp_formats == (words["timestamp_format"],)
    assert dialect.time_zone == words["timezone"]
    assert dialect.delivers_for == frozenset(words["delivers_for"])


@pytest.mark.parametrize("agency", sorted(DIALECTS))
def test_every_column_of_a_record_has_a_word_in_the_shipped_dialects(agency: str) -> None:
    columns = {column for table in TABLES for column in table_columns(table)}
    assert set(load_dialect(agency).columns.values()) == columns


def test_an_agency_without_a_file_writes_as_the_contract_does() -> None:
    assert load_dialect("US-CBP") == Dialect("US-CBP")
    assert load_dialect("../secrets") == Dialect("../secrets")


def test_headers_are_compared_without_case_accents_and_blanks() -> None:
    found = translated("GT-PNC", "cases", **{"NO.  DE CASO": "1", "Pais": "MX", "handling": "RED"})
    assert found == {"record_id": "1", "country": "MX", "handling": "RED"}


def test_a_real_date_is_rewritten_and_an_impossible_one_stays() -> None:
    assert translated("MX-INM", "cases", fecha_hechos="05/01/2024") == {"incident_start_date": "2024-01-05"}
    assert translated("MX-INM", "cases", fecha_hechos="31/02/2024") == {"incident_start_date": "31/02/2024"}
    assert translated("MX-INM", "cases", fecha_hechos="05/01/24") == {"incident_start_date": "05/01/24"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("05/01/2024 10:20", "2024-01-05T16:20:00Z"),
        ("2024-01-05 10:20:00", "2024-01-05T16:20:00Z"),
        ("2024-01-05T10:20:00Z", "2024-01-05T10:20:00Z"),
        ("31/02/2024 10:20", "31/02/2024 10:20"),
        # On 3 April 2022 the clock went from 02:00 to 03:00: the hour between never was.
        ("03/04/2022 02:30", "03/04/2022 02:30"),
    ],
)
def test_a_local_time_takes_the_dialects_zone(written: str, read: str) -> None:
    assert translated("MX-INM", "cases", fecha_hora_reporte=written) == {"reported_at": read}


def test_a_role_word_is_mapped_and_kept() -> None:
    assert translated("MX-INM", "persons", funcion="Pollero") == {"role": "guide", "role_raw": "Pollero"}
    kept = translated("MX-INM", "persons", funcion="pollero", funcion_texto="el mero guía")
    assert kept == {"role": "guide", "role_raw": "el mero guía"}


def test_a_word_that_means_another_code_elsewhere_is_mapped_once() -> None:
    assert translated("MX-INM", "persons", sexo="M") == {"sex": "F"}
    assert translated("CA-GRC", "persons", sexe="H") == {"sex": "M"}


def test_an_unknown_word_stays_for_validation_to_judge() -> None:
    assert translated("MX-INM", "persons", calidad="sospechoso") == {"status": "sospechoso"}


def test_list_elements_are_mapped_each() -> None:
    assert translated("GT-PNC", "cases", Transporte="a pie; Río;burro") == {
        "transport_modes": "foot|river|burro"
    }


def test_decimal_commas_become_points() -> None:
    comma = Dialect("MX-INM", decimal_comma=True)
    table = table_of("cases", [{"lat": "25,68", "fee_amount": "1.500,50", "lon": "-100.3"}])
    row = translate_table(table, comma).frame.select("lat", "fee_amount", "lon").row(0)
    assert row == ("25.68", "1500.50", "-100.3")


def test_unknown_columns_are_reported() -> None:
    table = translate_table(table_of("cases", [{"folio": "1", "observaciones": "x"}]), load_dialect("MX-INM"))
    assert table.unknown_columns == ("observaciones",)
    assert "observaciones" in table.frame["raw"][0]


def test_two_headers_for_one_column_are_refused() -> None:
    with pytest.raises(DeliveryError, match="record_id") as refused:
        translate_table(table_of("cases", [{"folio": "1", "record_id": "2"}]), load_dialect("MX-INM"))
    assert refused.value.check == "bad_header"


def test_a_translated_row_is_accepted() -> None:
    row = {
        "dependencia": "MX-INM",
        "folio": "1",
        "fecha_hora_reporte": "02/03/2025 10:00",
        "fecha_hechos": "01/03/2025",
        "tlp": "TLP:Amber+Strict",
        "beneficio_economico": "sí",
        "cancelado": "no",
        "delito": "Secuestro",
    }
    raw = {"cases": translate_table(table_of("cases", [row]), load_dialect("MX-INM"))}
    verdict = validate_tables(raw, deliverer="MX-INM", delivers_for=frozenset(), as_of=AS_OF)
    assert verdict.failures.is_empty()
    accepted = verdict.accepted["cases"].select("handling", "benefit", "retracted", "offence")
    assert accepted.rows() == [("AMBER+STRICT", "yes", False, "kidnapping")]


def test_a_message_names_the_partners_own_header_and_words() -> None:
    row = {"dependencia": "MX-INM", "folio": "1", "fecha_hora_reporte": "02/03/2025 10:00", "tlp": "TLP:RED"}
    table = table_of("cases", [{**row, "fecha_hechos": "31/02/2024"}])
    raw = {"cases": translate_table(table, load_dialect("MX-INM"))}
    verdict = validate_tables(raw, deliverer="MX-INM", delivers_for=frozenset(), as_of=AS_OF)
    assert "fecha_hechos (incident_start_date): found '31/02/2024'" in verdict.failures["message"].item()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("agency = ", "TOML"),
        ('agency = "GT-PNC"', "agency"),
        ("encodings = 1", "encodings"),
        ("encoding = 1", "encoding"),
        ('encoding = "klingon"', "encoding"),
        ('time_zone = "Mars/Olympus"', "time_zone"),
        ('date_formats = "%d"', "date_formats"),
        ('delivers_for = ["guardia"]', "delivers_for"),
        ('[tables]\nx = "case"', "tables.x"),
        ('[columns]\nx = "colour of eyes"', "columns.x"),
        ("columns.x.y = 1", "columns.x"),
        ('[table_columns.case]\nx = "lat"', "table_columns.case"),
        ('[table_columns.calls]\nx = "lat"', "table_columns.calls.x"),
        ('[values."persons.job"]\nx = "y"', "values.persons.job"),
        ('[values."persons.sex"]\nx = "Y"', "values.persons.sex.x"),
        ('[columns]\n"Año" = "year"\nano = "birth_year"', "columns.ano"),
    ],
)
def test_a_wrong_dialect_names_file_and_key(tmp_path: Path, content: str, key: str) -> None:
    (tmp_path / "MX-INM.toml").write_text(content, encoding="utf-8")
    with pytest.raises(SchemaError, match=r"MX-INM\.toml") as refused:
        load_dialect("MX-INM", tmp_path)
    assert key in str(refused.value)


def test_a_message_names_the_form_that_the_file_uses() -> None:
    forms = describe_forms("cases", load_dialect("MX-INM"))
    assert forms["incident_start_date"] == (
        "a real date written dd/mm/yyyy, such as 31/12/2023, or YYYY-MM-DD"
    )
    assert forms["reported_at"].endswith(
        "or the local time written dd/mm/yyyy hh:mm, such as 31/12/2023 20:38"
    )
    assert "lat" not in forms
    comma = describe_forms("cases", Dialect("MX-INM", decimal_comma=True, date_formats=("%d %b %Y",)))
    assert comma["lat"] == "a number in digits with a decimal comma, such as 1234,5"
    assert comma["incident_start_date"].startswith("a real date written like 31 Dec 2023")


@pytest.mark.parametrize("found", ["31/02/2024", None])
def test_a_date_that_is_none_is_told_with_the_partners_own_form(found: str | None) -> None:
    row = {**CASE, "reported_at": "2025-03-02 10:00", "handling": "TLP:AMBER", "incident_start_date": found}
    raw = translate_table(table_of("cases", [row]), load_dialect("MX-INM"))
    verdict = validate_tables({"cases": raw}, deliverer="MX-INM", delivers_for=frozenset(), as_of=AS_OF)
    assert (
        "a real date written dd/mm/yyyy, such as 31/12/2023, or YYYY-MM-DD" in verdict.failures["message"][0]
    )
