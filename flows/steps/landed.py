"""What lies in the landing folder: case records, or decisions of an agency's investigators.

Decisions that travel are held to more than those given by command: they name mentions and places in records,
which are the same in every view, and an agency decides only upon records that it may see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.job import Job
from flows.settings import Settings
from flows.steps.basis import describe_basis
from flows.steps.decide import read_text
from flows.steps.decision_keys import (
    Lookup,
    NoSuchLinkError,
    key_decision,
    look_up,
    named_ends,
    needs_network,
)
from flows.steps.past import LINKED_DECISIONS
from flows.steps.saved import load_frames
from flows.steps.staleness import find_stale
from graph.links import STRENGTH
from schemas.decisions import DECISION_ID_PATTERN, Decision, Sitting, decision_id, is_entity, read_sitting
from schemas.errors import ConfigError, DeliveryError, TramaError
from staging.bookkeeping import OpenDelivery
from staging.decision_evidence import current_revisions, record_of
from staging.decision_intake import Refusal, refuse_delivered, store_delivered
from staging.decisions import Keyed, decision_agencies, known_decisions, network_ground
from staging.intake import ingest_delivery, open_delivery
from staging.landing import DeliveryPath
from staging.network_store import network_basis, network_frames
from staging.receipt import Receipt
from staging.store import Store

WAITS = "waits_for_network"
"""Check of a receipt whose delivery is left alone until the network is of the records as they are."""

_WAITING = "its decisions on links wait until the network is of the records as they are: run `trama link`"


@dataclass(frozen=True)
class _Ground:
    """What the decisions of a delivery are judged by.

    Attributes:
        agency: Who decided.
        known: Ids of decisions that are in the store.
        seen: Records named that the agency may see.
        sources: Agency that delivered a decision, by its id.
        stale: What has changed, by decision id.
        lookup: What is named.
    """

    agency: str
    known: frozenset[str]
    seen: frozenset[str]
    sources: Mapping[str, str]
    stale: Mapping[str, str]
    lookup: Lookup


def take_delivery(store: Store, delivery: DeliveryPath, job: Job) -> Receipt:
    """Take in what lies in the landing folder, in a transaction of its own.

    Raises:
        TramaError: When counts would not add up; nothing is stored then.
    """
    if not delivery.holds_decisions:
        return ingest_delivery(store, delivery, received_at=job.settings.now())
    try:
        opened = open_delivery(store, delivery, job.settings.now())
        return opened if isinstance(opened, Receipt) else _take_decisions(opened, job.settings)
    except (FileNotFoundError, PermissionError, DeliveryError):
        reason = "it vanished or changed while it was read, or it may not be read"
        return Receipt("", delivery.agency, delivery.display_path, "changing", reason=reason)


def _take_decisions(intake: OpenDelivery, settings: Settings) -> Receipt:
    agency = intake.delivery.agency
    try:
        sitting = read_sitting(read_text(intake.delivery.path))
    except ConfigError as error:
        return refuse_delivered(intake, "decisions_form", str(error))
    if sitting.view not in (None, agency):
        return refuse_delivered(intake, "decisions_view", f"made on a report for {sitting.view}")
    portable = [each for each in sitting.made if not any(is_entity(end) for end in named_ends([each]))]
    if needs_network(portable) and not _is_current(intake.store, settings):
        path = intake.delivery.display_path
        return Receipt("", agency, path, "changing", reason=_WAITING, check=WAITS)
    taken, refusals = _judge(sitting, _lay_ground(intake, sitting, portable))
    try:
        return store_delivered(intake, taken, refusals)
    except DeliveryError:
        raise
    except TramaError as error:
        named = sorted(set(re.findall(DECISION_ID_PATTERN.strip("^$"), str(error))))
        return refuse_delivered(intake, "decisions_contradict", f"they contradict others: {', '.join(named)}")


def _is_current(store: Store, settings: Settings) -> bool:
    """Whether the saved network is of the records as they are, whatever has been decided since."""
    if LINKED_DECISIONS not in network_frames(store):
        return False
    decided = load_frames(store, [LINKED_DECISIONS])[LINKED_DECISIONS]["decision_id"].unique().to_list()
    return network_basis(store) == describe_basis(network_ground(store, decided), settings)


def _lay_ground(intake: OpenDelivery, sitting: Sitting, portable: Sequence[Decision]) -> _Ground:
    store, agency = intake.store, intake.delivery.agency
    lookup = look_up(store, portable)
    records = {record_of(key) for end in named_ends(portable) for key in lookup.keys.get(end, ())}
    reached = {record_of(key) for each in portable for key in _reach(each, lookup)}
    rests_on = {rest.rpartition("@")[0] for each in portable for rest in each.rests_on or ()}
    return _Ground(
        agency,
        known_decisions(store),
        frozenset(current_revisions(store, records | reached | rests_on, agency)),
        decision_agencies(store),
        find_stale(store, portable, lookup, recipient=agency, is_complete=sitting.view is None),
        lookup,
    )


def _reach(decision: Decision, lookup: Lookup) -> tuple[str, ...]:
    """Keys that a decision may come to hold: of a link those of all its two entities."""
    ends = [lookup.entities.get(end, "") for end in named_ends([decision])] if decision.kind else []
    return tuple(key for entity in ends for key in lookup.places.get(entity, ()))


def _judge(sitting: Sitting, ground: _Ground) -> tuple[list[Keyed], list[Refusal]]:
    taken: list[Keyed] = []
    refusals = []
    for number, decision in enumerate(sitting.made, start=1):
        try:
            reason = None if decision_id(decision) in ground.known else _find_fault(decision, ground)
            if reason is None:
                taken.append(_key_within_sight(decision, ground))
        except TramaError as error:
            reason = ("decision_unknown", str(error).removesuffix("; nothing was stored."))
        if reason is not None:
            refusals.append(Refusal(number, decision, *reason))
    return taken, refusals


def _find_fault(decision: Decision, ground: _Ground) -> tuple[str, str] | None:
    """Check and reason for which a decision is not taken; null where it is."""
    ends = named_ends([decision])
    if any(is_entity(end) for end in ends):
        return "decision_by_entity", "it names an entity's id, which is not the same in every view"
    if decision.revokes and ground.sources.get(decision.revokes) != ground.agency:
        return "decision_revokes_other", f"{decision.revokes} is no decision of {ground.agency}'s"
    if decision.kind is not None and decision.kind not in STRENGTH:
        return "decision_unknown", "there is no such kind of link"
    named = {record_of(end) for end in ends} | {rest.rpartition("@")[0] for rest in decision.rests_on or ()}
    unseen = sorted(named - ground.seen)
    if unseen:
        told = ", ".join(unseen[:3])
        return "decision_out_of_sight", f"{told}: not there, or not for {ground.agency} to see"
    changes = ground.stale.get(decision_id(decision))
    return None if changes is None else ("decision_stale", f"stale: {changes}")


def _key_within_sight(decision: Decision, ground: _Ground) -> Keyed:
    """The decision with the keys of its ends, of a link only those in records that the agency may see."""
    if decision_id(decision) in ground.known:
        return decision, (), ()
    if decision.kind is None:
        return key_decision(decision, ground.lookup)
    try:
        _, left, right = key_decision(decision, ground.lookup)
    except NoSuchLinkError:
        # What is held back may have kept the link from the holder's network; to say so would tell of it.
        return decision, (decision.left or "",), (decision.right or "",)
    left, right = (tuple(key for key in keys if record_of(key) in ground.seen) for keys in (left, right))
    return decision, left, right
