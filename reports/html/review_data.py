"""What the script of a page needs to let a reviewer judge pairs and links, and to write decisions."""

from __future__ import annotations

from functools import cache
from typing import Any

from reports.model import ClusterView
from reports.words.catalogue import Words, load_words

SAID = (
    "judgement",
    "why",
    "open",
    "unsaved",
    "saved",
    "no_name",
    "no_reason",
    "in_memory",
    "earlier",
    "loaded",
    "not_loaded",
    "forgotten",
    "shown",
    "more_records",
)
"""Texts that the script shows; `{n}` and `{total}` are filled by it."""

JUDGEMENTS = ("same", "not_same", "unsure", "link_confirmed", "link_rejected")
MARKS = ("s", "w", "c", "confirmed")


def describe_review(cluster: ClusterView, recipient: str | None, words: Words) -> dict[str, Any]:
    """All that the review section works with, as plain JSON values.

    Args:
        cluster: Whose page it is.
        recipient: For whom; null for the holder.
        words: The language.
    """
    review = cluster.review
    ends = sorted({end for link in review.links for end in (link.source_id, link.target_id)})
    labels = {node.entity_id: node.label for node in cluster.nodes}
    kinds = sorted({link.kind for link in review.links})
    name_number = {end: place for place, end in enumerate(ends)}
    kind_number = {kind: place for place, kind in enumerate(kinds)}
    return {
        "cluster": cluster.cluster_id,
        "snapshot": review.snapshot,
        "view": recipient,
        "records": review.records,
        "pairs": [
            [pair.left_id, pair.right_id, places, f"{pair.left_label} – {pair.right_label}"]
            for pair, places in zip(cluster.doubtful, review.pairs, strict=True)
        ],
        "names": [labels[end] for end in ends],
        "kinds": [[kind, words.code("link", kind)] for kind in kinds],
        "links": [
            [
                name_number[link.source_id],
                name_number[link.target_id],
                kind_number[link.kind],
                link.left,
                link.right,
                link.records,
                link.marks,
                link.judgement,
            ]
            for link in review.links
        ],
        "said": _said(words.language),
    }


@cache
def _said(language: str) -> dict[str, Any]:
    words = load_words(language)
    texts: dict[str, Any] = {name: words(f"review.{name}", n="{n}", total="{total}") for name in SAID}
    judgements = {name: words.code("judgement", name) for name in JUDGEMENTS}
    return texts | {"judgements": judgements, "marks": {name: words.code("doubt", name) for name in MARKS}}
