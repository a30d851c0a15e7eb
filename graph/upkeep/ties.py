"""Evidence, rarity and links: worked out again for the records and entities that a change touches."""

from __future__ import annotations

import polars as pl

from graph.decided import NO_LINKS_JUDGED, drop_rejected, judge_links, mark_judged
from graph.entities import list_occurrences
from graph.evidence import observe
from graph.hubs import rarity_factors
from graph.links import KEY, build_links, list_evidence
from graph.upkeep.change import ENDS, Incoming, differences, ids, only_in, replace_rows
from graph.upkeep.core import links_at
from resolution.upkeep.state import KeyedFrames
from schemas.normalise.phone_keys import tell_phone_countries

OCCURRENCE_FORMS = (r"^(.*)#[0-9]+$", r"^(.*)\|[a-z]+\|[0-9]+\|[a-z_]+$")
"""The record's key within an occurrence's key (`graph.decided.occurrence_key`)."""


def rejudge_links(state: KeyedFrames, incoming: Incoming) -> pl.Series:
    """Bring `judged_links` up to date; return the records in which a link judged otherwise may stand."""
    decided = incoming.decided.links
    keys = ids("key", *(decided[side].explode() for side in ("left_keys", "right_keys")))
    records = ids("record_key", *(keys.str.extract(form) for form in OCCURRENCE_FORMS))
    people, assets = (state.select(frame, "record_key", records) for frame in ("people", "assets"))
    now = judge_links(decided, list_occurrences(people, assets)) if decided.height else NO_LINKS_JUDGED
    was = state.whole("judged_links")
    moved = differences(now, was)
    state.remove("judged_links", "kind", was["kind"])
    state.append("judged_links", now)
    return _where_both(state, moved)


def _where_both(state: KeyedFrames, links: pl.DataFrame) -> pl.Series:
    """Records in which both ends of a link are written down."""
    ends = ids("entity_id", links["source_id"], links["target_id"])
    seen = pl.concat(
        [
            state.select(frame, "entity_id", ends).select("entity_id", "record_key")
            for frame in ("people", "assets")
        ]
    ).unique()
    left = links.select(*ENDS).join(seen, left_on="source_id", right_on="entity_id")
    both = left.join(seen, left_on=["target_id", "record_key"], right_on=["entity_id", "record_key"])
    return both["record_key"].unique()


def update_evidence(
    state: KeyedFrames, incoming: Incoming, records: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Bring `evidence` up to date; return the rows that are no more, and those that are new."""
    before = state.select("evidence", "record_key", records)
    tables = tell_phone_countries(incoming.load(records))
    people, assets, facts = (
        state.select(name, "record_key", records) for name in ("people", "assets", "facts")
    )
    observed = drop_rejected(observe(tables, people, assets), state.whole("judged_links"))
    after = list_evidence(observed, facts).select(before.columns)
    gone, new = _surplus(before, after), _surplus(after, before)
    write_evidence(state, "evidence", after, (gone, new))
    return gone, new


def _surplus(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """As `only_in`, for rows that may be there twice: a record can say the same of two persons twice."""
    nth = pl.int_range(pl.len()).over(rows.columns).alias("nth")
    return only_in(rows.with_columns(nth), others.with_columns(nth)).drop("nth")


def write_evidence(
    state: KeyedFrames, frame: str, after: pl.DataFrame, moved: tuple[pl.DataFrame, pl.DataFrame]
) -> None:
    """Replace the rows of records that lost one; add to those of other records.

    Args:
        state: Where the frame is.
        frame: `evidence` or `link_evidence`.
        after: All rows of the records concerned, as they are.
        moved: The rows of `evidence` that are gone, and those that are new.
    """
    gone, new = moved
    records = gone["record_key"].unique()
    is_rewritten = pl.col("record_key").is_in(records.implode())
    state.remove(frame, "record_key", records)
    added = new.filter(~is_rewritten).select(after.columns)
    state.append(frame, pl.concat([after.filter(is_rewritten), added]))


def update_factors(state: KeyedFrames, ends: pl.Series) -> pl.Series:
    """Bring `factors` of these entities up to date; return those that weigh otherwise now."""
    before = state.select("factors", "entity_id", ends)
    ties = pl.concat([state.select("evidence", end, ends).select(ENDS) for end in ENDS]).unique()
    others = ids("entity_id", ties["source_id"], ties["target_id"])
    kinds = state.select("entities", "entity_id", others, ["entity_id", "kind"])
    after = rarity_factors(ties, kinds).filter(pl.col("entity_id").is_in(ends.implode()))
    replace_rows(state, "factors", ["entity_id"], before, after)
    columns = ["entity_id", "factor"]
    return ids("entity_id", differences(after.select(columns), before.select(columns))["entity_id"])


def update_links(
    state: KeyedFrames, evidence: pl.DataFrame, reweighed: pl.Series, rejudged: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Bring `links` up to date.

    Args:
        state: What is remembered of the network.
        evidence: Rows that came or went.
        reweighed: Entities whose rarity has changed.
        rejudged: `source_id, target_id, kind` of links whose judgement may have changed.

    Returns:
        The links that are no more or were otherwise, and those that are new or are otherwise now.
    """
    around = links_at(state, reweighed).select(KEY)
    keys = pl.concat([evidence.select(KEY), rejudged.select(KEY), around]).unique()
    near = state.select("links", "source_id", keys["source_id"])
    before = near.join(keys, on=KEY, how="semi")
    rows = state.select("evidence", "source_id", keys["source_id"]).join(keys, on=KEY, how="semi")
    factors = state.select("factors", "entity_id", ids("entity_id", rows["source_id"], rows["target_id"]))
    after = mark_judged(build_links(rows, factors), state.whole("judged_links")).select(before.columns)
    replace_rows(state, "links", KEY, before, after)
    return only_in(before, after), only_in(after, before)
