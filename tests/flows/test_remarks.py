"""What was taken in with a warning or without a row is shown where a person looks, without anybody's data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from flows.cli.app import app
from flows.job import Job
from flows.service.steps import count_warnings
from flows.service.summaries import summarise_intake
from flows.settings import Settings
from flows.steps.advice import OTHERWISE, WHAT_TO_DO, advise
from reports.masking import mask_warnings
from schemas.normalise.curp import PROBLEMS
from schemas.rules import warning_rules
from schemas.table_names import TABLE_NAMES
from tests.flows.tiny_world import make_record, write_delivery

CURP = "ZELW900101HDFLYL09"
"""Of the protected person of each record; it contradicts itself and her particulars."""

HEADER = "Maria Teresa Xochitl"
"""A cell that somebody wrote where a column's name belongs."""


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def remarked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a CURP that disagrees, a record without one of its rows, and a file that is no table."""
    folder = tmp_path_factory.mktemp("remarked")
    records = [make_record("MX-FGR", number) for number in range(3)]
    records[0]["persons"][2] |= {"given_names": "Wilmer", "surname_1": "Mejía", "birth_date": "1995-06-07"}
    records[0]["identifiers"].append({"person_no": 3, "kind": "curp", "value": CURP})
    records[1]["persons"].append({"person_no": 4, "status": "bandit"})
    records[2][HEADER] = "x"
    write_delivery(folder / "landing", "MX-FGR", "abril.ndjson", records)
    flat = folder / "landing" / "MX-FGR" / "mayo"
    flat.mkdir()
    head = "agency,record_id,reported_at,incident_start_date,handling"
    row = "MX-FGR,M-1,2024-05-02T08:00:00Z,2024-05-01,GREEN"
    (flat / "cases.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    (flat / "resumen.csv").write_text("total\n1\n", encoding="utf-8")
    assert call("ingest", folder / "landing", "--store", folder / "s.duckdb").exit_code == 0
    return folder


def find_delivery(remarked: Path, name: str) -> str:
    told = call("quarantine", "--store", remarked / "s.duckdb", "--json").stdout
    paths = {each["path"]: each["delivery_id"] for each in json.loads(told)["by_delivery"]}
    return str(paths[f"MX-FGR/{name}"])


def test_ingest_tells_of_warnings_only_where_there_are_any(remarked: Path, tmp_path: Path) -> None:
    told = call("ingest", remarked / "landing", "--store", tmp_path / "s.duckdb").stdout
    (line,) = [each for each in told.splitlines() if each.startswith("Warnings")]
    assert re.search(r"[1-9] on 1 record · 2 on files · 1 record incomplete · see `trama quarantine`", line)
    again = call("ingest", remarked / "landing", "--store", tmp_path / "s.duckdb").stdout
    assert "Warnings" not in again
    line = call("ingest", remarked / "landing", "--store", tmp_path / "t.duckdb", "--json").stdout
    counts = json.loads(line.splitlines()[-1])
    assert (counts["warned_records"], counts["file_remarks"], counts["incomplete_records"]) == (1, 2, 1)
    assert counts["warnings"] >= 2


def test_run_tells_them_too(remarked: Path, tmp_path: Path) -> None:
    result = call("run", remarked / "landing", "--store", tmp_path / "s.duckdb", "--out", tmp_path / "out")
    assert "1 record incomplete" in result.stdout


def test_status_tells_of_the_current_records(remarked: Path) -> None:
    told = call("status", "--store", remarked / "s.duckdb").stdout
    assert re.search(r"^Warnings +[1-9] on 1 record · 2 on files · 1 record incomplete", told, re.MULTILINE)
    counts = json.loads(call("status", "--store", remarked / "s.duckdb", "--json").stdout)
    assert counts["incomplete_records"] == 1


def test_quarantine_counts_warnings_by_kind_and_delivery(remarked: Path) -> None:
    told = call("quarantine", "--store", remarked / "s.duckdb").stdout
    assert re.search(r"^identifiers +value +curp_name +1 +1$", told, re.MULTILINE)
    assert re.search(r"^delivery +– +ignored_file +1 +1$", told, re.MULTILINE)
    summary = json.loads(call("quarantine", "--store", remarked / "s.duckdb", "--json").stdout)
    by_path = {each["path"]: each for each in summary["by_delivery"]}
    assert by_path["MX-FGR/mayo"].items() >= {"rows": 0, "warnings": 1, "incomplete_records": 0}.items()
    assert by_path["MX-FGR/abril.ndjson"].items() >= {"rows": 1, "incomplete_records": 1}.items()
    assert summary["incomplete_records"] == 1
    assert summary["warnings"] == sum(each["warnings"] for each in summary["warning_kinds"])


def test_a_deliverys_warnings_say_where_and_what_to_do(remarked: Path) -> None:
    delivery = find_delivery(remarked, "mayo")
    told = call("quarantine", "--delivery", delivery, "--store", remarked / "s.duckdb").stdout
    assert "nothing of this delivery was put aside" in told
    assert "mayo/resumen.csv is no table of the contract; it was not read" in told
    assert WHAT_TO_DO["ignored_file"] in told


def test_a_warning_does_not_say_what_was_found_of_a_protected_person(remarked: Path) -> None:
    delivery = find_delivery(remarked, "abril.ndjson")
    told = call("quarantine", "--delivery", delivery, "--store", remarked / "s.duckdb")
    assert "row 1 (entry 2 of identifiers), column value: found '…', expected a CURP without" in told.stdout
    assert "Incomplete  taken in without a row of theirs, to be delivered whole: MX-FGR/R-0001" in told.stdout
    line = call("quarantine", "--delivery", delivery, "--store", remarked / "s.duckdb", "--json").stdout
    findings = json.loads(line)
    assert {each["check"] for each in findings["warnings"]} >= {"curp_name", "unknown_column"}
    assert all(each["what_to_do"] for each in findings["warnings"])
    assert findings["incomplete_records"] == ["MX-FGR/R-0001"]
    assert CURP not in told.stdout + line


def test_a_cell_that_imitates_a_message_hides_nothing_less() -> None:
    cell = "SECRET', expected X: found 'NAME"
    warnings = pl.DataFrame(
        {
            "table": ["identifiers"],
            "column": ["value"],
            "check": ["curp_name"],
            "message": [f"a.csv, row 1, column value: found '{cell}', expected a CURP."],
        }
    )
    (message,) = mask_warnings(warnings)["message"]
    assert message == "a.csv, row 1, column value: found '…', expected a CURP."


def test_the_services_artifact_counts_kinds_and_shows_no_partners_words(remarked: Path) -> None:
    job = Job(remarked / "s.duckdb", Settings())
    ids = [find_delivery(remarked, name) for name in ("mayo", "abril.ndjson")]
    with job.opened_for_reading() as store:
        of_both, of_none = count_warnings(store, ids), count_warnings(store, ["D-0"])
    artifact = summarise_intake([], pl.DataFrame(), of_both)
    assert "| identifiers | value | curp_name | 1 |" in artifact
    assert "| cases | – | unknown_column | 1 |" in artifact
    assert HEADER not in artifact
    assert "Put aside" not in artifact
    assert summarise_intake([], pl.DataFrame(), of_none).count("##") == 1


def test_every_check_that_warns_has_its_own_advice() -> None:
    rules = {rule.check for table in TABLE_NAMES for rule in warning_rules(table)}
    others = {"no_zone", "unknown_word", "person_reference", "unknown_column"}
    of_files = {"ignored_file", "ignored_sheet", "encoding_guessed"}
    of_sheets = {"lost_digits", "spreadsheet_error", "formula_without_value"}
    assert set(WHAT_TO_DO) == rules | set(PROBLEMS) | others | of_files | of_sheets
    assert advise(pl.Series(["new_check", "grading", "grading"])).rows() == [
        ("grading", WHAT_TO_DO["grading"]),
        ("new_check", OTHERWISE),
    ]
