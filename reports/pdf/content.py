"""What one cluster's printed report says: the page's sections in their order, as values for the template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reports.changes import Change
from reports.html.environment import name_cluster
from reports.html.marks import tlp_class
from reports.html.pages import mark_page
from reports.model import ClusterView
from reports.pdf import findings, grounds
from reports.pdf.blocks import Block, muted
from reports.words.catalogue import LOCALES, Words

UNDATED = date(1970, 1, 1)
"""Stands in a document's properties where no record states a date; PDF/A asks for one."""


def build_content(
    cluster: ClusterView, recipient: str | None, words: Words, history: Sequence[Change] = ()
) -> Block:
    """The report of one cluster in the words of a language.

    The document's date is the last incident's and not the clock's: the same records give the same bytes.
    """
    dated = cluster.last_seen or UNDATED
    seen = f"{words.day(cluster.first_seen)} – {words.day(cluster.last_seen)}"
    facts = (
        cluster.cluster_id,
        words.count("n.persons", cluster.person_count),
        words.count("n.records", cluster.record_count),
        seen,
    )
    return {
        "lang": words.language,
        "region": LOCALES[words.language].partition("_")[2],
        "title": name_cluster(cluster, words),
        "date": [dated.year, dated.month, dated.day],
        "mark": {
            "code": f"TLP:{cluster.handling}",
            "class": tlp_class(cluster.handling),
            "text": mark_page(recipient, words),
            "lead": words("page.lead"),
            "protected": words("page.protected"),
            "cluster": cluster.cluster_id,
        },
        "intro": [muted(" · ".join(facts))],
        "sections": [
            findings.summarise(cluster, words),
            findings.show_network(cluster, words),
            findings.rank_people(cluster, words),
            findings.show_timeline(cluster, words),
            findings.show_corridor(cluster, words),
            grounds.list_identities(cluster, words),
            grounds.weigh_sources(cluster, words),
            grounds.count_protected(cluster, words),
            grounds.list_gaps(cluster, words),
            grounds.tell_history(history, words),
            grounds.list_evidence(cluster, words),
        ],
        "note": words("pdf.glyphs"),
    }
