"""A world with several clusters, delivered on two days, and the same with hostile text in every field."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.job import Job
from flows.settings import Settings
from flows.steps.report import report_step
from flows.steps.run import run_pipeline
from sample_data.parameters import WorldParameters
from sample_data.reporting import make_reports
from sample_data.world import build_world
from tests.reports.network_factory import HOSTILE as MARKUP

Record = dict[str, Any]

AS_OF = datetime.fromisoformat("2026-01-15T12:00:00+00:00")
SECOND_DAY = "2023-06-13"
"""What was reported from here on comes in a second delivery: something is new then."""

PARTNER = "US-HSI"

HOSTILE = f"{MARKUP} javascript:alert(4)//\u2028${{alert(5)}}\u2029-->*/"
"""Markup, templates and handlers, what ends a comment or a line of a script, and a link that runs."""

FREE_TEXT: dict[str, tuple[str, ...]] = {
    "persons": ("given_names", "surname_1", "surname_2", "full_name", "role_raw"),
    "identifiers": ("platform",),
    "vehicles": ("make", "model", "colour"),
    "places": ("name", "address", "municipality"),
    "payments": ("reference", "payer_account", "payee_account"),
    "calls": ("caller", "callee"),
    "legs": ("from_place", "to_place"),
}
"""Where a partner may write what it likes; `HOSTILE` is put behind whatever stands there."""


def draw_rich(seed: int) -> list[Record]:
    """The records of a world of about 140 cases and six networks, first revisions only."""
    parameters = WorldParameters(seed=seed, cases=140, networks=6)
    return [each.record for each in make_reports(build_world(parameters)) if not each.correction]


def make_hostile(record: Record) -> Record:
    """The record with hostile text in every field that is free."""
    hostile: Record = json.loads(json.dumps(record))
    hostile |= {
        "narrative": HOSTILE,
        "municipality": f"{record['municipality']} {HOSTILE}",
        "admin1": HOSTILE,
    }
    for table, columns in FREE_TEXT.items():
        for row in hostile[table]:
            row |= {name: f"{row[name]} {HOSTILE}" for name in columns if row.get(name)}
    for person in hostile["persons"]:
        person["aliases"] = [HOSTILE]
    for item in hostile["identifiers"]:
        if item["kind"] in {"social", "other", "email"}:
            item["value"] = f"{item['value']}{HOSTILE}"
    first = next((each["person_no"] for each in hostile["persons"] if each["status"] == "facilitator"), None)
    hostile["identifiers"].append({"person_no": first, "kind": "other", "value": HOSTILE, "country": None})
    hostile["vehicles"].append({"plate": HOSTILE, "make": HOSTILE, "person_no": first})
    hostile["places"].append({"kind": "safe_house", "name": HOSTILE, "address": HOSTILE, "person_no": first})
    hostile["persons"].append(
        {"person_no": 77, "status": HOSTILE}
    )  # ends in quarantine, which the index counts
    return hostile


def deliver(records: list[Record], landing: Path, name: str) -> None:
    """Write each agency's records as one delivery."""
    for record in records:
        path = landing / record["agency"] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def rich_job(folder: Path) -> Job:
    """The job over the store of such a folder."""
    return Job(folder / "store.duckdb", Settings(as_of=AS_OF, threads=1))


def publish_rich(folder: Path) -> Path:
    """Run the main job for each day's deliveries, then write the report in the other languages too.

    Returns:
        The folder, with `out/reports` in English, where something is new; `es` and `fr` are first reports.
    """
    records = draw_rich(31)
    job = rich_job(folder)
    for day, is_later in (("first", False), ("second", True)):
        deliver(
            [each for each in records if (each["reported_at"] >= SECOND_DAY) == is_later], folder / day, day
        )
        for file in (folder / day).glob("*/*"):
            file.rename(file.with_suffix(".ndjson"))
        run_pipeline(folder / day, folder / "out", job)
    for language in ("es", "fr"):
        report_step(folder / language, job, language=language)
    return folder


def publish_hostile(folder: Path) -> Path:
    """The holder's report in each language, and a partner's, of a world that means harm by every field."""
    records = [make_hostile(each) for each in draw_rich(32)[:60]]
    deliver(records, folder / "landing", "<img src=x onerror=alert(3)>.ndjson")
    job = rich_job(folder)
    run_pipeline(folder / "landing", folder / "out", job)
    for language in ("es", "fr"):
        report_step(folder / language, job, language=language)
    report_step(folder / "partner", job, recipient=PARTNER)
    return folder
