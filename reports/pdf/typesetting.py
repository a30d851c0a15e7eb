"""Set a report with typst: offline, with the compiler's own faces, as tagged PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import typst

from reports.changes import Change
from reports.model import ClusterView
from reports.pdf.blocks import Block
from reports.pdf.content import build_content
from reports.pdf.glyphs import STAND_IN, Letters, to_printable
from reports.words.catalogue import load_words
from schemas.errors import TramaError

TEMPLATE = Path(__file__).parent / "cluster.typ"

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
"""For keeping, and for readers that speak the page (`docs/decisions/0011-pdf.md`)."""


ATTEMPTS: tuple[tuple[Letters, Letters], ...] = (
    ("every", "every"),
    ("every", "european"),
    ("plain", "plain"),
)
"""Letters of texts and of captions, in the order tried: a word that mixes scripts may have no face for it,
and the compiler refuses the whole document then. The last one always can be set."""


class _Desk(threading.local):
    """One compiler a thread, with the faces that it carries: a machine's own would change the bytes."""

    compiler: typst.Compiler | None = None

    def open(self) -> typst.Compiler:
        if self.compiler is None:
            fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
            self.compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts)
        return self.compiler


_DESK = _Desk()


def render_cluster_pdf(
    cluster: ClusterView, recipient: str | None, language: str, history: Sequence[Change] = ()
) -> bytes:
    """One cluster's report as PDF; the same view gives the same bytes.

    Args:
        cluster: What the report says.
        recipient: Partner code; None for the holder's own complete view.
        language: `en`, `es` or `fr`.
        history: What became of it, oldest first.

    Raises:
        ConfigError: No such language.
        TramaError: The compiler cannot set it, even in plain letters.
    """
    content = build_content(cluster, recipient, load_words(language), history)
    for letters in ATTEMPTS:
        with suppress(typst.TypstError):
            return set_content(to_printable(content, *letters))
    raise TramaError(f"The report of {cluster.cluster_id} cannot be set as PDF.")


def set_content(content: Block) -> bytes:
    """Values as the template takes them, set.

    Raises:
        TypstError: The compiler refuses them.
    """
    stamp = datetime.combine(date(*content["date"]), datetime.min.time(), tzinfo=UTC)
    body = json.dumps(content | {"note": None}, ensure_ascii=False)
    if STAND_IN in body:
        body = json.dumps(content, ensure_ascii=False)
    inputs = {"content": body}
    pdf = _DESK.open().compile(sys_inputs=inputs, format="pdf", pdf_standards=STANDARDS, timestamp=stamp)
    if not isinstance(pdf, bytes):
        raise TramaError("The PDF compiler gave no single document.")
    return pdf
