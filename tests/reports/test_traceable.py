"""Every figure that a report prints is what the records say, and leads to just the records that say so.

Figures are read from the pages as a browser gets them and worked out again by `oracle`, for the holder and
for one partner, of a tiny world and of a generated one that is not the sample's.
"""

from __future__ import annotations

import re
from collections import Counter

import polars as pl

from tests.reports.oracle import Oracle
from tests.reports.page_tree import Element, ReadPage, read_ints
from tests.reports.read_figures import (
    alone,
    figure_ints,
    find_figure,
    keys_of_spans,
    list_leading,
    of_epoch,
    say_day,
    say_grade,
)
from tests.reports.told_report import Told

Received = dict[str, dict[str, set[tuple[str, str, str, str]]]]


def test_it_is_of_the_records_the_reader_may_see_and_no_page_is_empty(told: Told) -> None:
    cases = told.oracle.view.tables["cases"].select("agency", "record_id").iter_rows()
    assert {"/".join(each) for each in cases} == set(told.oracle.records)
    pages = dict(told.pages())
    assert set(pages) == set(told.oracle.cluster_of.values())
    assert pages
    assert all(page.keys for page in pages.values())


def test_the_evidence_is_every_record_that_names_anything_of_the_cluster(told: Told) -> None:
    for cluster, page in told.pages():
        naming = told.oracle.naming(cluster)
        rows = page.part("evidence").rows()
        assert [int(row[0].text) for row in rows] == list(range(1, len(rows) + 1))
        assert set(page.keys.values()) == told.oracle.shown(cluster)
        assert {page.keys[number] for number in range(1, len(naming) + 1)} == naming
        for number, row in enumerate(rows, start=1):
            record = told.oracle.records[page.keys[number]]
            assert row[2].text == say_day(record["incident_start_date"])
            assert (record.get("municipality") or "") in row[4].text
            assert row[6].text.split() == say_grade(record)
            assert row[7].text == record["handling"]
            assert bool(row[8].text) == bool(record.get("origin_ref"))
            assert (number > len(naming)) == ("none of its persons" in row[5].text)


def test_the_mark_is_the_strictest_of_all_that_the_page_rests_on(told: Told) -> None:
    for cluster, page in told.pages():
        mark = page.tree.all("header")[0].all("span")[0].text
        assert mark == f"TLP:{told.oracle.strictest(told.oracle.shown(cluster))}"


def test_the_head_counts_persons_records_and_days(told: Told) -> None:
    for cluster, page in told.pages():
        naming = told.oracle.naming(cluster)
        first, last = told.oracle.seen(naming)
        assert figure_ints(page.tree, "persons") == [len(told.oracle.persons(cluster))]
        assert figure_ints(page.tree, "records") == [len(naming)]
        assert find_figure(page.tree, "seen").text == f"{say_day(first)} – {say_day(last)}"
        assert page.tree.figure("persons").given["href"] == "#people"  # type: ignore[union-attr]
        assert page.tree.figure("records").given["href"] == "#evidence"  # type: ignore[union-attr]


