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
from schemas.normalise.phone_keys import tell_phone_countries


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


@dataclass(frozen=True)
class Statements:
    """What records say before anybody knows who is who.

    Attributes:
        tables: The case tables, phones told their country.
        facts: As in `Ground`.
        assets: As `graph.entities.identify_assets` gives them, under the ids that they keep.
    """

    tables: Mapping[str, pl.DataFrame]
    facts: pl.DataFrame
    assets: pl.DataFrame


def read_statements(
    tables: Mapping[str, pl.DataFrame], earlier_occurrences: pl.DataFrame | None
) -> Statements:
    """Read all that needs no resolution, so that it may be done while that is going on.

    Args:
        tables: The contract's case tables of all records.
        earlier_occurrences: Of the network before, for ids that stay; or None.
    """
    told = tell_phone_countries(tables)
    stated = stated_occurrences(told).with_columns(stated_key="value_key")
    identified = identify_assets(settle_keys(stated))
    return Statements(told, record_facts(told), inherit_assets(identified, earlier_occurrences))


def lay_ground(statements: Statements, mentions: pl.DataFrame, decided: Decided | None) -> Ground:
    """Lay the ground of a network.

    Args:
        statements: As `read_statements` gives them.
        mentions: `Resolution.mentions`.
        decided: What investigators decided; or None.
    """
    tables, facts = statements.tables, statements.facts
    people = person_mentions(tables["persons"], mentions, None if decided is None else decided.settled)
    assets = attribute_assets(statements.assets, people)
    entities = build_entities(people, assets, facts)
    if decided is None or decided.links.is_empty():
        judged = NO_LINKS_JUDGED
    else:
        judged = judge_links(decided.links, list_occurrences(people, assets))
    observations = drop_rejected(observe(tables, people, assets), judged)
    factors = rarity_factors(observations, entities)
    evidence = list_evidence(observations, facts)
    links = mark_judged(build_links(evidence, factors), judged)
    return Ground(facts, people, assets, entities, evidence, factors, links, judged)
