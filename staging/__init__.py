"""Staging: from a partner's delivery on disk to checked rows in the store.

Belongs here: finding deliveries in the landing folder, the readers of every accepted form, the only DuckDB
connection, the `.sql` files and forward migrations, the ledger, the quarantine, revisions and retractions,
and saving and loading the derived network.

Does not belong here: what a record is and when a row is bad (`schemas`), scoring and graphs (`resolution`,
`graph`), and anything about Prefect.
"""
