"""A small fictitious world of several partners, the seeded generator that makes it, and its truth.

Belongs here: invented people, networks and incidents, the noise with which agencies report them, and the
forms in which partners deliver. Does not belong here: real people, real numbers, and anything that the
pipeline needs to run.
"""
