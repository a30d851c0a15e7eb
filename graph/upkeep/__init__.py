"""The network, kept up to date: what a change of records touches, and nothing else, is worked out again.

Belongs here: what is remembered of a network between two runs, and which part of it a change reaches. Does
not: any rule of its own about links, clusters or ranks; those are asked of the rest of the room.
"""
