"""Why two persons, or two mentions, are or are not the same, or linked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from flows.job import Job
from flows.steps.basis import check_current, choose_policy
from flows.steps.compute import PAIRS
from flows.steps.saved import load_frames
from reports.words.catalogue import load_words
from resolution.explain import explain_pair
from resolution.explain_words import explain_in_words
from resolution.phrases_en import ENGLISH
from resolution.phrases_es import SPANISH
from resolution.phrases_fr import FRENCH
from resolution.resolve import Resolution
from staging.records import load_records

PHRASES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH}
"""Language of the settings → wording of an explanation."""


class LinkPhrases(NamedTuple):
    """How the links between two persons are told."""

    head: str
    one: str
    none: str


LINKS: Mapping[str, LinkPhrases] = {
    "en": LinkPhrases(
        "Links between the two in the network:",
        "  {kind}: weight {weight}, records: {records}, distinct sources: {origins}, {first} – {last}",
        "There is no link between the two in the network: "
        "no record ties them, or one of them is protected or waits for a decision (Article 5).",
    ),
    "es": LinkPhrases(
        "Vínculos entre ambas en la red:",
        "  {kind}: peso {weight}, registros: {records}, fuentes distintas: {origins}, {first} – {last}",
        "No hay vínculo entre ambas en la red: "
        "ningún registro las une, o una de ellas está protegida o espera decisión (artículo 5).",
    ),
    "fr": LinkPhrases(
        "Liens entre les deux dans le réseau :",
        "  {kind} : poids {weight}, dossiers : {records}, sources distinctes : {origins}, {first} – {last}",
        "Il n’y a pas de lien entre les deux dans le réseau : "
        "aucun dossier ne les relie, ou l’une d’elles est protégée ou attend une décision (article 5).",
    ),
}

_MENTION_ID = pl.format("{}/{}#{}", "agency", "record_id", "person_no").alias("mention_id")


def explain_step(left: str, right: str, job: Job) -> str:
    """The waterfall of one pair, and the links between the two, in the settings' language.

    Values of protected persons are withheld.

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
        saved = load_frames(store, ["mentions", "links", PAIRS])
    columns = ["mention_id", "agency", "record_id", "person_no", "status", "entity_id"]
    mentions = saved["mentions"].with_columns(_MENTION_ID).select(columns).sort("mention_id")
    resolution = Resolution(mentions, saved[PAIRS])
    explanation = explain_pair(tables, resolution, (left, right), policy=choose_policy(job.settings))
    told = explain_in_words(explanation, PHRASES[job.settings.language])
    if explanation.is_same_person:
        return told
    ends = dict(mentions.select("mention_id", "entity_id").iter_rows())
    pair = {ends[explanation.left_id], ends[explanation.right_id]}
    return "\n".join([told, "", *_tell_links(saved["links"], pair, job.settings.language)])


def _tell_links(links: pl.DataFrame, pair: set[str], language: str) -> list[str]:
    """What the network says of two persons who are not one; of the protected it says nothing."""
    phrases, words = LINKS[language], load_words(language)
    found = links.filter(pl.col("source_id").is_in(list(pair)) & pl.col("target_id").is_in(list(pair)))
    lines = [
        phrases.one.format(
            kind=words.code("link", row["kind"]),
            weight=words.number(row["weight"]),
            records=row["record_count"],
            origins=row["origin_count"],
            first=words.day(row["first_seen"]),
            last=words.day(row["last_seen"]),
        )
        for row in found.sort("kind", "source_id").iter_rows(named=True)
    ]
    return [phrases.head, *lines] if lines else [phrases.none]
