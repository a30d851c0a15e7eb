"""The network room: what the records, once persons are known, say about who works with whom.

Belongs here: entities of seven kinds and their ids, evidence and the links it adds up to, the damping of
hubs, clusters and their history, key players with rank intervals, corridors, and the networkx backend that
makes these quick. Does not belong here: SQL, files, Prefect, the decision who is the same person
(`resolution`), and anything about how a result is shown or released (`reports`).

The one entry is `graph.network.build_network`; everything is pure: values in, values out, rows sorted.
"""
