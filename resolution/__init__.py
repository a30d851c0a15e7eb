"""Who is who: which mentions of persons in partners' case records are the same person, and why.

Belongs here: comparable features of a mention, candidate pairs, the reviewable weights table, scores that
keep their parts, evidence from context, constrained clustering of mentions into persons, and explanations
as data and in words.

Does not belong here: how a name or number is written alike (`schemas.normalise`), reading or storing records
(`staging`), links and networks between persons (`graph`), anything that opens a file or knows the clock.
"""
