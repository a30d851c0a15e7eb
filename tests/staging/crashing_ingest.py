"""A process to be killed: ingests the deliveries under a path and says when each is done."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from staging.intake import ingest_delivery
from staging.landing import find_deliveries
from staging.store import open_store

if __name__ == "__main__":
    landing, store_path = Path(sys.argv[1]), Path(sys.argv[2])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with open_store(store_path, timeout_s=20) as store:
        for delivery in find_deliveries(landing):
            receipt = ingest_delivery(store, delivery, received_at=datetime(2026, 1, 1, tzinfo=UTC))
            sys.stdout.write(f"{receipt.delivery_id} {receipt.status}\n")
            sys.stdout.flush()
