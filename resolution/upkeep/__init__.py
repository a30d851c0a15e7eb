"""Who is who, kept up to date: the same answer as from nothing, at a cost that follows the change.

Belongs here: what is remembered between two runs, what a change touches, and how that is worked out again.
Does not: any rule of its own about who is the same person; those are asked of the rest of the room.
"""
