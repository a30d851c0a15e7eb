"""The second half of a printed report: what it rests on, what is in doubt, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from reports.changes import Change
from reports.html.environment import say_grade
from reports.html.marks import tlp_class
from reports.model import ClusterView, DoubtfulPair, Evidence
from reports.pdf.blocks import (
    Block,
    Cell,
    Line,
    bullets,
    cell,
    code,
    heading,
    muted,
    note,
    paragraph,
    plain,
    section,
    side_by_side,
    strong,
    table,
    warn,
)
from reports.saying import say_count, say_place, say_value
from reports.words.catalogue import Words
from schemas.withheld import is_withheld

MAX_REPEATED, MAX_GRADES = 40, 12
"""Lines of the corroboration section, as in the HTML report."""


def list_identities(cluster: ClusterView, words: Words) -> Block:
    """Pairs that may be one person."""
    names = ("identities.left", "identities.right", "identities.probability", "identities.reason")
    rows = [_to_pair(pair, words) for pair in cluster.doubtful]
    return section(
        words("identities.title"),
        note(words("identities.intro")),
        table([words(name) for name in names], (2.6, 2.6, 1.1, 3), rows, numbers=[2])
        if rows
        else paragraph(plain(words("identities.none"))),
    )


def _to_pair(pair: DoubtfulPair, words: Words) -> list[Cell]:
    parts = ", ".join(f"{words.code('comparison', name)} {words.signed(bits)}" for name, bits in pair.parts)
    why = [plain(words.code("pair_reason", pair.reason))]
    return [
        cell(plain(pair.left_label), code(pair.left_id)),
        cell(plain(pair.right_label), code(pair.right_id)),
        cell(plain(words.percent(pair.probability))),
        cell(why, muted(f"{parts} ({words('identities.parts')})")) if parts else cell(why),
    ]


def _name_origin(origin_ref: str, words: Words) -> Line:
    """The record that another was taken from; words where the reader may not see which."""
    return [plain(words("release.origin"))] if is_withheld(origin_ref) else [code(origin_ref)]


def weigh_sources(cluster: ClusterView, words: Words) -> Block:
    """How many sources there are behind the records, and how they are graded."""
    records = words.count("n.records", cluster.record_count)
    origins = words.count("n.origins", cluster.origin_count)
    more, rarer = len(cluster.repeated) - MAX_REPEATED, len(cluster.grades) - MAX_GRADES
    repeated: list[Line] = [
        [code(item.record_key), plain(" ← "), *_name_origin(item.origin_ref, words)]
        + ([warn(f" {words('corroboration.circular')}")] if item.is_circular else [])
        for item in cluster.repeated[:MAX_REPEATED]
    ]
    names = ("evidence.grade", "corroboration.scheme", "col.records")
    grades = [
        [
            cell(plain(say_grade(grade))),
            cell(plain(grade.scheme or words("corroboration.ungraded"))),
            cell(plain(words.number(grade.record_count))),
        ]
        for grade in cluster.grades[:MAX_GRADES]
    ]
    return section(
        words("corroboration.title"),
        note(words("corroboration.intro")),
        paragraph(plain(words("sure.origins", records=records, origins=origins))),
        heading(words("corroboration.repeated")),
        bullets(repeated) if repeated else paragraph(plain(words("corroboration.none"))),
        note(words.count("n.more", more)) if more > 0 else None,
        heading(words("corroboration.grades")),
        table([words(name) for name in names], (1, 2, 1), grades, numbers=[2]),
        note(words.count("n.more_grades", rarer)) if rarer > 0 else None,
    )


def count_protected(cluster: ClusterView, words: Words) -> Block:
    """Those whom Article 5 protects, as counts."""
    counts = cluster.protected
    groups = (
        ("protected.sex", "sex", counts.by_sex),
        ("protected.age", "age", counts.by_age),
        ("protected.nationality", None, counts.by_nationality),
    )
    tables = [
        table(
            [words(title), words("col.persons")],
            (2.3, 1.2),
            [
                [cell(plain(say_value(group, item.value, words))), cell(plain(say_count(item, words)))]
                for item in cells
            ],
            numbers=[1],
        )
        for title, group, cells in groups
        if cells
    ]
    awaiting = (
        [plain(f" · {words.count('n.awaiting', cluster.awaiting_count)}")] if cluster.awaiting_count else []
    )
    return section(
        words("protected.title"),
        note(words("protected.intro")),
        paragraph(plain(f"{words('protected.total')} "), strong(say_count(counts.total, words)), *awaiting),
        side_by_side(tables) if tables else None,
    )


def tell_history(history: Sequence[Change], words: Words) -> Block:
    """What became of the cluster, each change with its cause."""
    names = ("history.day", "history.visible", "history.change", "history.cause", "history.related")
    rows = [
        [
            cell(plain(words.day(change.day))),
            cell(plain(words.day(change.visible_from))),
            cell(plain(words.code("change", change.change))),
            [[plain(f"{words.code('cause', change.cause_kind)} "), code(change.cause_ref or "")]],
            [[code(each)] for each in change.related],
        ]
        for change in history
    ]
    return section(
        words("history.title"),
        note(words("history.intro")),
        table([words(name) for name in names], (1.2, 1.2, 1.3, 3.2, 1.6), rows)
        if rows
        else paragraph(plain(words("history.none"))),
    )


def list_gaps(cluster: ClusterView, words: Words) -> Block:
    """What the exchange of Article 10 would need, and how many records state it."""
    rows = [
        [
            cell(plain(words.code("gap", gap.item))),
            cell(plain(words("gaps.of", stated=words.number(gap.stated), total=words.number(gap.total)))),
            cell(plain(words.number(gap.total - gap.stated))),
        ]
        for gap in cluster.gaps
    ]
    names = ("gaps.item", "gaps.stated", "gaps.missing")
    return section(
        words("gaps.title"),
        note(words("gaps.intro")),
        table([words(name) for name in names], (3, 1.5, 1), rows, numbers=[2]),
    )


def list_evidence(cluster: ClusterView, words: Words) -> Block:
    """The records that all of it rests on, as many as the HTML report shows."""
    more = cluster.record_count - len(cluster.evidence)
    names = ("record", "date", "offence", "place", "ranked", "grade")
    head = [words(f"evidence.{name}") for name in names] + [words("col.handling"), words("evidence.origin")]
    rows = [_to_evidence(record, words) for record in (*cluster.evidence, *cluster.further)]
    return section(
        words("evidence.title"),
        note(words("evidence.intro")),
        *(note(f"{words.code('mark', each)} – {words.code('mark_means', each)}") for each in cluster.marks),
        note(words.count("n.more", more)) if more > 0 else None,
        table(head, (2.9, 1.32, 1.75, 2.0, 1.05, 1.35, 1.75, 2.88), rows, is_small=True),
    )


def _to_evidence(record: Evidence, words: Words) -> list[Cell]:
    scheme: Line = [muted(f" {record.grading_scheme}")] if record.grading_scheme else []
    return [
        [[code(record.record_key), *(warn(f" {words.code('mark', mark)}") for mark in record.marks)]],
        cell(plain(words.day(record.start))),
        cell(plain(words.code("offence", record.offence))),
        cell(plain(say_place(record.municipality, record.country, words))),
        cell(plain(", ".join(map(str, record.ranks)))),
        [[plain(say_grade(record)), *scheme]],
        cell((f"tlp:{tlp_class(record.handling)}", record.handling)),
        [_name_origin(record.origin_ref, words)] if record.origin_ref else [],
    ]
