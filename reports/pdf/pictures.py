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

_OPENING = re.compile(r"<svg\b([^>]*)>")


def stand_alone(svg: str) -> str:
    """The drawing as a document of its own; empty for an empty one."""
    opening = f'<svg xmlns="{NAME_SPACE}"\\1><style>{STYLE}</style>'
    # as plain text: marked text would escape what is put into it
    return _OPENING.sub(opening, str.__str__(svg), count=1)
