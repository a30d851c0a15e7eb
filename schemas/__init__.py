"""What a record is: the first room that a partner's data passes.

Here belong the pandera models (one table a file, the only description of a record), the code lists and the
standards they come from, the dialects that map a partner's words to ours, the normalisation of identifiers,
and `validate_tables`, which finds every failing check of every row in one pass.

Here do not belong files of deliveries, SQL, the store, Prefect, scoring or anything that compares two
records.

Importing this package is cheap: pandera is loaded by `schemas.tables` and `schemas.validate` only.
"""
