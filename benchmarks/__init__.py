"""Side-by-side figures: accuracy on generated worlds, and the whole job beside a peer, as a ratio in one run.

Belongs here: the peer, the measures, the converter of the POLE example, the runner behind `make bench`. Does
not belong here: anything the pipeline needs to run, and timed tests.
"""
