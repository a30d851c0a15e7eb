"""Forward migrations of the store: numbered `.sql` files of one statement each, applied once, in order.

A published file is never edited; a change is a new file with the next number.
"""
