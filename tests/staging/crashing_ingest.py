"""A process to be killed: ingests the deliveries under a path and says when each is done.

With a third argument it stops inside the transaction of the delivery of that number, its rows written and not
committed, says so on standard error, and waits there for its end.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import staging.intake
from staging.intake import ingest_delivery
from staging.landing import find_deliveries
from staging.receipt import Tally
from staging.revisions import Incoming, store_revisions
from staging.store import open_store


def _stop_inside(incoming: Incoming, tally: Tally) -> None:
    store_revisions(incoming, tally)
    sys.stderr.write("inside\n")
    sys.stderr.flush()
    time.sleep(60)


if __name__ == "__main__":
    landing, store_path = Path(sys.argv[1]), Path(sys.argv[2])
    stop_at = int(sys.argv[3]) if len(sys.argv) > 3 else None
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with open_store(store_path, timeout_s=20) as store:
        for number, delivery in enumerate(find_deliveries(landing)):
            if number == stop_at:
                staging.intake.store_revisions = _stop_inside
            receipt = ingest_delivery(store, delivery, received_at=datetime(2026, 1, 1, tzinfo=UTC))
            sys.stdout.write(f"{receipt.delivery_id} {receipt.status}\n")
            sys.stdout.flush()
