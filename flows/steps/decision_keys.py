"""What decisions name, brought to the keys that outlive every rebuild."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from flows.steps.saved import load_frames
from graph.references import entities_by_key, keys_by_entity
from schemas.decisions import Decision, is_entity, is_occurrence
from schemas.errors import TramaError
from staging.decisions import Keyed, known_mentions
from staging.network_store import network_basis
from staging.store import Store

_ENDS = ("left", "right", "person")
_NAMED_AT_MOST = 5
_FRAMES = ("occurrences", "links", "link_evidence")


_LINK = ["source_id", "target_id", "kind"]
LinkKey = tuple[str, str, str]


class NoSuchLinkError(TramaError):
    """Both ends are there, and no link of that kind between them."""


@dataclass(frozen=True)
class Lookup:
    """Where the ends that decisions name are found.

    Attributes:
        keys: Keys of mentions or occurrences by end; an end that is not there is missing.
        entities: Entity of today by end; empty where no decision needs the network.
        places: All keys of each of those entities.
        links: Whether each link between them has a direction, by source, target and kind.
        evidence: Records that each of those links rests on.
    """

    keys: Mapping[str, tuple[str, ...]]
    entities: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[LinkKey, bool] = field(default_factory=dict)
    evidence: Mapping[LinkKey, list[str]] = field(default_factory=dict)


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
        return Lookup(keys)
    frames = _load_frames(store)
    ids = [end for end in ends if is_entity(end)]
    entities = entities_by_key(frames["occurrences"], ends)
    places = keys_by_entity(frames["occurrences"], sorted({*ids, *entities.values()}))
    entities |= {each: each for each in ids if each in places}
    keys |= {each: places[each] for each in ids if each in places}
    keys |= {end: (end,) for end in entities if is_occurrence(end)}
    asked = pl.DataFrame({"entity_id": sorted(places)}, schema={"entity_id": pl.String})
    links, evidence = (
        frames[name]
        .join(asked, left_on="source_id", right_on="entity_id", how="semi")
        .join(asked, left_on="target_id", right_on="entity_id", how="semi")
        for name in ("links", "link_evidence")
    )
    rests_on = evidence.group_by(_LINK).agg(pl.col("record_key").unique().sort())
    return Lookup(keys, entities, places, _by_link(links, "directed"), _by_link(rests_on, "record_key"))


def _by_link(rows: pl.DataFrame, column: str) -> dict[LinkKey, Any]:
    return {
        (source, target, kind): value for source, target, kind, value in rows.select(*_LINK, column).rows()
    }


def _load_frames(store: Store) -> dict[str, pl.DataFrame]:
    if network_basis(store) is None:
        message = "There is no network yet, so only mentions AGENCY/RECORD#NO can be named: run `trama link`."
        raise TramaError(message)
    return load_frames(store, _FRAMES)


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
    source, target, _ = find_link(decision, lookup)
    return decision, lookup.places[source], lookup.places[target]


def find_link(decision: Decision, lookup: Lookup) -> LinkKey:
    """The link that a decision is about, in its own direction.

    Raises:
        TramaError: There is no such link.
    """
    source, target = (_entity_of(end or "", lookup) for end in (decision.left, decision.right))
    forward, backward = (source, target, decision.kind or ""), (target, source, decision.kind or "")
    if forward in lookup.links:
        return forward
    if lookup.links.get(backward) is False:
        return backward
    raise NoSuchLinkError(
        f"There is no link {decision.kind} between {decision.left} and {decision.right}; nothing was stored."
    )


def _entity_of(end: str, lookup: Lookup) -> str:
    if end not in lookup.entities:
        raise TramaError(f"The saved network does not know {end} yet: run `trama link`; nothing was stored.")
    return lookup.entities[end]
