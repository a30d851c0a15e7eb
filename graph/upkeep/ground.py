"""The ground of the network after a change, from what was remembered of before it."""

from __future__ import annotations

import dataclasses

import polars as pl

from graph.entities import build_entities
from graph.upkeep.assets import update_assets
from graph.upkeep.change import ENDS, Incoming, Touched, ids, only_in, replace_rows
from graph.upkeep.facts import update_facts
from graph.upkeep.people import lasting_mentions, update_people
from graph.upkeep.ties import rejudge_links, update_evidence, update_factors, update_links
from resolution.upkeep.state import KeyedFrames
from schemas.normalise.phone_keys import tell_phone_countries


def update_ground(state: KeyedFrames, incoming: Incoming) -> tuple[Incoming, Touched]:
    """Bring the ground up to date; it is then what `graph.ground.lay_ground` would lay of all records.

    Args:
        state: What is remembered of the network (`graph.upkeep.begin`); it is changed in place.
        incoming: What has come in; persons under the ids that resolution gave them.

    Returns:
        What has come in, persons under the ids that they keep; and what it has touched.
    """
    lasting = lasting_mentions(state, incoming.mentions, incoming.changed)
    incoming = dataclasses.replace(incoming, mentions=lasting)
    fresh = tell_phone_countries(incoming.load(incoming.fresh))
    told = update_facts(state, fresh["cases"], incoming.changed)
    people_records, people = update_people(state, incoming, fresh)
    asset_records, assets = update_assets(state, fresh, incoming.changed, people_records)
    was_judged = state.whole("judged_links")
    judged_records = rejudge_links(state, incoming)
    records = ids("record_key", incoming.changed, told, people_records, asset_records, judged_records)
    described = _update_entities(state, ids("entity_id", people, assets, _entities_of(state, told)))
    gone, new = update_evidence(state, incoming, records)
    moved = pl.concat([gone, new])
    reweighed = update_factors(state, ids("entity_id", *(moved[end] for end in ENDS)))
    rejudged = pl.concat([was_judged, state.whole("judged_links")])
    links_before, links_after = update_links(state, moved, reweighed, rejudged)
    touched = Touched(records, described, people, gone, new, links_before, links_after)
    return incoming, touched


def _entities_of(state: KeyedFrames, records: pl.Series) -> pl.Series:
    return ids(
        "entity_id",
        *(state.select(frame, "record_key", records)["entity_id"] for frame in ("people", "assets")),
    )


def _update_entities(state: KeyedFrames, entities: pl.Series) -> pl.Series:
    """Describe entities anew; return those that are new, gone or described otherwise."""
    before = state.select("entities", "entity_id", entities)
    people, assets = (state.select(frame, "entity_id", entities) for frame in ("people", "assets"))
    facts = state.select("facts", "record_key", ids("record_key", people["record_key"], assets["record_key"]))
    after = build_entities(people, assets, facts).select(before.columns)
    replace_rows(state, "entities", ["entity_id"], before, after)
    moved = pl.concat([only_in(before, after), only_in(after, before)])
    return ids("entity_id", moved["entity_id"])
