"""The map: where places lie on it, what a page shows of them, and what it never shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.html.map.basemap import country_centre, cut_country, cut_states, list_countries
from reports.html.map.drawing import MOST_STEPS, draw_map
from reports.html.map.frame import SPANS, WIDTH, choose_frame
from reports.html.map.projection import REACH, Point, project
from reports.model import Cell as ProtectedCell
from reports.model import ClusterView, ProtectedCounts
from reports.ways import PlaceSeen, Step
from reports.words.catalogue import load_words
from tests.reports.network_factory import HOSTILE

WORDS = load_words("en")
REYNOSA, MCALLEN, TAPACHULA = (26.09, -98.28), (26.2, -98.23), (14.9, -92.26)


def _step(number: int, **changes: object) -> Step:
    step = Step(number, "MX", "US", "Reynosa", "McAllen", 4, 2, ("road",), TAPACHULA, MCALLEN)
    return replace(step, **changes)  # type: ignore[arg-type]


def _cluster(*steps: Step, places: tuple[PlaceSeen, ...] = ()) -> ClusterView:
    none = ((),) * 12
    head = ("C-1", 3, 4, 2, ("MX-INM",), ("MX", "US"), ("MX", "US"), None, None, "AMBER")
    nodes, edges, players, bridges, months, doubtful, repeated, grades, evidence, gaps, *_ = none
    counts = ProtectedCounts(ProtectedCell(None, 0))
    return ClusterView(
        *head, nodes, edges, players, bridges, months, steps, doubtful, repeated, grades, counts, 0, evidence,
        gaps, places=places,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("latitude", "longitude", "x", "y"),
    [
        (36.999, -109.0452, -149.5, -125.5),  # where Utah, Colorado, Arizona and New Mexico meet
        (45.0055, -104.0577, -74.7, -257.7),  # north-eastern corner of Wyoming
        (32.534, -117.124, -270.7, -65.6),  # western end of Mexico's border
        (14.533, -92.24, 97.4, 261.4),  # mouth of the Suchiate
    ],
)
def test_surveyed_corners_lie_where_the_base_map_has_them(
    latitude: float, longitude: float, x: float, y: float
) -> None:
    point = project(latitude, longitude)
    assert point is not None
    assert abs(point.x - x) < 0.6
    assert abs(point.y - y) < 0.6


@pytest.mark.parametrize("spot", [(51.5, -0.1), (-33.9, 18.4), (90.0, 0.0), (-90.0, 0.0), (25.0, 121.5)])
def test_what_lies_beyond_the_map_has_no_place_on_it(spot: tuple[float, float]) -> None:
    assert project(*spot) is None


@given(
    st.lists(
        st.tuples(st.floats(REACH[0], REACH[2]), st.floats(REACH[1], REACH[3])).map(lambda p: Point(*p)),
        min_size=1,
        max_size=6,
    )
)
def test_every_point_is_within_its_frame_and_frames_come_in_few_sizes(points: list[Point]) -> None:
    frame = choose_frame(points)
    assert frame.span in SPANS
    placed = [frame.place(point) for point in points]
    assert all(0 <= each.x <= WIDTH and 0 <= each.y <= frame.height for each in placed)


def test_land_is_cut_to_the_frame_and_small_enough_for_a_page() -> None:
    frame = choose_frame([project(*spot) or Point(0, 0) for spot in (REYNOSA, MCALLEN)])
    drawn = {code: cut_country(code, frame) for code in list_countries()}
    assert {code for code, path in drawn.items() if path} == {"MX", "US"}
    assert len(cut_states(frame)) + sum(map(len, drawn.values())) < 4_000
    whole = choose_frame([Point(-340, -500), Point(670, 410)])
    assert sum(len(cut_country(code, whole)) for code in list_countries()) < 16_000


def test_a_line_is_dashed_where_all_rests_on_one_origin_and_thicker_with_more_records() -> None:
    one = str(draw_map(_cluster(_step(1, origin_count=1)), WORDS).drawing)
    two = str(draw_map(_cluster(_step(1, record_count=9)), WORDS).drawing)
    assert "stroke-dasharray" in one
    assert "stroke-dasharray" not in two
    assert 'stroke-width="6.3"' in two
    assert 'stroke-width="3.8"' in one


def test_missing_coordinates_put_an_end_in_the_middle_of_its_country_and_the_page_says_so() -> None:
    drawn = draw_map(_cluster(_step(1), _step(2, start=None)), WORDS)
    assert drawn.centred == (2,)
    assert country_centre("MX") is not None
    assert country_centre("AF") is None


def test_a_step_beyond_the_map_is_named_and_too_many_are_counted() -> None:
    drawn = draw_map(_cluster(_step(1), _step(2, from_country="AF", start=(34.5, 69.2))), WORDS)
    assert drawn.off == (2,)
    many = draw_map(_cluster(*(_step(number) for number in range(1, MOST_STEPS + 4))), WORDS)
    assert many.undrawn_steps == 3
    assert str(many.drawing).count('class="badge"') == MOST_STEPS


def test_without_any_place_there_is_no_map() -> None:
    drawn = draw_map(_cluster(_step(1, from_country=None, start=None)), WORDS)
    assert not drawn.drawing
    assert not draw_map(_cluster(), WORDS).drawing


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_hostile_names_stay_text_and_countries_are_named_in_the_page_s_language(language: str) -> None:
    words = load_words(language)
    place = PlaceSeen(HOSTILE, HOSTILE, HOSTILE, HOSTILE, REYNOSA, 1)
    step = _step(1, from_place=HOSTILE, modes=(HOSTILE,), start=(47.5, -120.5))
    text = str(draw_map(_cluster(step, places=(place,)), words).drawing)
    assert "<script" not in text
    assert "<img" not in text
    assert words.country("US") in text


def test_a_place_without_coordinates_is_counted_and_not_drawn() -> None:
    safe_house = PlaceSeen("safe_house", "Calle Hidalgo 904", "Reynosa", "MX", None, 1)
    drawn = draw_map(_cluster(places=(safe_house, replace(safe_house, spot=REYNOSA))), WORDS)
    assert drawn.unlocated == 1
    assert drawn.kinds == ("safe_house",)
    assert str(drawn.drawing).count('class="spot"') == 1
