"""Draw the steps of a corridor: thick where many records say so, dashed where all of them go back to one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from reports.html.map.frame import Frame
from reports.html.map.labels import Taken
from reports.html.map.projection import Point
from reports.html.svg import tag
from reports.sections.numbers import span_numbers
from reports.ways import Step
from reports.words.catalogue import Words

THINNEST, PER_RECORD, MOST_RECORDS = 1.8, 0.5, 12
"""Width of a line in pixels for no record and what each adds, up to so many."""

BEND = 0.1
"""How far a line bows to its right, as a share of its length, so that the way back lies beside it."""

SHORTEST = 14.0
"""Pixels below which a way is drawn as a ring around where it begins."""

ONE_ORIGIN_DASH = "7 5"
BADGE = 10
BADGE_AT = (0.5, 0.38, 0.62, 0.26, 0.74)
"""Where along the line its number may stand."""


@dataclass(frozen=True)
class DrawnLeg:
    """A step with its two ends on the map; `is_centred` where one is only the middle of a country."""

    step: Step
    start: Point
    end: Point
    is_centred: bool

    def on(self, frame: Frame) -> DrawnLeg:
        """The same with its ends in the pixels of a frame."""
        return replace(self, start=frame.place(self.start), end=frame.place(self.end))

    @property
    def length(self) -> float:
        """How far its ends lie apart."""
        return float(((self.end.x - self.start.x) ** 2 + (self.end.y - self.start.y) ** 2) ** 0.5)

    @property
    def bow(self) -> Point:
        """The point that the line is drawn towards on its way."""
        dx, dy = self.end.x - self.start.x, self.end.y - self.start.y
        return Point(
            (self.start.x + self.end.x) / 2 - dy * BEND * 2, (self.start.y + self.end.y) / 2 + dx * BEND * 2
        )

    def along(self, share: float) -> Point:
        """The point at a share of the way."""
        rest, bow = 1 - share, self.bow
        if self.length < SHORTEST:
            return Point(self.start.x + 13, self.start.y - 13)
        return Point(
            rest * rest * self.start.x + 2 * rest * share * bow.x + share * share * self.end.x,
            rest * rest * self.start.y + 2 * rest * share * bow.y + share * share * self.end.y,
        )


def say_step(step: Step, words: Words) -> str:
    """A step in words: from where to where, in how many records, by what."""
    start, end = (
        ", ".join(filter(None, (place, country and words.country(country)))) or "–"
        for place, country in ((step.from_place, step.from_country), (step.to_place, step.to_country))
    )
    facts = [words.count("n.records", step.record_count)]
    facts += [words.count("n.origins", step.origin_count)] if step.origin_count else []
    facts += [words.code("mode", mode) for mode in step.modes]
    numbers = f" ({words('evidence.numbers', numbers=span_numbers(step.records))})" if step.records else ""
    return f"{step.step}. {start} → {end}: {', '.join(facts)}{numbers}"


def draw_leg(leg: DrawnLeg, words: Words) -> Markup:
    """The line of a step, with what it says on being pointed at."""
    width = THINNEST + PER_RECORD * min(leg.step.record_count, MOST_RECORDS)
    dash = None if leg.step.origin_count > 1 else ONE_ORIGIN_DASH
    said = tag("title", say_step(leg.step, words))
    if leg.length < SHORTEST:
        x, y = leg.start
        ring = tag("circle", cx=x, cy=y, r=13, stroke_width=width, stroke_dasharray=dash)
        return tag("g", said, ring, class_="leg")
    (x0, y0), (xb, yb), (x1, y1) = leg.start, leg.bow, leg.along(1 - 6 / max(leg.length, 12))
    line = tag(
        "path",
        d=f"M{x0:.0f} {y0:.0f}Q{xb:.0f} {yb:.0f} {x1:.0f} {y1:.0f}",
        stroke_width=width,
        stroke_dasharray=dash,
    )
    return tag("g", said, line, _draw_head(leg, width), class_="leg")


def _draw_head(leg: DrawnLeg, width: float) -> Markup:
    dx, dy = leg.end.x - leg.bow.x, leg.end.y - leg.bow.y
    length = max((dx * dx + dy * dy) ** 0.5, 1e-9)
    ux, uy, size = dx / length, dy / length, 8 + 1.3 * width
    tip = Point(leg.end.x - 2 * ux, leg.end.y - 2 * uy)
    back = Point(tip.x - size * ux, tip.y - size * uy)
    half = size * 0.46
    corners = (tip, (back.x - half * uy, back.y + half * ux), (back.x + half * uy, back.y - half * ux))
    return tag("polygon", points=" ".join(f"{x:.0f},{y:.0f}" for x, y in corners))


def draw_badge(leg: DrawnLeg, taken: Taken) -> Markup:
    """The number of a step on its line, where it covers no other if there is such a place."""
    size = 2.0 * BADGE
    free = (at for share in BADGE_AT if taken.claim(at := leg.along(share), size, size))
    x, y = map(round, next(free, leg.along(BADGE_AT[0])))
    number = tag("text", str(leg.step.step), x=x, y=y + 5)
    return tag("g", tag("circle", cx=x, cy=y, r=BADGE), number, class_="badge")
