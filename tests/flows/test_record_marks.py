"""A record that was taken in with a warning or without a row is marked wherever a page lists it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.job import Job
from flows.service import changed, steps
from flows.service.places import Places, choose_watch
from flows.settings import Settings
from flows.steps.report import report_step
from flows.steps.run import run_pipeline
from tests.flows.tiny_world import make_record, write_delivery

ODD = {"incident_start_date": "2024-04-02"}
"""After the day of the report: possible, but odd."""

LISTED = re.compile(r'<th scope="row"><code>([^<]*)</code>(.*?)</th>')


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the main job has run over records of which four are odd or not whole."""
    folder = tmp_path_factory.mktemp("marked")
    records = [make_record("MX-FGR", number) for number in range(5)]
    records[0] |= ODD
    records[1]["persons"].append({"person_no": 4, "status": "bandit"})
    records[3] |= {**ODD, "handling": "RED"}
    records[4] |= {**ODD, "legs": [{"from_country": "XX"}]}
    write_delivery(folder / "landing", "MX-FGR", "abril.ndjson", records)
    run_pipeline(folder / "landing", folder / "out", Job(folder / "store.duckdb", Settings(threads=1)))
    return folder


def read_marks(pages: Path) -> dict[str, list[str]]:
    """The words beside each record on the only cluster's page."""
    (page,) = (pages / "clusters").glob("*.html")
    found = LISTED.findall(page.read_text(encoding="utf-8"))
    return {key: re.findall(r'<small class="warn" title="[^"]+">(.*?)</small>', rest) for key, rest in found}


def read_tree(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*.html")}


def test_pages_drawn_ahead_mark_records_as_a_later_report_does(marked: Path, tmp_path: Path) -> None:
    assert read_marks(marked / "out" / "reports") == {
        "MX-FGR/R-0000": ["to check"],
        "MX-FGR/R-0001": ["incomplete"],
        "MX-FGR/R-0002": [],
        "MX-FGR/R-0003": ["to check"],
        "MX-FGR/R-0004": ["incomplete", "to check"],
    }
    report_step(tmp_path / "reports", Job(marked / "store.duckdb", Settings(threads=1)))
    assert read_tree(tmp_path / "reports") == read_tree(marked / "out" / "reports")


def test_a_partners_page_marks_the_records_that_it_may_see_and_names_no_other(
    marked: Path, tmp_path: Path
) -> None:
    report_step(tmp_path / "us", Job(marked / "store.duckdb", Settings(threads=1)), recipient="US-HSI")
    marks = read_marks(tmp_path / "us")
    assert "MX-FGR/R-0003" not in marks
    assert marks["MX-FGR/R-0000"] == ["to check"]
    assert marks["MX-FGR/R-0004"] == ["incomplete", "to check"]


def test_pages_of_clusters_read_by_key_mark_the_same(
    marked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed, "MOST_IN_PART", 1.0)
    store = marked / "store.duckdb"
    steps.publish(Job(store, Settings(threads=1)), Places(store, tmp_path, tmp_path, choose_watch(store)))
    assert read_tree(tmp_path / "reports") == read_tree(marked / "out" / "reports")
