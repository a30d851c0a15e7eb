"""The service's events: what each is called, what it says, and how it is sent.

An event's id follows from what it is about, so that the same thing told ten times is one event. Events can
be read by every user of Prefect's UI: ids, codes, counts and paths below the landing folder, nothing else.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.service.alerts import Alert
from flows.service.changes import ClusterChange
from flows.steps.ingest import count_receipt
from staging.receipt import Receipt

LANDED = "trama.delivery.landed"
STAGED = "trama.delivery.staged"
CHANGED = "trama.cluster.changed"
ALERT = "trama.cluster.alert"
STORE_CHANGED = "trama.store.changed"
LANDING_LOST = "trama.landing.lost"
LANDING_FOUND = "trama.landing.found"
NUDGES = (LANDED, STAGED, STORE_CHANGED)
"""Sent by somebody else, these make the service look whether there is something to do."""

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:trama:event")

MOST_CHANGED = 100
"""Clusters told one by one after an update; more than that is a new network, and nobody reads them."""

SENDER = "trama.sender"


@dataclass(frozen=True)
class Notice:
    """One event before it is sent.

    Attributes:
        event: Its name.
        key: What its id is made of, besides the name.
        resource: Id of what it is about, such as `trama.cluster.C-…`.
        payload: Ids, codes, counts and relative paths.
    """

    event: str
    key: str
    resource: str
    payload: dict[str, Any]

    def event_id(self) -> uuid.UUID:
        """The same notice has the same id, whoever sends it and however often."""
        return uuid.uuid5(NAMESPACE, f"{self.event}\n{self.key}")

    def to_json(self, occurred: datetime, sender: str) -> dict[str, Any]:
        """The body that Prefect's `POST /api/events` takes."""
        return {
            "id": str(self.event_id()),
            "event": self.event,
            "occurred": occurred.isoformat(),
            "resource": {"prefect.resource.id": self.resource, SENDER: sender},
            "related": [],
            "payload": self.payload,
        }


def tell_landed(agency: str, display_path: str, sha256: str) -> Notice:
    """A delivery lies whole in the landing folder."""
    payload = {"agency": agency, "path": display_path}
    return Notice(LANDED, f"{agency}\n{sha256}", f"trama.agency.{agency}", payload)


def tell_staged(receipt: Receipt) -> Notice:
    """A delivery is in the store, with what became of its rows."""
    counts = count_receipt(receipt)
    payload = {
        "delivery_id": receipt.delivery_id,
        "agency": receipt.agency,
        "path": receipt.path,
        "status": receipt.status,
        "accepted": counts.accepted,
        "quarantined": counts.quarantined,
        "duplicates": counts.duplicates,
    }
    return Notice(STAGED, receipt.delivery_id, f"trama.delivery.{receipt.delivery_id}", payload)


def tell_changes(changes: Sequence[ClusterChange]) -> list[Notice]:
    """Clusters that are not as they were: one event each, up to a hundred."""
    return [_tell_change(each, len(changes)) for each in changes[:MOST_CHANGED]]


def _tell_change(change: ClusterChange, changed_count: int) -> Notice:
    facts = change.after or change.before
    payload: dict[str, Any] = {"cluster_id": change.cluster_id, "change": change.kind}
    if facts is not None:
        payload |= {"persons": facts.person_count, "records": facts.record_count}
    payload |= {"changed_in_this_update": changed_count}
    mark = f"{change.before.digest if change.before else ''}\n{change.after.digest if change.after else ''}"
    return Notice(CHANGED, f"{change.cluster_id}\n{mark}", f"trama.cluster.{change.cluster_id}", payload)


def tell_alert(alert: Alert) -> Notice:
    """A watch rule fired; what it watches for is not said."""
    payload = {"rule": alert.rule, "cluster_id": alert.cluster_id}
    key = f"{alert.rule}\n{alert.cluster_id}\n{alert.mark}"
    return Notice(ALERT, key, f"trama.cluster.{alert.cluster_id}", payload)


def tell_landing(*, is_there: bool, moment: str) -> Notice:
    """The landing folder cannot be read any more, or can be again; `moment` tells one time from the next."""
    return Notice(LANDING_FOUND if is_there else LANDING_LOST, moment, "trama.landing", {})


def tell_store_changed(cause: str) -> Notice:
    """Somebody else wrote to the store: network and pages may now be out of date.

    Args:
        cause: Unique to the occasion, such as a run's id; not a word of it is sent.
    """
    return Notice(STORE_CHANGED, cause, "trama.store", {})
