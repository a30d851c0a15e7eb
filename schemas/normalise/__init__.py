"""One concept a file: how an identifier or a name is written when two of them are compared.

Belongs here: pure functions from text as a clerk typed it to the one form that is compared, each as a scalar
(`str | None -> str | None`) and as a `_column` form over polars Series that agrees with it, and the small
tables of facts (short names, plate formats, street words) they rest on.

Does not belong here: whether two forms are the same person (`resolution`), whether a row is accepted
(`schemas.validate`), files, SQL. Importing this package imports nothing else.
"""
