"""What a page offers for review: the most doubtful first, named the same in every view, with its records."""

from __future__ import annotations

import json
import re
from datetime import date

import polars as pl

from reports.model import DoubtfulPair
from reports.review import Review
from reports.sections.review import build_review, prepare_review

LINKS = {
    "source_id": ["P-1", "P-1", "P-1", "P-1"],
    "target_id": ["T-1", "T-2", "P-2", "P-9"],
    "kind": ["uses_phone", "uses_phone", "named_with", "named_with"],
    "weight": [2.0, 1.0, 1.0, 1.0],
    "origin_count": [1, 1, 3, 1],
    "grade_sum": [0.9, 0.3, 2.7, 0.1],
    "is_circular": [False, False, True, False],
    "judgement": [None, None, "confirmed", None],
    "last_seen": [date(2024, 1, 1)] * 4,
}
EVIDENCE = [
    ("P-1", "T-1", "uses_phone", "A/1"),
    ("P-1", "T-2", "uses_phone", "A/2"),
    ("P-1", "P-2", "named_with", "A/2"),
    ("P-1", "P-2", "named_with", "A/1"),
    ("P-1", "P-9", "named_with", "A/1"),
]
OCCURRENCES = [
    ("P-1", "person", "A/1", "persons", 1, "person_no"),
    ("P-1", "person", "A/2", "persons", 4, "person_no"),
    ("P-2", "person", "A/1", "persons", 2, "person_no"),
    ("P-2", "person", "A/2", "persons", 1, "person_no"),
    ("T-1", "phone", "A/1", "identifiers", 3, "value"),
    ("T-2", "phone", "A/2", "calls", 1, "caller"),
    ("P-9", "person", "A/1", "persons", 9, "person_no"),
]
PAIR = DoubtfulPair("Ana", "Anna", "A/1#1", "B/7#2", 0.5, "")


def review_of(revision: int = 1, *, cases: int = 3, pairs: tuple[DoubtfulPair, ...] = (PAIR,)) -> Review:
    links = pl.DataFrame(LINKS)
    evidence = pl.DataFrame(EVIDENCE, ["source_id", "target_id", "kind", "record_key"], orient="row")
    columns = ["entity_id", "kind", "record_key", "table", "row_no", "field"]
    occurrences = pl.DataFrame(OCCURRENCES, columns, orient="row")
    members = {"entity_id": ["P-1", "P-2", "T-1", "T-2", "P-9"], "cluster_id": ["C-1"] * 4 + ["C-2"]}
    table = {
        "agency": ["A", "A", "B", "C"],
        "record_id": ["1", "2", "7", "8"],
        "revision": [revision, 1, 2, 1],
        "source_grade": ["B", None, "C", "A"],
        "info_grade": ["2", None, "3", "1"],
    }
    known = prepare_review(
        links, evidence, occurrences, pl.DataFrame(members), pl.DataFrame(table)[: cases + 1]
    )
    return build_review("C-1", pairs, known)


def test_the_most_doubtful_links_of_the_cluster_come_first_with_their_marks() -> None:
    told = [(link.target_id, link.marks, link.judgement) for link in review_of().links]
    assert told == [("T-2", "sw", None), ("T-1", "s", None), ("P-2", "c", "confirmed")]


def test_ends_are_mentions_and_places_in_the_records_that_the_link_rests_on() -> None:
    ends = [(link.left, link.right) for link in review_of().links]
    assert ends == [("A/2#4", "A/2|calls|1|caller"), ("A/1#1", "A/1|identifiers|3|value"), ("A/1#1", "A/1#2")]
    assert not re.search(r"[PTVLADS]-\d", json.dumps(ends))


def test_each_judgement_knows_its_records_with_revision_and_grades() -> None:
    review = review_of()
    assert review.records == (("A/1@1", "B2"), ("A/2@1", ""), ("B/7@2", "C3"))
    assert review.pairs == ((0, 2),)
    assert [link.records for link in review.links] == [(1,), (0,), (0, 1)]


def test_the_snapshot_follows_what_is_offered_and_nothing_else() -> None:
    assert review_of().snapshot == review_of(cases=2).snapshot
    assert review_of().snapshot.startswith("C-1:")
    assert len({review_of().snapshot, review_of(revision=2).snapshot, review_of(pairs=()).snapshot}) == 3