def test_the_summary_says_where_when_and_how_sure(told: Told) -> None:
    for cluster, page in told.pages():
        oracle, naming = told.oracle, told.oracle.naming(cluster)
        where, when = page.tree.one("section", class_="summary").all("div")[1:3]
        countries, agencies = where.all("p")
        by_country = {code: found for code, found in oracle.by(naming, "country").items() if code}
        assert sorted(map(sorted, by_country.values())) == sorted(
            sorted(page.records(alone(each))) for each in countries.all("a")
        )
        by_agency = {each.text: page.records(alone(each)) for each in agencies.all("a")}
        assert by_agency == oracle.by(naming, "agency")
        first, last = oracle.seen(naming)
        starts, ends = when.all("p")[0].all("a")
        assert all(oracle.seen([key])[0] == first for key in page.records(alone(starts)))
        assert all(oracle.seen([key])[1] == last for key in page.records(alone(ends)))
        months = Counter(oracle.month(key) for key in naming)
        month = min(months, key=lambda each: (-months[each], each))
        busiest = find_figure(page.tree, "busiest")
        assert read_ints(busiest.text)[-1] == months[month]
        assert page.records(busiest) == {
            key for key in naming if oracle.records[key]["incident_start_date"].startswith(month)
        }
        assert figure_ints(page.tree, "origins") == [len(naming), oracle.origins(naming)]
        circular = {
            key for key in naming if oracle.is_circular(key) and oracle.records[key].get("origin_ref")
        }
        assert figure_ints(page.tree, "circular") == ([len(circular)] if circular else [])
        assert page.records(page.tree.figure("circular") or Element("p")) == circular
        awaiting = oracle.awaiting(cluster)
        assert figure_ints(page.tree, "awaiting") == ([len(awaiting)] if awaiting else [])
        assert page.records(page.tree.figure("awaiting") or Element("p")) == set().union(*awaiting.values())


def test_the_ranked_are_told_with_reasons_counted_from_the_records(told: Told) -> None:
    oracle = told.oracle
    received: Received = {"called": oracle.received("called"), "paid": oracle.received("paid")}
    ranking = oracle.view.network.key_players
    for cluster, page in told.pages():
        people = page.part("people")
        rows = [row for table in people.all("table") for row in table.rows()]
        players = ranking.filter(pl.col("cluster_id") == cluster).sort("rank").to_dicts()
        assert [int(row[0].text) for row in rows] == list(range(1, min(len(players), 100) + 1))
        for row, player in zip(rows, players, strict=False):
            entity = player["entity_id"]
            _check_reasons(page, row[2], entity, oracle, received)
            share, low, high = (int(each) for each in re.findall(r"\d+", row[3].text)[-3:])
            assert (share, low, high) == (
                round(player["top5_share"] * 100),
                player["rank_low"],
                player["rank_high"],
            )
            assert read_ints(row[4].text) == [len(oracle.in_records[entity])]
            assert page.records(row[4]) == oracle.in_records[entity]
            assert row[5].text == " – ".join(map(say_day, oracle.seen(oracle.in_records[entity])))
        listed = [each for each in people.all("ul") if each.has(id="unranked")]
        unranked = oracle.persons(cluster) - {each["entity_id"] for each in players}
        assert (len(listed[0].all("li")) if listed else 0) == min(len(unranked), 100)
        assert list_leading(page, listed[0].all("li") if listed else []) == sorted(
            sorted(oracle.in_records[each]) for each in unranked
        )


def _check_reasons(
    page: ReadPage,
    cell: Element,
    entity: str,
    oracle: Oracle,
    received: dict[str, dict[str, set[tuple[str, str, str, str]]]],
) -> None:
    for item in cell.all("li"):
        said, kind = item.text, next((kind for kind in received if item.text.startswith(kind)), None)
        if kind:
            ways = received[kind][entity]
            assert read_ints(said) == [len({way[:3] for way in ways})]
            assert page.records(item) == {key for *_, key in ways}.intersection(page.keys.values())
        elif said.startswith("named in records"):
            assert read_ints(said) == [len(oracle.in_records[entity])]
            assert page.records(item) == oracle.in_records[entity]
        else:
            role = "organiser" if "organiser" in said else "financier"
            assert page.records(item) == oracle.roles(entity, role) != set()


