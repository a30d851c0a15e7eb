"""The ground of a network: what is in the records, and the links that it adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graph.decided import NO_LINKS_JUDGED, Decided, drop_rejected, judge_links, mark_judged
from graph.entities import attribute_assets, build_entities, identify_assets, list_occurrences
from graph.evidence import observe
from graph.facts import record_facts
from graph.hubs import rarity_factors
from graph.inheritance import inherit_assets
from graph.links import build_links, list_evidence
from graph.occurrences import stated_occurrences
from graph.persons import person_mentions
from graph.value_keys import settle_keys


@dataclass(frozen=True)
class Ground:
    """What everything else is built from.

    Attributes:
        facts: As `graph.facts.record_facts` gives them, with `origin_ref`.
        people: As `graph.persons.person_mentions` gives them.
        assets: As `graph.entities.attribute_assets` gives them, with `other_key` and `stated_key`: the key
            that the row itself states.
        entities: As `graph.entities.build_entities` gives them.
        evidence: As `graph.links.list_evidence` gives it.
        factors: As `graph.hubs.rarity_factors` gives them.
        links: As `graph.links.build_links` gives them, with `judgement`.
        judged: As `graph.decided.judge_links` gives them.
    """

    facts: pl.DataFrame
    people: pl.DataFrame
    assets: pl.DataFrame
    entities: pl.DataFrame
    evidence: pl.DataFrame
    factors: pl.DataFrame
    links: pl.DataFrame
    judged: pl.DataFrame


def lay_ground(
    tables: Mapping[str, pl.DataFrame],
    mentions: pl.DataFrame,
    earlier_occurrences: pl.DataFrame | None,
    decided: Decided | None,
) -> Ground:
    """Lay the ground of a network.

    Args:
        tables: The contract's case tables of all records, phones told their country.
        mentions: `Resolution.mentions`.
        earlier_occurrences: Of the network before, for ids that stay; or None.
        decided: What investigators decided; or None.
    """
    facts = record_facts(tables)
    people = person_mentions(tables["persons"], mentions, None if decided is None else decided.settled)
    stated = stated_occurrences(tables).with_columns(stated_key="value_key")
    identified = identify_assets(settle_keys(stated))
    assets = attribute_assets(inherit_assets(identified, earlier_occurrences), people)
    entities = build_entities(people, assets, facts)
    judged = (
        NO_LINKS_JUDGED if decided is None else judge_links(decided.links, list_occurrences(people, assets))
    )
    observations = drop_rejected(observe(tables, people, assets), judged)
    factors = rarity_factors(observations, entities)
    evidence = list_evidence(observations, facts)
    links = mark_judged(build_links(evidence, factors), judged)
    return Ground(facts, people, assets, entities, evidence, factors, links, judged)
