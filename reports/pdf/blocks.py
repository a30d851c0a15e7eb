"""The pieces that the template knows how to set, as JSON values: runs, cells, tables, figures, lists.

Text of a case travels as a value and is set as it is; the template never reads it as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reports.pdf.glyphs import break_long_runs

Run = tuple[str, str]
"""Style and text; the styles are `plain`, `muted`, `strong`, `code`, `warn`, `tlp:<class>` and `icon`, whose
text is an SVG that says nothing the text beside it does not say."""

Line = list[Run]
Cell = list[Line]
Block = dict[str, Any]


def plain(text: str) -> Run:
    """Text as it is."""
    return "plain", break_long_runs(text)


def muted(text: str) -> Run:
    """Text that may be passed over."""
    return "muted", break_long_runs(text)


def strong(text: str) -> Run:
    """Text to be found first."""
    return "strong", break_long_runs(text)


def code(text: str) -> Run:
    """A key or id, in letters that do not look alike."""
    return "code", break_long_runs(text)


def warn(text: str) -> Run:
    """Text that calls for care."""
    return "warn", break_long_runs(text)


def icon(svg: str) -> Run:
    """A small drawing inside a line; hidden from readers that speak the page."""
    return "icon", svg


def cell(*lines: Run | Line) -> Cell:
    """A cell of one or more lines, each one run or several."""
    return [line if isinstance(line, list) else [line] for line in lines]


def paragraph(*runs: Run) -> Block:
    """A paragraph."""
    return {"kind": "paragraph", "runs": list(runs)}


def note(text: str) -> Block:
    """A paragraph that explains what follows."""
    return paragraph(muted(text))


def bullets(items: Iterable[Line]) -> Block:
    """A list; each item is a line."""
    return {"kind": "list", "items": list(items)}


def legend(items: Iterable[tuple[str, str]]) -> Block:
    """A picture's key: small drawings with the words for them."""
    return {"kind": "legend", "items": [[icon(svg), plain(f" {text}")] for svg, text in items]}


def figure(svg: str, alt: str) -> Block:
    """A picture with the words that stand for it."""
    return {"kind": "figure", "svg": svg, "alt": alt}


def heading(text: str) -> Block:
    """A heading below a section's own."""
    return {"kind": "heading", "text": text}


def facts(items: Iterable[tuple[str, Sequence[Line]]]) -> Block:
    """Short lists under headings of their own, side by side."""
    return {"kind": "facts", "items": [{"title": title, "lines": list(lines)} for title, lines in items]}


def table(head: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[Cell]], **more: Any) -> Block:  # noqa: ANN401 - see Args
    """A table whose head is repeated on every page.

    Args:
        head: Words for the columns.
        widths: Their shares of the page's width.
        rows: Cells, as many as columns.
        more: `numbers`: columns set to the right; `is_small`: many columns.
    """
    return {
        "kind": "table", "head": list(head), "widths": list(widths), "rows": [list(row) for row in rows],
        "numbers": [], "is_small": False, **more,
    }  # fmt: skip


def side_by_side(blocks: Sequence[Block]) -> Block:
    """Blocks beside one another."""
    return {"kind": "columns", "blocks": list(blocks)}


def section(title: str, *blocks: Block | None) -> Block:
    """A section; blocks that are None are left out."""
    return {"title": title, "blocks": [block for block in blocks if block is not None]}
