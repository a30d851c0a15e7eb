"""Person entities: what a person is across all records, who may be an actor, and how an actor is called.

Article 5 of the Protocol is kept here: a person known only as a smuggled migrant, witness or victim is
evidence and never an actor; somebody who is also a facilitator elsewhere is `both` and waits for a person's
decision.
"""

from __future__ import annotations

import polars as pl

from graph.facts import record_key
from schemas.codes import PROTECTED_BY_STRENGTH
from schemas.sorted_lists import sort_lists

ACTORS: tuple[str, ...] = ("facilitator", "unknown")
"""Statuses of persons that may be linked and clustered."""

RANKED: tuple[str, ...] = ("facilitator",)
"""Statuses of persons that may be ranked."""


IN_DOUBT: tuple[str, ...] = ("both", "unknown")
"""Statuses of persons that an investigator may settle."""


def person_mentions(
    persons: pl.DataFrame, mentions: pl.DataFrame, settled: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Join every person row with its entity and that entity's status.

    Args:
        persons: The contract's `persons` table.
        mentions: `Resolution.mentions`.
        settled: `mention_id, status`: what an investigator decided that somebody is who is `both` or
            `unknown`; or None.

    Returns:
        The rows of `persons` with `record_key`, `entity_id` and `entity_status`; `status` is the mention's,
        as resolution left it.
    """
    keyed = mentions.select("agency", "record_id", pl.col("person_no").cast(pl.Int64), "entity_id", "status")
    rows = persons.drop("status").with_columns(record_key(), pl.col("person_no").cast(pl.Int64))
    return tell_status(rows.join(keyed, on=["agency", "record_id", "person_no"], how="inner"), settled)


def tell_status(people: pl.DataFrame, settled: pl.DataFrame | None) -> pl.DataFrame:
    """Add `entity_status` to mentions with `entity_id`, `status`; all mentions of an entity must be there."""
    stated = people.with_columns(person_status().over("entity_id").alias("entity_status"))
    return stated if settled is None or settled.is_empty() else _settle(stated, settled)


def _settle(people: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """Give who is `both` or `unknown` the status decided for any mention of theirs.

    A person whose records say one thing is left as they say, and one for whose mentions different
    statuses were decided, before they turned out to be one person, waits again.
    """
    mention = pl.concat_str(["record_key", pl.lit("#"), pl.col("person_no").cast(pl.String)])
    decided = settled.rename({"status": "settled_status"})
    joined = people.with_columns(mention.alias("mention_id")).join(
        decided, on="mention_id", how="left", maintain_order="left"
    )
    said = pl.col("settled_status")
    agreed = pl.when(said.drop_nulls().n_unique().over("entity_id") == 1).then(said.max().over("entity_id"))
    status = pl.when(pl.col("entity_status").is_in(IN_DOUBT)).then(pl.coalesce(agreed, "entity_status"))
    settled_people = joined.with_columns(status.otherwise("entity_status").alias("entity_status"))
    return settled_people.select(people.columns)


def person_status() -> pl.Expr:
    """Return the status of a person entity from the statuses of its mentions (`docs/architecture.md`)."""
    status = pl.col("status")
    is_protected = status.is_in(PROTECTED_BY_STRENGTH).any()
    is_facilitator = (status == "facilitator").any()
    merged = (status == "both").any() | (is_protected & is_facilitator)
    chain = pl.when(merged).then(pl.lit("both")).when(is_facilitator).then(pl.lit("facilitator"))
    for name in PROTECTED_BY_STRENGTH:
        chain = chain.when((status == name).any()).then(pl.lit(name))
    return chain.otherwise(pl.lit("unknown"))


def person_labels(people: pl.DataFrame) -> pl.DataFrame:
    """Choose the name under which an actor is shown: the most complete form, then the most frequent.

    Args:
        people: As `person_mentions` returns them.

    Returns:
        `entity_id, label` of actors only; a person known by alias alone is shown by it, in quotes, and one
        without any name by the id.
    """
    parts = [pl.col(name).str.strip_chars() for name in ("given_names", "surname_1", "surname_2")]
    spelling = pl.col("name").str.normalize("NFKD").str.replace_all(r"\p{M}", "").alias("plain")
    split = pl.concat_str(parts, separator=" ", ignore_nulls=True).replace("", None)
    forms = people.filter(pl.col("entity_status").is_in(ACTORS)).select(
        "entity_id",
        pl.coalesce(split, pl.col("full_name")).str.to_titlecase().alias("name"),
        (pl.format("“{}”", sort_lists(pl.col("aliases")).list.first())).alias("alias"),
        pl.sum_horizontal(part.is_not_null().cast(pl.Int8) for part in parts).alias("parts"),
    )
    counted = forms.group_by("entity_id", "name", "alias", "parts").len("uses").with_columns(spelling)
    # a form and the same without its accents are one; of the two the one that has them is the name
    uses = pl.col("uses").sum().over("entity_id", "parts", "plain").alias("plain_uses")
    accents = (pl.col("name").str.len_bytes() - pl.col("name").str.len_chars()).alias("accents")
    order = ["entity_id", "parts", "plain_uses", "accents", "uses", "name", "alias"]
    ordered = counted.with_columns(uses, accents).sort(
        order, descending=[False, True, True, True, True, False, False], nulls_last=True
    )
    chosen = ordered.group_by("entity_id", maintain_order=True).agg(
        pl.col("name").drop_nulls().first(), pl.col("alias").drop_nulls().first()
    )
    return chosen.select("entity_id", pl.coalesce("name", "alias", "entity_id").alias("label"))
