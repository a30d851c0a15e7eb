"""Words: every text a reader sees in English, Spanish and French; numbers and dates as each writes them.

Belongs here: the gettext catalogues and their look-up. Does not belong here: markup, and any text of a case.
"""