def test_the_diagram_knows_of_each_entity_and_link_what_the_records_say(told: Told) -> None:
    for cluster, page in told.pages():
        oracle, data = told.oracle, page.data("network-data")
        nodes = [*data["nodes"], *data["more_nodes"]]
        assert {node[0] for node in nodes} == oracle.members(cluster)
        for node in nodes:
            keys = oracle.in_records[node[0]]
            assert node[6] == len(keys)
            assert [of_epoch(node[7]), of_epoch(node[8])] == list(oracle.seen(keys))
            assert data["tables"]["handling"][node[9]][0] == oracle.strictest(keys)
            assert keys_of_spans(page, node[10]) == keys
        links = oracle.inner_links(cluster)
        edges = [*data["edges"], *data["more_edges"]]
        named = {
            (nodes[edge[0]][0], nodes[edge[1]][0], data["tables"]["link"][edge[2]][0]): edge for edge in edges
        }
        assert set(named) == set(links)
        for ends, edge in named.items():
            keys, days = {key for key, _ in links[ends]}, [day for _, day in links[ends]]
            assert edge[6:8] == [len(keys), oracle.origins(keys)]
            assert [of_epoch(edge[8]), of_epoch(edge[9])] == [min(days), max(days)]
            assert keys_of_spans(page, edge[10]) == keys
        drawing = page.tree.one("svg", id="network-picture")
        title = "".join(map(str, drawing.one("title", id="network-title").parts))
        assert read_ints(title) == [len(data["nodes"]), len(data["edges"])]
        assert sum(read_ints(page.part("network").all("p", class_="note")[0].text)) == len(data["more_nodes"])


def test_the_bars_of_the_timeline_are_the_records_of_their_month_and_offence(told: Told) -> None:
    for cluster, page in told.pages():
        bars = page.part("timeline").all("rect")
        said = [each for bar in bars for each in bar.all("title")]
        found = {}
        for title in ("".join(map(str, each.parts)) for each in said):
            count, numbers = re.fullmatch(r".*: ([\d,]+) records? \(records no\. (.*)\)", title).groups()  # type: ignore[union-attr]
            keys = keys_of_spans(page, numbers)
            assert int(count.replace(",", "")) == len(keys)
            found[frozenset(keys)] = title
        expected = told.oracle.by_month(told.oracle.naming(cluster))
        years = {month[:4] for month, _ in expected}
        assert len(years) <= 6  # else the bars would be of years
        assert set(found) == set(map(frozenset, expected.values()))
        tops = [read_ints(each.text)[0] for each in page.part("timeline").all("text", class_="scale")]
        by_month: Counter[str] = Counter()
        for (month, _), keys in expected.items():
            by_month[month] += len(keys)
        assert max(tops) == max(by_month.values())


def test_steps_and_places_lead_to_the_records_with_these_legs_and_places(told: Told) -> None:
    for cluster, page in told.pages():
        oracle, part = told.oracle, page.part("corridor")
        expected = oracle.steps(oracle.naming(cluster))
        tables = {each.all("th")[0].text: each for each in part.all("table")}
        steps = tables["Step"].rows() if "Step" in tables else []
        found = {frozenset(page.records(row[4])): row for row in steps}
        assert sorted(map(sorted, expected.values())) == sorted(sorted(page.records(row[4])) for row in steps)
        for keys, row in found.items():
            assert [read_ints(each.text) for each in row[4:6]] == [[len(keys)], [oracle.origins(keys)]]
        counts = [read_ints(row[4].text)[0] for row in steps]
        assert counts == sorted(counts, reverse=True)
        at_places = [each for each in oracle.members(cluster) if oracle.kind_of[each] == "place"]
        places = tables["Kind"].rows() if "Kind" in tables else []
        for row in places:
            assert read_ints(row[3].text) == [len(page.records(row[3]))]
            assert row[1].text  # named by a record of it
            assert any(page.records(row[3]) <= oracle.in_records[each] for each in at_places)
        drawn = [each for each in part.all("svg") if "map" in each.given.get("class", "").split()]
        for drawing in drawn:
            legs, spots = (drawing.all("g", class_=name) for name in ("leg", "spot"))
            desc = "".join(map(str, drawing.one("desc", id="map-desc").parts))
            assert read_ints(desc) == [len(legs), len(spots)]
            for leg in legs:
                title = "".join(map(str, leg.all("title")[0].parts))
                number = int(title.split(".")[0])
                keys = keys_of_spans(page, re.search(r"records no\. (.*)\)", title)[1])  # type: ignore[index]
                assert keys == page.records(steps[number - 1][4])
