"""Words: every text a reader sees, in English, Spanish and French, and numbers and dates as each language writes them.

Belongs here: the gettext catalogues and their look-up. Does not belong here: markup, and any text of a case.
"""
