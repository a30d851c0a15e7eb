"""Write SVG elements with every text and attribute escaped."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape


def tag(element: str, *children: str | Markup, **attributes: object) -> Markup:
    """One element; `class_` becomes `class`, other underscores hyphens; None leaves one out."""
    written = "".join(
        [f'{_opened(key)}{_written(value)}"' for key, value in attributes.items() if value is not None]
    )
    if not children:
        return _marked(f"<{element}{written}/>")
    inside = "".join([child if isinstance(child, Markup) else _escaped(child) for child in children])
    return _marked(f"<{element}{written}>{inside}</{element}>")


def write_number(value: float) -> str:
    """A coordinate or width with one decimal place at most."""
    return f"{value:.1f}".removesuffix(".0")


def _written(value: object) -> str:
    if type(value) is str:
        return _escaped(value)
    if isinstance(value, float):
        return write_number(value)
    return str(value) if isinstance(value, int) else _escaped(str(value))


@lru_cache(maxsize=256)
def _opened(key: str) -> str:
    """How an attribute begins."""
    return f' {key.rstrip("_").replace("_", "-")}="'


@lru_cache(maxsize=4096, typed=True)
def _escaped(text: str) -> str:
    """Escape each of a picture's colours, classes and captions once, not for every line.

    The cache tells types apart: text that equals an already marked one must not get the marked one's answer.
    """
    return str(escape(text))


def _marked(text: str) -> Markup:
    """Mark text as safe without asking it for `__html__`: a report draws hundreds of thousands of tags."""
    return str.__new__(Markup, text)
