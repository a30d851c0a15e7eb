"""The pages' drawings as pictures that stand alone: their own name space and style, no page around them."""

from __future__ import annotations

import re

NAME_SPACE = "http://www.w3.org/2000/svg"
FACE = "Libertinus Serif"
"""The face of the printed page; it is in the compiler itself, so nothing has to be found on a machine."""

STYLE = (
    f"text{{font-family:'{FACE}';fill:#1b2530;text-anchor:middle}}"
    ".name{font-size:15px;paint-order:stroke;stroke:#ffffff;stroke-width:3.5px;stroke-linejoin:round}"
    ".first{font-weight:600}.rank{fill:#ffffff;font-size:14px;font-weight:700}.late{display:none}"
    ".tick,.scale{font-size:14px;fill:#55616e}.scale{text-anchor:end}.stop{font-size:17px;font-weight:600}"
)
"""What the style sheet of the pages says of drawings, for print: names that appear when pointed at are left
out, and letters are larger, because paper is narrower than a screen."""

_VIEW = re.compile(r'viewBox="0 0 ([0-9]+) ')
_OPENING = re.compile(r"<svg\b([^>]*)>")


def stand_alone(svg: str, *, side: int = 0) -> str:
    """The drawing as a document of its own; empty for an empty one.

    Args:
        svg: The drawing.
        side: Room to leave at its left and right, in its own units: paper cuts what hangs over the edge.
    """
    wider = _VIEW.sub(
        lambda found: f'viewBox="{-side} 0 {int(found[1]) + 2 * side} ', str.__str__(svg), count=1
    )
    opening = f'<svg xmlns="{NAME_SPACE}"\\1><style>{STYLE}</style>'
    return _OPENING.sub(opening, wider, count=1)
