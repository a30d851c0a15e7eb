"""Shapes by kind, and colours and dashes by stage and offence.

The colours are those of Okabe and Ito (2008), darkened where a line on white would lack contrast; they
stay apart under the common kinds of colour blindness, and a dash or a shape says the same again without
colour.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from reports.html.svg import tag

KINDS = ("person", "phone", "vehicle", "place", "account", "document", "social")

STAGE_STYLE: dict[str, tuple[str, str | None]] = {
    "recruit": ("#b0508d", None),
    "move": ("#0072b2", None),
    "shelter": ("#008a64", "9 3"),
    "cross": ("#d55e00", None),
    "document": ("#b07c00", "3 3"),
    "pay": ("#3d3d3d", "12 3 2 3"),
}
NO_STAGE = ("#a3aebb", None)

OFFENCE_COLOUR: dict[str, str] = {
    "smuggling_of_migrants": "#0072b2",
    "facilitated_stay": "#56b4e9",
    "document_fraud": "#e69f00",
    "trafficking_in_persons": "#cc79a7",
    "kidnapping": "#d55e00",
    "other": "#6b7785",
}
OTHER_COLOUR = "#a3aebb"

_POINTS = {
    "phone": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "vehicle": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "place": ((0, -1.2), (1.1, -0.2), (1.1, 1), (-1.1, 1), (-1.1, -0.2)),
    "account": ((-0.6, -1.05), (0.6, -1.05), (1.2, 0), (0.6, 1.05), (-0.6, 1.05), (-1.2, 0)),
    "document": ((-0.8, -1.2), (0.3, -1.2), (0.8, -0.7), (0.8, 1.2), (-0.8, 1.2)),
    "social": ((-1.2, -0.9), (1.2, -0.9), (0, 1.2)),
}


@lru_cache(maxsize=1024)
def draw_symbol(kind: str, radius: float, **attributes: object) -> Markup:
    """The shape of a kind of entity around (0, 0); a kind without a shape is drawn as a circle."""
    if kind not in _POINTS:
        return tag("circle", r=radius, **attributes)
    points = " ".join(f"{x * radius:.1f},{y * radius:.1f}" for x, y in _POINTS[kind])
    return tag("polygon", points=points, **attributes)
