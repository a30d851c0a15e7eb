"""PDF: the cluster report for print and file, tagged and PDF/A, set by typst from plain values.

Belongs here: what a printed report says section by section, as JSON values; the one typst template; the
call of the compiler. Does not belong here: frames, and any text of a case inside the template's own markup.
"""
