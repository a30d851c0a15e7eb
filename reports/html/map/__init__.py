"""The map of a corridor: projection, land, the frame a cluster is seen in, and what is drawn on it.

What a cluster did and where is decided in `reports/sections`; nothing here reads a frame or a file of a
partner.
"""
