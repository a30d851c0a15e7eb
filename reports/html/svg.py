"""Write SVG elements with every text and attribute escaped."""

from __future__ import annotations

from markupsafe import Markup, escape


def tag(element: str, *children: str | Markup, **attributes: object) -> Markup:
    """One element; `class_` becomes `class`, other underscores hyphens; None leaves one out."""
    opened = f"<{element}{''.join(map(_attribute, attributes, attributes.values()))}"
    if not children:
        return _marked(opened + "/>")
    inner = "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    return _marked(f"{opened}>{inner}</{element}>")


def _attribute(key: str, value: object) -> str:
    if value is None:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if isinstance(value, float):
        return f' {name}="{f"{value:.1f}".removesuffix(".0")}"'
    return f' {name}="{value if isinstance(value, int) else escape(str(value))}"'


def _marked(text: str) -> Markup:
    """Mark text as safe without asking it for `__html__`: a report draws hundreds of thousands of tags."""
    return str.__new__(Markup, text)
