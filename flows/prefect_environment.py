"""What Prefect is told before it is loaded: to call nobody, and to be quick about small runs.

Sources: Prefect 3.8's settings reference; what each does was measured for `docs/decisions/`.
"""

from __future__ import annotations

import os

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
}
"""Without these, Prefect's server and client speak to its maker. They outrank what the environment says."""

MODEST = {
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "60",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
}
"""Defaults of ours, for fewer `database is locked` under SQLite; the environment outranks them."""


def prepare_prefect() -> None:
    """Set Prefect's environment; to be called before `prefect` is imported for the first time."""
    os.environ.update(QUIET)
    for name, value in MODEST.items():
        os.environ.setdefault(name, value)
