"""An investigator's decisions into the store: read, brought to lasting keys, checked, appended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.job import Job
from graph.references import keys_by_entity
from schemas.decisions import Decision, decision_id, read_decisions
from schemas.errors import ConfigError, TramaError
from staging.decisions import Keyed, known_mentions, load_decisions, store_decisions
from staging.network_store import load_network, network_basis
from staging.store import Store

_ENDS = ("left", "right", "person")
_NAMED_AT_MOST = 5
LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of a file of decisions: a hundred thousand of them with a reason each fit in."""


@dataclass(frozen=True)
class DecisionCounts:
    """What became of a file of decisions.

    Attributes:
        read: Decisions made in the file; those left open are not counted.
        stored: Of them, those that were not in the store yet.
        ids: Their ids, in the file's order.
        stale: Ids of those made on another snapshot than the saved network, or on none.
    """

    read: int
    stored: int
    ids: tuple[str, ...]
    stale: tuple[str, ...]


def decide_step(path: Path, job: Job) -> DecisionCounts:
    """Store the decisions of a file, all or none.

    Args:
        path: JSON, as `docs/decision.schema.json` describes it.
        job: Store, settings and listener.

    Raises:
        ConfigError: There is no store, or the file is not of its form.
        TramaError: A decision is about what the store does not know, or contradicts another.
    """
    job.require_store()
    made = read_decisions(_read_text(path))
    ids = tuple(decision_id(each) for each in made)
    with job.writing(), job.opened_for_reading() as store:
        known = set(load_decisions(store, only_active=False)["decision_id"])
        fresh = [each for each, name in zip(made, ids, strict=True) if name not in known]
        basis = network_basis(store)
        stale = tuple(decision_id(each) for each in fresh if each.revokes is None and each.evidence != basis)
        stored = store_decisions(store, _find_keys(store, fresh), recorded_at=job.settings.now())
    return DecisionCounts(len(made), stored, ids, stale)


def _read_text(path: Path) -> str:
    if not path.is_file():
        raise ConfigError(f"There is no file {path.name}.")
    if path.stat().st_size > LARGEST_FILE:
        raise ConfigError(
            f"{path.name} is larger than {LARGEST_FILE // 1024**2} MB: no file of decisions is."
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{path.name} is no UTF-8 text.") from None


def _find_keys(store: Store, made: Sequence[Decision]) -> list[Keyed]:
    """Each decision with the keys of its two ends.

    Raises:
        TramaError: A mention, entity or link is not there.
    """
    named = sorted({end for each in made for name in _ENDS if (end := getattr(each, name))})
    mentions = [end for end in named if "#" in end]
    entities = [end for end in named if "#" not in end]
    keys: dict[str, tuple[str, ...]] = {each: (each,) for each in known_mentions(store, mentions)}
    judges_links = any(each.kind for each in made)
    if entities or judges_links:
        frames = _load_frames(store)
        keys |= keys_by_entity(frames["occurrences"], entities)
    _refuse_unknown(sorted(set(named) - set(keys)))
    if judges_links:
        return [_keyed_link(each, keys, frames) if each.kind else _keyed(each, keys) for each in made]
    return [_keyed(each, keys) for each in made]


def _load_frames(store: Store) -> dict[str, pl.DataFrame]:
    if network_basis(store) is None:
        message = "There is no network yet, so only mentions AGENCY/RECORD#NO can be named: run `trama link`."
        raise TramaError(message)
    return load_network(store, ["occurrences", "links", "mentions"])


def _refuse_unknown(unknown: Sequence[str]) -> None:
    if not unknown:
        return
    more = f" and {len(unknown) - _NAMED_AT_MOST} more" if len(unknown) > _NAMED_AT_MOST else ""
    raise TramaError(
        f"The store knows no current {', '.join(unknown[:_NAMED_AT_MOST])}{more}; nothing was stored. "
        "A mention is AGENCY/RECORD#NO of a record that counts; ids of entities are those of the last link."
    )


def _keyed(decision: Decision, keys: Mapping[str, tuple[str, ...]]) -> Keyed:
    left = keys.get(decision.left or decision.person or "", ())
    return decision, left, keys.get(decision.right or "", ())


def _keyed_link(
    decision: Decision, keys: Mapping[str, tuple[str, ...]], frames: Mapping[str, pl.DataFrame]
) -> Keyed:
    """A decision about a link, its ends in the link's own direction and with all their keys."""
    source, target = (_entity_of(end or "", frames["mentions"]) for end in (decision.left, decision.right))
    links = frames["links"].filter(pl.col("kind") == decision.kind)
    forward = links.filter(source_id=source, target_id=target)
    backward = links.filter(~pl.col("directed")).filter(source_id=target, target_id=source)
    if forward.is_empty() and backward.is_empty():
        raise TramaError(
            f"There is no link {decision.kind} between {decision.left} and {decision.right}; "
            "nothing was stored."
        )
    ends = (source, target) if forward.height else (target, source)
    found = dict(keys) | keys_by_entity(frames["occurrences"], list(ends))
    return decision, found[ends[0]], found[ends[1]]


def _entity_of(end: str, mentions: pl.DataFrame) -> str:
    if "#" not in end:
        return end
    record, _, number = end.rpartition("#")
    agency, _, record_id = record.partition("/")
    found = mentions.filter(agency=agency, record_id=record_id, person_no=int(number))
    if found.is_empty():
        raise TramaError(f"The saved network does not know {end} yet: run `trama link`; nothing was stored.")
    return str(found["entity_id"][0])
