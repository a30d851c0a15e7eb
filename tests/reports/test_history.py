"""A cluster's history: every change with its cause, oldest first, in the printed report and the workbook."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import polars as pl
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from reports.changes import Change
from reports.history import date_changes, list_histories, tell_visible
from reports.pdf.typesetting import render_cluster_pdf
from reports.words.catalogue import load_words
from reports.xlsx.workbook import render_cluster_workbook
from tests.reports.network_factory import make_world, view_of

GROWN = {
    "cluster_id": "C-1",
    "change": "grown",
    "at": datetime(2024, 3, 2, 23, 30, tzinfo=UTC),
    "cause_kind": "record",
    "cause_ref": "MX-INM/\u202eR-2",
    "related_cluster_ids": [],
}
MERGED = {
    **GROWN,
    "change": "merged",
    "at": datetime(2024, 5, 1, tzinfo=UTC),
    "cause_kind": "decision",
    "cause_ref": "J-ABC",
    "related_cluster_ids": ["C-2"],
}
BORN = {**GROWN, "cluster_id": "C-2", "change": "born", "at": None, "cause_kind": None, "cause_ref": None}
HISTORY = (
    Change(date(2024, 3, 2), "grown", "record", "MX-INM/R-2", (), date(2022, 7, 8)),
    Change(date(2024, 5, 1), "merged", "decision", "J-ABC", ("C-2",)),
)


def _lineage(*rows: dict[str, object]) -> pl.DataFrame:
    schema_overrides = {"related_cluster_ids": pl.List(pl.String), "at": pl.Datetime("us", "UTC")}
    return pl.DataFrame(rows, schema_overrides=schema_overrides)


def test_changes_are_by_cluster_oldest_first_and_clean_whatever_order_they_come_in() -> None:
    for rows in ((MERGED, BORN, GROWN), (GROWN, MERGED, BORN)):
        assert list_histories(_lineage(*rows)) == {
            "C-1": tell_visible(HISTORY, {}),
            "C-2": (Change(None, "born", None, None),),
        }


def test_a_correction_reported_before_stands_behind_the_appearance() -> None:
    born = {**GROWN, "change": "born", "at": datetime(2024, 4, 1, tzinfo=UTC)}
    (told,) = list_histories(_lineage(GROWN, born)).values()
    assert [(each.change, each.day) for each in told] == [
        ("born", date(2024, 4, 1)),
        ("grown", date(2024, 3, 2)),
    ]


def test_a_change_could_be_seen_from_the_day_of_the_record_behind_it() -> None:
    days = {"MX-INM/R-2": date(2021, 5, 6), "J-ABC": date(2020, 1, 1)}
    assert [each.visible_from for each in tell_visible(HISTORY, days)] == [date(2021, 5, 6), None]
    records = pl.DataFrame({"record_key": list(days), "incident_start_date": list(days.values())})
    lineage = _lineage({**GROWN, "cause_ref": "MX-INM/R-2"}, MERGED, {**GROWN, "cause_ref": "MX-INM/R-3"})
    dated = date_changes(lineage, records)
    assert dated["visible_from"].to_list() == [date(2021, 5, 6), None, None]
    assert dated.drop("visible_from").equals(lineage)


def test_no_history_is_told_as_none() -> None:
    assert list_histories(_lineage(GROWN).clear()) == {}


def test_report_and_workbook_tell_it() -> None:
    cluster, words = view_of(make_world()).clusters[0], load_words("es")
    pdf = PdfReader(io.BytesIO(render_cluster_pdf(cluster, None, "es", HISTORY)))
    said = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
    assert "2mar20248jul2022crecimientounregistroMX-INM/R-2" in said
    assert "J-ABC" in said
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(render_cluster_workbook(cluster, None, "es", HISTORY))
    ).get_sheet_by_name(words("history.title"))
    rows = book.to_python()[-2:]
    assert rows[0][:5] == [date(2024, 3, 2), date(2022, 7, 8), "crecimiento", "un registro", "MX-INM/R-2"]
    assert rows[1][5] == "C-2"
