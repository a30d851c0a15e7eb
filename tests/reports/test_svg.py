"""Elements of a drawing: escaped, whatever was written before."""

from __future__ import annotations

from markupsafe import Markup

from reports.html.svg import tag


def test_an_element_is_written_with_its_attributes_and_children() -> None:
    drawn = tag("g", tag("title", "A & B"), class_="edge", data_stage="move", x=1.0, y=2.25, r=3, dash=None)
    assert drawn == '<g class="edge" data-stage="move" x="1" y="2.2" r="3"><title>A &amp; B</title></g>'


def test_text_is_escaped_even_after_marked_text_that_equals_it() -> None:
    hostile = "<script>alert('1')</script>"
    marked = tag("title", Markup(hostile))
    assert hostile in marked
    escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"
    assert tag("title", hostile) == f"<title>{escaped}</title>"
    assert tag("g", fill=Markup(hostile)) == f'<g fill="{escaped}"/>'
    assert tag("g", fill=hostile) == f'<g fill="{escaped}"/>'
