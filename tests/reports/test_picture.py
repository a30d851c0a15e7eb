"""The network picture: what stands still, what the script may open from it, and what both say."""

from __future__ import annotations

import json
import random
import re
from datetime import date

import pytest

from reports.html.pages import CLUSTER_ASSETS, ROOM, render_cluster
from reports.html.picture import MAX_NODES, draw_network
from reports.html.picture_data import SAID
from reports.model import ClusterView
from reports.words.catalogue import LOCALES, load_words
from tests.reports.network_factory import HOSTILE
from tests.reports.network_view import fill_cluster, make_cluster, make_edge, make_node

EN = load_words("en")


def _page_data(page: str) -> dict[str, list[list[object]]]:
    found = re.search(r'<script type="application/json" id="network-data">(.*?)</script>', page, re.S)
    assert found is not None
    data: dict[str, list[list[object]]] = json.loads(found[1])
    return data


def _large_cluster(count: int) -> ClusterView:
    chance = random.Random(5)
    nodes = tuple(
        make_node(number, "person" if number % 2 else "phone", rank=number if number in (1, 3, 5) else None)
        for number in range(count)
    )
    pairs = {(chance.randrange(number), number) for number in range(1, count)}
    pairs |= {tuple(sorted(chance.sample(range(count), 2))) for _ in range(count)}  # type: ignore[misc]
    return fill_cluster(nodes, tuple(make_edge(nodes[left], nodes[right]) for left, right in sorted(pairs)))


def test_rows_of_the_picture_stand_in_the_order_of_its_shapes() -> None:
    picture = draw_network(make_cluster(), EN)
    titles = re.findall(r'<g class="node[^>]*><title>([^<]*) \(', str(picture.svg))
    assert titles == [row[1] for row in picture.data["nodes"]]
    lines = re.findall(r'<g class="edge" data-stage="([a-z]+)"', str(picture.svg))
    stages = [code for code, _ in picture.data["tables"]["stage"]]
    assert lines == [stages[row[3]] for row in picture.data["edges"]]


def test_script_knows_every_entity_and_link_whatever_the_picture_leaves_out() -> None:
    cluster = _large_cluster(MAX_NODES + 200)
    picture = draw_network(cluster, EN)
    assert picture.left_out > 0
    rows = [*picture.data["nodes"], *picture.data["more_nodes"]]
    assert sorted(row[0] for row in rows) == sorted(node.entity_id for node in cluster.nodes)
    edges = [*picture.data["edges"], *picture.data["more_edges"]]
    told = sorted(tuple(sorted((rows[row[0]][0], rows[row[1]][0]))) for row in edges)
    assert told == sorted(tuple(sorted((edge.source_id, edge.target_id))) for edge in cluster.edges)
    drawn = len(picture.data["nodes"])
    assert all(max(row[0], row[1]) < drawn for row in picture.data["edges"])
    assert all(max(row[0], row[1]) >= drawn for row in picture.data["more_edges"])


def test_items_of_one_person_are_told_beside_the_picture() -> None:
    picture = draw_network(make_cluster(leaves=8), EN)
    assert picture.leaf_count == 8
    assert [row[1] for row in picture.data["more_nodes"]] == [f"Phone Número {60 + n}" for n in range(8)]
    assert picture.kinds == ("person",)
    assert picture.choices.kinds == ("person", "phone")


def test_a_row_tells_days_since_1970_and_names_codes_by_their_place() -> None:
    node = make_node(0, rank=1, role="guide", role_raw="pollero, coyote", records="1,2,3,7")
    data = draw_network(fill_cluster((node,), ()), EN).data
    [row] = data["nodes"]
    first = (date(2023, 1, 1) - date(1970, 1, 1)).days
    assert row == [
        "P-000000000000",
        "Person Número 0",
        0,
        0,
        0,
        1,
        1,
        first,
        first + 10,
        0,
        "1–3, 7",
        "pollero, coyote",
    ]
    assert data["tables"]["role"] == [["guide", "guide"]]
    assert data["tables"]["handling"] == [["AMBER", "TLP:AMBER"]]


def test_a_link_to_an_entity_that_is_not_there_is_left_out() -> None:
    nodes = tuple(make_node(number) for number in range(3))
    cluster = fill_cluster(nodes[:2], (make_edge(nodes[0], nodes[1]), make_edge(nodes[0], nodes[2])))
    data = draw_network(cluster, EN).data
    assert len(data["edges"]) == 1
    assert data["more_edges"] == []


def test_only_steps_of_origins_that_some_link_reaches_are_offered() -> None:
    nodes = tuple(make_node(number) for number in range(2))
    for most, steps in ((1, ()), (2, (2,)), (4, (2, 3)), (9, (2, 3, 5))):
        cluster = fill_cluster(nodes, (make_edge(*nodes, origin_count=most),))
        assert draw_network(cluster, EN).choices.origins == steps


def test_a_cluster_without_entities_still_gives_a_page() -> None:
    page = render_cluster(fill_cluster((), ()), None, "en")
    assert _page_data(page)["nodes"] == []


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_all_that_the_script_says_is_said_in_each_language(language: str) -> None:
    said = draw_network(make_cluster(persons=3), load_words(language)).data["said"]
    assert set(said) == set(SAID)
    assert not [text for text in said.values() if text.startswith("diagram.")]
    scripts = "".join((ROOM / name).read_text("utf-8") for name in CLUSTER_ASSETS if "picture_" in name)
    scripts += (ROOM / "network.js").read_text("utf-8")
    assert set(re.findall(r'diagram\.say\("([a-z_]+)"', scripts)) == set(SAID)


def test_hostile_text_stays_text_in_picture_and_rows() -> None:
    node = make_node(0, label=HOSTILE, role=HOSTILE, role_raw=HOSTILE, status="unknown")
    other = make_node(1, "phone", label=HOSTILE)
    cluster = fill_cluster((node, other), (make_edge(node, other, stage=HOSTILE, kind=HOSTILE),))
    page = render_cluster(cluster, None, "en")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert _page_data(page)["nodes"][0][1] == HOSTILE


def test_nothing_that_a_script_writes_is_read_as_markup() -> None:
    scripts = [ROOM / name for name in CLUSTER_ASSETS if name.endswith(".js")]
    assert len(scripts) > 8
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text
        )


@pytest.mark.parametrize(("count", "limit"), [(300, 1_000_000), (2_000, 3_000_000)])
def test_page_of_a_large_cluster_stays_small(count: int, limit: int) -> None:
    assert len(render_cluster(_large_cluster(count), None, "fr").encode()) < limit
