"""HTML: the report as self-contained pages that open offline.

Belongs here: templates, the one style sheet, the few kilobytes of script, pictures drawn as SVG, and
writing the pages as one whole. Does not belong here: frames; pages are drawn from the plain values of
`reports/model.py`.
"""
