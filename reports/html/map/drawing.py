"""Draw a cluster's corridor and places on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from reports.html.map.basemap import country_centre, cut_country, cut_states, label_point, list_countries
from reports.html.map.frame import WIDE, WIDTH, Frame, choose_frame
from reports.html.map.labels import Taken, write_beside
from reports.html.map.legs import DrawnLeg, draw_badge, draw_leg
from reports.html.map.projection import Point, project
from reports.html.map.symbols import draw_place
from reports.html.svg import tag
from reports.model import ClusterView
from reports.ways import PlaceSeen, Step
from reports.words.catalogue import Words

MOST_STEPS = 20
"""Steps drawn, the most travelled first: more lines than that cannot be told apart."""

MOST_PLACES = 60
MOST_NAMES = 14


@dataclass(frozen=True)
class CorridorMap:
    """The map and what it cannot show.

    Attributes:
        drawing: The map; empty where nothing has a place on it.
        kinds: Kinds of places on it, sorted.
        centred: Steps with an end at the middle of a country, for lack of coordinates.
        off: Steps that lie beyond the map or whose place is not known.
        undrawn_steps: How many steps were too many.
        unlocated: How many places are not on it.
    """

    drawing: Markup
    kinds: tuple[str, ...] = ()
    centred: tuple[int, ...] = ()
    off: tuple[int, ...] = ()
    undrawn_steps: int = 0
    unlocated: int = 0


def draw_map(cluster: ClusterView, words: Words) -> CorridorMap:
    """The steps of a cluster's corridor and its places."""
    drawn_steps = cluster.steps[:MOST_STEPS]
    legs = [leg for step in drawn_steps if (leg := _locate(step))]
    places = [(place, spot) for place in cluster.places if (spot := _spot(place.spot))][:MOST_PLACES]
    shown = {leg.step.step for leg in legs}
    points = [point for leg in legs for point in (leg.start, leg.end)] + [spot for _, spot in places]
    drawing = _draw(cluster, legs, places, choose_frame(points), words) if points else Markup()
    return CorridorMap(
        drawing=drawing,
        kinds=tuple(sorted({place.kind for place, _ in places})),
        centred=tuple(leg.step.step for leg in legs if leg.is_centred),
        off=tuple(step.step for step in drawn_steps if step.step not in shown),
        undrawn_steps=len(cluster.steps) - len(drawn_steps),
        unlocated=len(cluster.places) - len(places),
    )


def _spot(spot: tuple[float, float] | None) -> Point | None:
    return project(*spot) if spot else None


def _locate(step: Step) -> DrawnLeg | None:
    start = _spot(step.start) if step.start else country_centre(step.from_country)
    end = _spot(step.end) if step.end else country_centre(step.to_country)
    if start is None or end is None:
        return None
    return DrawnLeg(step, start, end, is_centred=not (step.start and step.end))


def _draw(
    cluster: ClusterView,
    legs: Sequence[DrawnLeg],
    places: Sequence[tuple[PlaceSeen, Point]],
    frame: Frame,
    words: Words,
) -> Markup:
    ours = {
        *cluster.countries,
        *(code for step in cluster.steps for code in (step.from_country, step.to_country)),
    }
    on_frame = [leg.on(frame) for leg in legs]
    taken = Taken(WIDTH, frame.height)
    badges = [draw_badge(leg, taken) for leg in on_frame]
    symbols = [draw_place(place, frame.place(spot), words) for place, spot in places]
    look = "map" if frame.ratio == WIDE else "map high"
    described = words(
        "map.desc",
        steps=words.count("n.steps", len(legs)),
        places=words.count("n.places", len(places)),
    )
    return tag(
        "svg",
        tag("title", words("map.alt"), id="map-title"),
        tag("desc", described, id="map-desc"),
        _draw_land(frame, tuple(code for code in list_countries() if code in ours)),
        *(draw_leg(leg, words) for leg in reversed(on_frame)),
        *reversed(symbols),
        *_name_ends(on_frame, taken),
        *_name_countries(frame, taken, words),
        *badges,
        viewBox=f"0 0 {WIDTH:.0f} {frame.height:.0f}", role="img", class_=look,
        aria_labelledby="map-title", aria_describedby="map-desc",
    )  # fmt: skip


@lru_cache(maxsize=512)
def _draw_land(frame: Frame, ours: tuple[str, ...]) -> Markup:
    """Land, the cluster's countries apart from the others; the same for all clusters with the same frame."""
    others = "".join(cut_country(code, frame) for code in list_countries() if code not in ours)
    own = "".join(cut_country(code, frame) for code in ours)
    return Markup().join(
        [
            tag("rect", width=int(WIDTH), height=int(frame.height), class_="sea"),
            tag("path", d=others, class_="land") if others else Markup(),
            tag("path", d=own, class_="land ours") if own else Markup(),
            tag("path", d=cut_states(frame), class_="states"),
        ]
    )


def _name_ends(legs: Sequence[DrawnLeg], taken: Taken) -> list[Markup]:
    """Names of the places at the ends of the steps, as far as there is room."""
    ends: dict[str, Point] = {}
    for leg in legs:
        for name, point in ((leg.step.from_place, leg.start), (leg.step.to_place, leg.end)):
            if name:
                ends.setdefault(name, point)
    dots = [tag("circle", cx=point.x, cy=point.y, r=4, class_="stop-dot") for point in ends.values()]
    names = [write_beside(name, point, taken) for name, point in list(ends.items())[:MOST_NAMES]]
    return [*dots, *(name for name in names if name)]


def _name_countries(frame: Frame, taken: Taken, words: Words) -> list[Markup]:
    named = []
    for code in list_countries():
        point = label_point(code, frame)
        name = words.country(code)
        if point and taken.claim(point, len(name) * 9.5, 20.0):
            named.append(tag("text", name, x=round(point.x), y=round(point.y) + 5, class_="country"))
    return named
