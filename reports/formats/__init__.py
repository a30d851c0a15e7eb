"""Formats: the network as other programs read it, one format a file.

Belongs here: writing what the view already holds, with the checks that a format's own library does not
make. Does not belong here: choosing what a recipient may see (the network given is already computed for
them), and computing anything.
"""
