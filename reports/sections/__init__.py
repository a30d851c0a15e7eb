"""Sections: one part of the cluster report a file, from frames to plain values.

Belongs here: grouping, counting and ordering what the network's frames already say, once for all clusters.
Does not belong here: markup, words of a language, drawing (`reports/html/`, `reports/words/`).
"""
