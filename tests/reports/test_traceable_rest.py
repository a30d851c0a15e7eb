"""The other half of `test_traceable`: doubts, sources, protected counts, gaps, review, and the index."""

from __future__ import annotations

from collections import Counter

import polars as pl

from tests.reports.page_tree import Element, read_ints, read_page
from tests.reports.read_figures import (
    age_group,
    alone,
    figure_ints,
    find_figure,
    say_day,
    say_grade,
)
from tests.reports.told_report import Told

NOT_STATED = (None, "", [], "unknown")
ITEMS = {
    "place": ("municipality", "country"),
    "carrier": ("transport_modes",),
    "migrants": ("migrants_count",),
    "fee": ("fee_amount",),
    "benefit": ("benefit",),
    "grades": ("source_grade", "info_grade"),
}


def test_doubtful_pairs_are_those_of_the_cluster_with_their_records(told: Told) -> None:
    network, pairs = told.oracle.view.network, told.oracle.view.pairs
    status = dict(network.entities.select("entity_id", "status").iter_rows())
    review = pairs.filter(pl.col("judgement") == "review").select("left_id", "right_id", "probability")
    for cluster, page in told.pages():
        expected = {}
        for left, right, probability in review.iter_rows():
            ends = [told.oracle.entity_of[each] for each in (left, right)]
            homes = {told.oracle.cluster_of.get(each) for each in ends}
            if (
                cluster in homes
                and ends[0] != ends[1]
                and {status[each] for each in ends} <= {"facilitator", "unknown"}
            ):
                expected[left, right] = round(probability * 100)
        rows = page.part("identities").rows()
        assert figure_ints(page.tree, "doubtful") == ([len(expected)] if expected else [])
        assert len(rows) == min(len(expected), 50)
        for row in rows:
            left, right = row[0].all("code")[0].text, row[1].all("code")[0].text
            assert read_ints(row[2].text) == [expected[left, right]]
            assert page.records(row[2]) == {each.rpartition("#")[0] for each in (left, right)}.intersection(
                page.keys.values()
            )


def test_what_is_repeated_and_how_it_is_graded(told: Told) -> None:
    for cluster, page in told.pages():
        oracle, part, naming = told.oracle, page.part("corroboration"), told.oracle.naming(cluster)
        repeated = {key for key in naming if oracle.records[key].get("origin_ref")}
        expected = [len(naming), oracle.origins(naming), *([len(repeated)] if repeated else [])]
        assert figure_ints(page.tree, "repeated") == expected
        assert page.records(page.tree.figure("repeated") or Element("p")) == repeated
        listed = part.all("ul", class_="refs")
        items = listed[0].all("li") if listed else []
        assert len(items) == min(len(repeated), 40)
        for item in items:
            key = item.all("code")[0].text
            assert key in page.records(item)
            assert ("circular" in item.text) == oracle.is_circular(key)
        by_grade = oracle.by(naming, "grading_scheme", "source_grade", "info_grade")
        rows = part.rows()
        assert len(rows) == min(len(by_grade), 12)
        rarer = [each.text for each in part.all("p", class_="muted") if "rarer" in each.text]
        assert [read_ints(each)[0] for each in rarer] == ([len(by_grade) - 12] if len(by_grade) > 12 else [])
        for row in rows:
            keys = page.records(row[2])
            assert read_ints(row[2].text) == [len(keys)]
            assert keys in by_grade.values()
            assert all("".join(say_grade(oracle.records[key])[:1]) == row[0].text for key in keys)


def test_protected_persons_are_counted_from_the_records_with_small_cells_withheld(told: Told) -> None:
    for cluster, page in told.pages():
        part, found = page.part("protected"), told.oracle.protected(cluster)
        said = find_figure(part, "protected").text
        assert said == ("<5" if 0 < len(found) < 5 else str(len(found)))
        groups = [
            Counter(each.get("sex") for each in found),
            Counter(age_group(each) for each in found),
            Counter(each.get("nationality") for each in found),
        ]
        tables = [each.rows() for each in part.all("table")]
        assert len(tables) == (3 if len(found) >= 5 else 0)
        for rows, counts in zip(tables, groups, strict=False):
            told_counts = sorted(read_ints(row[1].text)[0] for row in rows if row[1].text.isdigit())
            kept = sorted(counts.values())
            assert len(rows) == len(counts)
            assert all(count >= 5 for count in told_counts)
            assert not Counter(told_counts) - Counter(kept)
            withheld = sum(counts.values()) - sum(told_counts)
            assert withheld == 0 or withheld >= 5
        assert not [link for table in part.all("table") for link in table.all("a")]  # no way to single cells


