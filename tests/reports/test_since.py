"""What is new since the last report: told once more when nothing changed, and never what a partner lost."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.changes import News
from reports.html.since import Since
from reports.html.state import STATE, State, digest, read_state, write_state
from reports.html.writing import write_reports
from reports.model import ClusterView
from reports.report_view import ReportView
from tests.reports.network_factory import make_world, view_of
from tests.reports.page_tree import read_numbers


def _view(
    recipient: str | None = None, clusters: int = 3, persons: int = 12, records: int = 20
) -> ReportView:
    return view_of(make_world(clusters=clusters, persons=persons, records=records), recipient)


def _bytes(out: Path) -> dict[str, bytes]:
    return {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}


def _without_last(view: ReportView, records: int = 0, persons: int = 0, of: int = 0) -> ReportView:
    """The view with fewer records and persons in one cluster."""
    cluster = view.clusters[of]
    unranked = [node for node in cluster.nodes if node.kind == "person" and not node.rank][:persons]
    kept = tuple(node for node in cluster.nodes if node not in unranked)
    less = replace(cluster, evidence=cluster.evidence[records:], nodes=kept)
    return replace(view, clusters=(*view.clusters[:of], less, *view.clusters[of + 1 :]))


def _news(out: Path, number: int = 0) -> str:
    page = (out / "clusters" / f"C-{number:012d}.html").read_text(encoding="utf-8")
    found = re.search(r'<p class="news">(.*?)</p>', page)
    return re.sub(r"<[^>]*>", "", found[1]) if found else ""


def test_a_first_report_tells_no_news_and_says_so_on_the_index(tmp_path: Path) -> None:
    write_reports(_view(), tmp_path)
    assert [_news(tmp_path, number) for number in range(3)] == ["", "", ""]
    assert "first report" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_new_records_and_persons_are_told_on_the_page_and_on_the_index(tmp_path: Path) -> None:
    view = _view()
    write_reports(_without_last(view, records=2, persons=1), tmp_path)
    write_reports(view, tmp_path)
    assert "2 new records" in _news(tmp_path)
    assert "1 person joined" in _news(tmp_path)
    assert _news(tmp_path, 1) == ""
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'data-news="(\w+)"', index) == ["changed", "same", "same"]


def test_writing_the_same_report_again_changes_no_byte(tmp_path: Path) -> None:
    view = _view()
    write_reports(_without_last(view, records=3), tmp_path)
    for _ in range(2):
        write_reports(_without_last(view, records=3), tmp_path)
    write_reports(view, tmp_path)
    before = _bytes(tmp_path)
    for _ in range(2):
        write_reports(view, tmp_path)
        assert _bytes(tmp_path) == before


def _on(view: ReportView, day: int) -> ReportView:
    """The view of records that were reported up to a day of January 2024."""
    return replace(view, data_until=date(2024, 1, day))


def test_within_a_day_news_adds_up_and_is_gone_the_day_after(tmp_path: Path) -> None:
    view = _view()
    write_reports(_on(_without_last(_without_last(view, records=3), records=1, of=2), 4), tmp_path)
    write_reports(_on(_without_last(view, records=1, of=2), 5), tmp_path)
    assert "3 new records" in _news(tmp_path)
    write_reports(_on(view, 5), tmp_path)
    told = [_news(tmp_path), _news(tmp_path, 2)]
    assert all(each.startswith("Since the report with records up to 4 Jan 2024: ") for each in told)
    assert "3 new records (records no. 1–3)" in told[0]
    assert "1 new record (records no. 1)" in told[1]
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert re.search(r"0 new clusters, 2 [a-z ]*changed", re.sub(r"\s+", " ", re.sub("<[^>]*>", "", index)))
    write_reports(_on(_without_last(view, records=2), 6), tmp_path)
    assert _news(tmp_path).startswith("Since the report with records up to 5 Jan 2024: 2 records")
    assert _news(tmp_path, 2) == ""


def test_a_report_of_older_records_keeps_what_it_is_compared_with(tmp_path: Path) -> None:
    view = _view()
    write_reports(_on(_without_last(view, records=3), 4), tmp_path)
    write_reports(_on(view, 9), tmp_path)
    write_reports(_on(_without_last(view, records=1), 3), tmp_path)  # the newest were withdrawn
    assert _news(tmp_path).startswith("Since the report with records up to 4 Jan 2024: 2 new records")


def test_a_page_that_is_kept_keeps_its_news_and_is_counted(tmp_path: Path) -> None:
    view = _view()
    first, second, _ = view.clusters
    write_reports(_on(_without_last(view, records=3), 4), tmp_path)
    write_reports(_on(view, 5), tmp_path)
    state = read_state(tmp_path, None)
    assert state is not None
    same_day, next_day = (Since(state, None, date(2024, 1, day)) for day in (5, 6))
    for each in (first, second):
        same_day.keep(each.cluster_id)
    assert (same_day.count_new, same_day.count_changed) == (0, 1)
    next_day.keep(second.cluster_id)
    with pytest.raises(KeyError):
        next_day.keep(first.cluster_id)


def test_the_holder_is_told_of_clusters_that_have_gone_and_come(tmp_path: Path) -> None:
    view = _view()
    first = view.clusters[0]
    renamed = replace(first, cluster_id="C-NEW")
    write_reports(view, tmp_path)
    write_reports(replace(view, clusters=(renamed, *view.clusters[1:])), tmp_path)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "1 new cluster" in index
    assert f'<code id="{first.cluster_id}">' in index
    assert "not in it" in (tmp_path / "clusters" / "C-NEW.html").read_text(encoding="utf-8")


def test_a_partner_is_never_told_what_has_gone_nor_by_a_digest(tmp_path: Path) -> None:
    view = _view("UNODC")
    write_reports(view, tmp_path)
    less = _without_last(view, records=2, persons=1)
    write_reports(replace(less, clusters=less.clusters[:2]), tmp_path)
    gone = view.clusters[2].cluster_id
    records = [digest(row.record_key, "UNODC") for row in view.clusters[0].evidence[:2]]
    for content in _bytes(tmp_path).values():
        assert gone.encode() not in content
        assert b"no longer" not in content
        assert not any(each.encode() in content for each in records)
    assert _news(tmp_path) == ""


def test_a_state_of_another_recipient_or_in_pieces_counts_as_none(tmp_path: Path) -> None:
    write_reports(_view("UNODC"), tmp_path)
    assert read_state(tmp_path, "UNODC") is not None
    assert read_state(tmp_path, None) is None
    for broken in ("", "[]", "null", '{"recipient": null}', '{"recipient": null, "now": [], "before": null}'):
        (tmp_path / STATE).write_text(broken, encoding="utf-8")
        assert read_state(tmp_path, None) is None


def test_the_state_names_no_record_person_or_protected_one(tmp_path: Path) -> None:
    view = _view()
    write_reports(view, tmp_path)
    text = (tmp_path / STATE).read_text(encoding="utf-8")
    named = [row.record_key for row in view.clusters[0].evidence]
    named += [word for node in view.clusters[0].nodes for word in (node.entity_id, node.label)]
    assert not [each for each in named if each in text]
    assert "SECRETNAME" not in text


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    since = Since(None, None, date(2024, 1, 2))
    for cluster in _view().clusters:
        since.take(cluster)
    state = State(since.to_state().now, date(2024, 1, 2), {"C-1": None}, date(2024, 1, 1), {"C-1": True})
    write_state(tmp_path, state, None)
    assert read_state(tmp_path, None) == state
    assert _read_file(tmp_path) == state


def _read_file(out: Path) -> State | None:
    """What a process reads that knows nothing of the file."""
    (other := out / "other").mkdir(exist_ok=True)
    shutil.copy(out / STATE, other / STATE)
    return read_state(other, None)


def test_what_a_process_remembers_of_a_state_is_what_lies_there(tmp_path: Path) -> None:
    view = _view()
    write_reports(_on(_without_last(view, records=2), 1), tmp_path)
    write_reports(_on(view, 2), tmp_path)
    remembered = read_state(tmp_path, None)
    assert remembered is not None
    assert remembered.told
    assert remembered == _read_file(tmp_path)
    first = read_state(tmp_path, None)
    write_state(tmp_path / "other", State(remembered.now), None)
    (tmp_path / "other" / STATE).replace(tmp_path / STATE)
    assert read_state(tmp_path, None) == State(remembered.now) != first


def _tell(
    former: State | None, clusters: Sequence[ClusterView], day: int
) -> tuple[dict[str, News | None], State]:
    since = Since(former, None, date(2024, 1, day))
    drawn = [since.take(cluster) for cluster in clusters]
    return {each.cluster_id: each.news for each in drawn}, since.to_state()


@settings(max_examples=40, deadline=None)
@given(
    reports=st.lists(
        st.tuples(st.tuples(*[st.integers(0, 3)] * 3), st.integers(0, 1)), min_size=1, max_size=5
    ),
    order=st.permutations([0, 1, 2]),
)
def test_in_any_order_news_is_what_differs_from_the_last_report_of_an_earlier_day(
    reports: list[tuple[tuple[int, int, int], int]], order: list[int]
) -> None:
    view, day = _CLUSTERS, 1
    state: State | None = None
    written: list[tuple[int, tuple[int, int, int]]] = []
    for cut, later in reports:
        day += later
        clusters = [replace(view[n], evidence=view[n].evidence[cut[n] :]) for n in order]
        told, state = _tell(state, clusters, day)
        assert _tell(state, clusters, day) == (told, state)
        written.append((day, cut))
        earlier = [each for each in written if each[0] < day] or written[:1]
        base = earlier[-1][1]
        for number in range(3):
            news = told[view[number].cluster_id] or News()
            change = base[number] - cut[number]
            assert (news.new_records, news.gone_records) == (max(change, 0), max(-change, 0))
            assert len(read_numbers(news.new_in)) == news.new_records


_CLUSTERS = _view().clusters


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_news_and_history_are_told_in_each_language(tmp_path: Path, language: str) -> None:
    view = _view()
    write_reports(_without_last(view, records=2, persons=1), tmp_path, language=language)
    write_reports(view, tmp_path, language=language)
    page = (tmp_path / "clusters" / "C-000000000000.html").read_text(encoding="utf-8")
    assert '<section id="history">' in page
    assert not re.search(
        r"\b(news|history|map|filter|places)\.[a-z_]+\b",
        re.sub(r"<(style|script).*?</\1>", "", page, flags=re.S),
    )
    assert json.loads((tmp_path / STATE).read_text(encoding="utf-8"))["before"]
