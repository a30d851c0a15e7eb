"""A delivery of decisions in the books: archived, in the ledger, what was refused in quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from schemas.decisions import Decision, decision_id
from schemas.errors import DeliveryError
from staging.bookkeeping import OpenDelivery, note_delivery, quarantine_rows, record_unreadable
from staging.decisions import Keyed, append_decisions, known_decisions
from staging.intake import archive_delivery
from staging.receipt import Receipt
from staging.replaced_decisions import revoke_replaced

TABLE = "decisions"
"""Name of the ledger's and the quarantine's lines."""

_QUARANTINE = {
    "table": pl.String,
    "row": pl.Int64,
    "agency": pl.String,
    "column": pl.String,
    "check": pl.String,
    "message": pl.String,
    "raw": pl.String,
    "source": pl.String,
}


@dataclass(frozen=True)
class Refusal:
    """One decision that is not taken.

    Attributes:
        number: Its place in the file, from 1.
        decision: What it says.
        check: Short code of the reason.
        message: The reason in words; the deliverer may read it.
    """

    number: int
    decision: Decision
    check: str
    message: str


def store_delivered(intake: OpenDelivery, taken: Sequence[Keyed], refusals: Sequence[Refusal]) -> Receipt:
    """Store the decisions of a delivery, put the refused ones aside, and enter it in the ledger.

    Args:
        intake: The delivery.
        taken: Decisions to store with the keys of their ends; those known already count as duplicates.
        refusals: The others.

    Raises:
        TramaError: Decisions contradict each other; nothing was stored.
        DeliveryError: `changing`, when the file is not what was hashed.
    """
    archive_delivery(intake)
    store, known = intake.store, known_decisions(intake.store)
    fresh = sorted({decision_id(each) for each, _, _ in taken} - known)
    with store.transaction():
        everything = revoke_replaced(store, taken, agency=intake.delivery.agency)
        revoked = len(everything) - len(taken)
        stored = append_decisions(store, everything, recorded_at=intake.received_at) - revoked
        sources = {"agency": intake.delivery.agency, "delivery_id": intake.delivery_id}
        store.insert("decision_sources", pl.DataFrame({"decision_id": fresh}).with_columns(**_lits(sources)))
        quarantine_rows(intake, _quarantined(intake, refusals))
        counts = {
            "received": len(taken) + len(refusals),
            "accepted": stored,
            "quarantined": len(refusals),
            "duplicates": len(taken) - stored,
        }
        line = {"delivery_id": [intake.delivery_id], "table_name": [TABLE]}
        store.insert("ledger", pl.DataFrame(line | {name: [count] for name, count in counts.items()}))
        note_delivery(intake, "staged", None)
    return Receipt(
        intake.delivery_id,
        intake.delivery.agency,
        intake.delivery.display_path,
        "staged",
        received={TABLE: counts["received"]},
        accepted={TABLE: counts["accepted"]},
        quarantined={TABLE: counts["quarantined"]},
        duplicates={TABLE: counts["duplicates"]},
    )


def refuse_delivered(intake: OpenDelivery, check: str, reason: str) -> Receipt:
    """Quarantine a delivery of decisions whole."""
    archive_delivery(intake)
    message = f"{intake.delivery.display_path}: {reason}"
    with intake.store.transaction():
        error = DeliveryError(message, source=intake.delivery.path.name, check=check)
        return record_unreadable(intake, error)


def _lits(values: dict[str, str]) -> dict[str, pl.Expr]:
    return {name: pl.lit(value) for name, value in values.items()}


def _quarantined(intake: OpenDelivery, refusals: Sequence[Refusal]) -> pl.DataFrame:
    name = intake.delivery.path.name
    rows = [
        {
            "table": TABLE,
            "row": each.number,
            "agency": intake.delivery.agency,
            "column": None,
            "check": each.check,
            "message": f"{name}, decision {each.number}: {each.message}",
            "raw": each.decision.model_dump_json(exclude_none=True),
            "source": name,
        }
        for each in refusals
    ]
    return pl.DataFrame(rows, schema=_QUARANTINE)
