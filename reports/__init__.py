"""Reports: what leaves the house, and for whom.

Belongs here: the HTML report, the exported tables and machine formats, the words of the three languages,
and the release rules (marking line, Article 5 guard). Does not belong here: anything that computes
something new about the network (`graph/`), reading the store (`staging/`), deciding when to write
(`flows/`).
"""
