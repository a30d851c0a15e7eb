"""Why two persons, or two mentions, are or are not the same."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from flows.job import Job
from flows.steps.basis import check_current, choose_policy
from flows.steps.compute import PAIRS
from flows.steps.saved import load_frames
from resolution.explain import explain_pair
from resolution.explain_words import explain_in_words
from resolution.phrases_en import ENGLISH
from resolution.phrases_es import SPANISH
from resolution.phrases_fr import FRENCH
from resolution.resolve import Resolution
from staging.records import load_records

PHRASES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH}
"""Language of the settings → wording of an explanation."""

_MENTION_ID = pl.format("{}/{}#{}", "agency", "record_id", "person_no").alias("mention_id")


def explain_step(left: str, right: str, job: Job) -> str:
    """The waterfall of one pair in the settings' language; values of protected persons are withheld.

    Args:
        left: Mention `AGENCY/RECORD#NO` or person `P-…`.
        right: The other one.
        job: Store, settings and listener.

    Raises:
        ConfigError: No network, or no such mention or person.
    """
    with job.opened_for_reading() as store:
        check_current(store, job.settings)
        tables = load_records(store)
        saved = load_frames(store, ["mentions", PAIRS])
    columns = ["mention_id", "agency", "record_id", "person_no", "status", "entity_id"]
    mentions = saved["mentions"].with_columns(_MENTION_ID).select(columns).sort("mention_id")
    resolution = Resolution(mentions, saved[PAIRS])
    explanation = explain_pair(tables, resolution, (left, right), policy=choose_policy(job.settings))
    return explain_in_words(explanation, PHRASES[job.settings.language])
