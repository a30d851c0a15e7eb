"""What decisions name, brought to the keys that outlive every rebuild."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from graph.references import entities_by_key, keys_by_entity
from schemas.decisions import Decision, is_entity, is_occurrence
from schemas.errors import TramaError
from staging.decisions import Keyed, known_mentions
from staging.network_store import load_network, network_basis
from staging.store import Store

_ENDS = ("left", "right", "person")
_NAMED_AT_MOST = 5
_FRAMES = ("occurrences", "links", "link_evidence")


@dataclass(frozen=True)
class Lookup:
    """Where the ends that decisions name are found.

    Attributes:
        keys: Keys of mentions or occurrences by end; an end that is not there is missing.
        entities: Entity of today by end; empty where no decision needs the network.
        frames: The network's frames that were needed.
    """

    keys: Mapping[str, tuple[str, ...]]
    entities: Mapping[str, str]
    frames: Mapping[str, pl.DataFrame]


def named_ends(made: Sequence[Decision]) -> list[str]:
    """All that the decisions name, sorted."""
    return sorted({end for each in made for name in _ENDS if (end := getattr(each, name))})


def needs_network(made: Sequence[Decision]) -> bool:
    """Whether what the decisions name can only be found in a network: links, and ids of entities."""
    return any(each.kind for each in made) or any(is_entity(end) for end in named_ends(made))


def look_up(store: Store, made: Sequence[Decision]) -> Lookup:
    """Find all that the decisions name.

    Raises:
        TramaError: One needs a network, and there is none.
    """
    ends = named_ends(made)
    keys: dict[str, tuple[str, ...]] = {
        each: (each,) for each in known_mentions(store, [end for end in ends if "#" in end])
    }
    if not needs_network(made):
        return Lookup(keys, {}, {})
    frames = _load_frames(store)
    ids = [end for end in ends if is_entity(end)]
    keys |= keys_by_entity(frames["occurrences"], ids)
    entities = entities_by_key(frames["occurrences"], ends) | {each: each for each in ids if each in keys}
    keys |= {end: (end,) for end in entities if is_occurrence(end)}
    return Lookup(keys, entities, frames)


def _load_frames(store: Store) -> dict[str, pl.DataFrame]:
    if network_basis(store) is None:
        message = "There is no network yet, so only mentions AGENCY/RECORD#NO can be named: run `trama link`."
        raise TramaError(message)
    return load_network(store, _FRAMES)


def refuse_unknown(made: Sequence[Decision], lookup: Lookup) -> None:
    """Make sure that all that is named is there.

    Raises:
        TramaError: Naming what is not.
    """
    unknown = [end for end in named_ends(made) if end not in lookup.keys]
    if not unknown:
        return
    more = f" and {len(unknown) - _NAMED_AT_MOST} more" if len(unknown) > _NAMED_AT_MOST else ""
    raise TramaError(
        f"The store knows no current {', '.join(unknown[:_NAMED_AT_MOST])}{more}; nothing was stored. "
        "A mention is AGENCY/RECORD#NO of a record that counts; ids of entities are those of the last link."
    )


def key_decision(decision: Decision, lookup: Lookup) -> Keyed:
    """The decision with the keys of its two ends.

    Raises:
        TramaError: What it is about is not there.
    """
    refuse_unknown([decision], lookup)
    if decision.kind is None:
        left = lookup.keys.get(decision.left or decision.person or "", ())
        return decision, left, lookup.keys.get(decision.right or "", ())
    source, target = _find_link(decision, lookup)
    found = keys_by_entity(lookup.frames["occurrences"], [source, target])
    return decision, found[source], found[target]


def link_records(decision: Decision, lookup: Lookup) -> list[str]:
    """Keys of the records that the link of a decision rests on now.

    Raises:
        TramaError: There is no such link.
    """
    source, target = _find_link(decision, lookup)
    rows = lookup.frames["link_evidence"].filter(source_id=source, target_id=target, kind=decision.kind)
    return rows["record_key"].unique().sort().to_list()


def _find_link(decision: Decision, lookup: Lookup) -> tuple[str, str]:
    """The link's two entities, in its own direction."""
    ends = [_entity_of(end or "", lookup) for end in (decision.left, decision.right)]
    links = lookup.frames["links"].filter(pl.col("kind") == decision.kind)
    if links.filter(source_id=ends[0], target_id=ends[1]).height:
        return ends[0], ends[1]
    if links.filter(~pl.col("directed")).filter(source_id=ends[1], target_id=ends[0]).height:
        return ends[1], ends[0]
    raise TramaError(
        f"There is no link {decision.kind} between {decision.left} and {decision.right}; nothing was stored."
    )


def _entity_of(end: str, lookup: Lookup) -> str:
    if end not in lookup.entities:
        raise TramaError(f"The saved network does not know {end} yet: run `trama link`; nothing was stored.")
    return lookup.entities[end]
