"""Write SVG elements with every text and attribute escaped."""

from __future__ import annotations

from markupsafe import Markup, escape


def tag(element: str, *children: str | Markup, **attributes: object) -> Markup:
    """One element; `class_` becomes `class`, other underscores hyphens; None leaves one out."""
    parts = []
    for key, value in attributes.items():
        if value is not None:
            number = f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
            parts.append(f' {key.rstrip("_").replace("_", "-")}="{escape(number)}"')
    opened = f"<{element}{''.join(parts)}"
    if not children:
        return Markup(opened + "/>")
    inner = "".join(str(escape(child)) for child in children)
    return Markup(f"{opened}>{inner}</{element}>")
