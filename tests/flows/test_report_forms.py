"""`trama report --format`: each form in its folder, of one network, for one reader, and nothing left over."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from flows.cli.app import app
from flows.report_choice import FORMS, read_forms
from flows.steps.form_folders import drop_older_forms
from schemas.errors import ConfigError
from tests.flows.tiny_world import MIGRANT

ALL = ",".join(FORMS)


def call(finished: Path, out: Path, *more: str) -> Result:
    store = str(finished / "store.duckdb")
    return CliRunner().invoke(app, ["report", "--out", str(out), "--store", store, "--direct", *more])


def names(folder: Path) -> set[str]:
    return {each.suffix for each in folder.iterdir() if each.name != "snapshot.json"}


def test_each_form_is_in_its_folder_the_same_twice_and_names_nobody_protected(
    finished: Path, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        result = call(finished, tmp_path / name, "--format", ALL, "--language", "fr")
        assert result.exit_code == 0, result.stderr
        assert "index.html" in result.stdout
    files = sorted(each.relative_to(tmp_path / "a") for each in (tmp_path / "a").rglob("*") if each.is_file())
    first, second = ([(tmp_path / name / each).read_bytes() for each in files] for name in ("a", "b"))
    assert first == second
    out = tmp_path / "a"
    pages = {each.stem for each in (out / "clusters").iterdir()}
    for form, suffixes in (("pdf", {".pdf"}), ("xlsx", {".xlsx"}), ("evidence", {".parquet", ".csv"})):
        assert names(out / form) == suffixes
        assert {each.stem for each in (out / form).iterdir()} - {"snapshot"} == pages
    printed = "".join(page.extract_text() for page in PdfReader(next((out / "pdf").glob("*.pdf"))).pages)
    assert "Treviño" in printed
    assert "Résumé" in printed
    assert not [word for word in MIGRANT.split() if word in printed]
    whole = b"".join(first)
    assert not [word for word in MIGRANT.split() if word.encode() in whole]


def test_only_pages_are_written_where_nothing_is_said(finished: Path, tmp_path: Path) -> None:
    assert call(finished, tmp_path).exit_code == 0
    assert not [form for form in FORMS if (tmp_path / form).exists()]


def test_one_cluster_as_pdf_leaves_the_pages_alone(finished: Path, tmp_path: Path) -> None:
    assert call(finished, tmp_path).exit_code == 0
    before = (tmp_path / "index.html").read_bytes()
    cluster_id = next((tmp_path / "clusters").iterdir()).stem
    result = call(finished, tmp_path, "--format", "pdf", "--cluster", cluster_id)
    assert result.exit_code == 0, result.stderr
    assert [each.name for each in (tmp_path / "pdf").glob("*.pdf")] == [f"{cluster_id}.pdf"]
    assert (tmp_path / "index.html").read_bytes() == before


def test_a_partner_gets_its_own_view_and_no_folder_of_somebody_else(finished: Path, tmp_path: Path) -> None:
    result = call(finished, tmp_path / "theirs", "--format", "pdf,evidence", "--for", "US-HSI")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "theirs" / "pdf" / "manifest.json").is_file()
    assert not list((tmp_path / "theirs").rglob("snapshot.json"))
    assert call(finished, tmp_path / "mine", "--format", "xlsx").exit_code == 0
    refused = call(finished, tmp_path / "mine", "--format", "pdf", "--for", "US-HSI")
    assert refused.exit_code == 2
    assert not (tmp_path / "mine" / "pdf").exists()


def test_evidence_holds_only_records_that_the_partner_may_see(finished: Path, tmp_path: Path) -> None:
    assert call(finished, tmp_path / "all", "--format", "evidence").exit_code == 0
    assert call(finished, tmp_path / "some", "--format", "evidence", "--for", "US-HSI").exit_code == 0
    found = {
        name: {
            key
            for file in (tmp_path / name / "evidence").glob("*.parquet")
            for key in pl.read_parquet(file)["record_key"]
        }
        for name in ("all", "some")
    }
    assert found["some"] < found["all"]


@pytest.mark.parametrize(
    "more",
    [
        ("--format", "docx"),
        ("--format", ""),
        ("--language", "de"),
        ("--format", "pdf", "--cluster", "C-NONE"),
    ],
)
def test_a_form_language_or_cluster_that_is_not_there_is_a_wrong_call(
    more: tuple[str, ...], finished: Path, tmp_path: Path
) -> None:
    result = call(finished, tmp_path / "out", *more)
    assert result.exit_code == 2
    assert result.stderr
    assert not (tmp_path / "out").exists()


def test_forms_are_read_once_each_in_one_order() -> None:
    assert read_forms(" PDF, html,pdf ") == ("html", "pdf")
    with pytest.raises(ConfigError):
        read_forms("html;pdf")


def test_what_is_of_an_older_network_goes_and_what_is_not_ours_stays(finished: Path, tmp_path: Path) -> None:
    assert call(finished, tmp_path, "--format", ALL).exit_code == 0
    mark = (tmp_path / "pdf" / "snapshot.json").read_text(encoding="utf-8")
    basis = mark.split('"')[3]
    (tmp_path / "xlsx" / "my notes.txt").write_text("kept", encoding="utf-8")
    drop_older_forms(tmp_path, basis)
    assert list((tmp_path / "pdf").glob("*.pdf"))
    drop_older_forms(tmp_path, "another")
    assert not (tmp_path / "pdf").exists()
    assert not (tmp_path / "evidence").exists()
    assert [each.name for each in (tmp_path / "xlsx").iterdir()] == ["my notes.txt"]


def test_a_folder_that_only_looks_like_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "C-1.pdf").write_bytes(b"somebody's")
    drop_older_forms(tmp_path, None)
    assert (tmp_path / "pdf" / "C-1.pdf").is_file()
    shutil.rmtree(tmp_path / "pdf")
    drop_older_forms(tmp_path, None)


@pytest.mark.usefixtures("tracked_runs", "swept")
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_the_tracked_flow_writes_the_forms_it_is_asked_for(finished: Path, tmp_path: Path) -> None:
    from flows.report_flow import write_reports  # noqa: PLC0415 - Prefect after its environment

    asked = {"forms": ["xlsx", "pdf"], "language": "es"}
    written = asyncio.run(write_reports(finished / "store.duckdb", tmp_path, **asked))
    assert written.files == len([*tmp_path.glob("pdf/*.pdf"), *tmp_path.glob("xlsx/*.xlsx")]) == 2
    assert written.index is not None
    assert written.index.suffix == ".pdf"
    assert not (tmp_path / "index.html").exists()