def test_gaps_count_the_records_that_state_an_item_and_those_that_do_not(told: Told) -> None:
    for cluster, page in told.pages():
        naming = told.oracle.naming(cluster)
        rows = page.part("gaps").rows()
        for row, columns in zip(rows, ITEMS.values(), strict=True):
            stated = {
                key
                for key in naming
                if all(
                    told.oracle.records[key].get(name) not in (None, "", [], "unknown") for name in columns
                )
            }
            assert read_ints(row[1].text) == [len(stated), len(naming)]
            assert read_ints(row[2].text) == [len(naming - stated)]
            assert (page.records(row[1]), page.records(row[2])) == (stated, naming - stated)


def test_what_is_offered_for_review_rests_on_records_of_the_page(told: Told) -> None:
    for cluster, page in told.pages():
        review, links = page.data("review-data"), told.oracle.inner_links(cluster)
        keys = [record.rpartition("@")[0] for record, _ in review["records"]]
        for source, target, kind, _, _, records, *_ in review["links"]:
            assert {keys[each] for each in records} in [{key for key, _ in seen} for seen in links.values()]
            assert review["names"][source]
            assert review["names"][target]
            assert review["kinds"][kind]
        assert len(review["links"]) == min(len(links), 300)


def test_every_figure_that_leads_somewhere_leads_to_rows_that_are_there(told: Told) -> None:
    for _, page in told.pages():
        for link in page.tree.all("a", class_="from"):
            numbers = alone(link).numbers()
            assert numbers
            assert numbers <= set(page.keys)
            where = link.given["href"]
            assert where == (f"#r{min(numbers)}" if len(numbers) == 1 else "#evidence")


def test_the_index_adds_up(told: Told) -> None:
    oracle, index = told.oracle, read_page(told.out / "index.html").tree
    statuses = oracle.statuses()
    protected = sum(each in ("smuggled_migrant", "witness", "victim") for each in statuses.values())
    ledger, quarantine = oracle.view.ledger, oracle.view.quarantine
    assert figure_ints(index, "clusters") == [len(set(oracle.cluster_of.values()))]
    assert figure_ints(index, "persons") == [len(statuses)]
    assert figure_ints(index, "records") == [len(oracle.records)]
    assert figure_ints(index, "protected") == [5 if 0 < protected < 5 else protected]
    books = [sum(ledger[name].to_list()) if ledger.height else 0 for name in ("received", "quarantined")]
    assert figure_ints(index, "received") == books
    for row in index.one("table", id="clusters").one("tbody").all("tr"):
        cluster, naming = row.given["id"], oracle.naming(row.given["id"])
        cells = [each for each in row.parts if isinstance(each, Element)]
        assert read_ints(cells[3].text) == [len(oracle.persons(cluster))]
        assert read_ints(cells[4].text) == [len(naming)]
        assert cells[5].text.replace(",", "").split() == sorted(oracle.by(naming, "agency"))
        assert cells[6].text == " – ".join(map(say_day, oracle.seen(naming)))
        assert cells[7].text == oracle.strictest(oracle.shown(cluster))
        assert cells[0].all("a")[0].given["href"] == f"clusters/{cluster}.html"
    parts = {each.given["aria-labelledby"]: each for each in index.all("section")}
    for hub in parts["hubs-title"].rows():
        entity, keys = hub[0].all("code")[0].text, {each.text for each in hub[3].all("code")}
        assert keys == oracle.in_records[entity]
        assert read_ints(hub[3].all("summary")[0].text) == [len(keys)]
        ends = {(source, target) for source, target, _ in oracle.links if entity in (source, target)}
        assert read_ints(hub[2].text) == [len({each for pair in ends for each in pair} - {entity})]
    turned = quarantine.select("table", "check").unique().height if quarantine.height else 0
    assert len(parts["quarantine-title"].rows()) == turned
