"""The sheets of a cluster's workbook, in the order of its report."""

from __future__ import annotations

from collections.abc import Sequence

from reports.changes import Change
from reports.html.environment import say_reason
from reports.model import ClusterView, Evidence, Node, Player
from reports.saying import say_origin
from reports.words.catalogue import Words
from reports.xlsx.cells import Cell, Share, Sheet, make_sheet
from reports.xlsx.summary import summarise


def build_sheets(cluster: ClusterView, words: Words, history: Sequence[Change] = ()) -> tuple[Sheet, ...]:
    """All sheets of a cluster's workbook, in the order of its report."""
    return (
        summarise(cluster, words),
        _people(cluster, words),
        _entities(cluster, words),
        _links(cluster, words),
        _evidence(cluster, words),
        _corridor(cluster, words),
        _identities(cluster, words),
        _corroboration(cluster, words),
        _gaps(cluster, words),
        _history(history, words),
    )


def _people(cluster: ClusterView, words: Words) -> Sheet:
    columns = (
        "people.rank", "people.person", "xlsx.role", "xlsx.role_raw", "people.why", "xlsx.rank_low",
        "xlsx.rank_high", "col.top_share", "col.records", "xlsx.first_seen", "xlsx.last_seen",
        "people.bridge", "xlsx.id",
    )  # fmt: skip
    rows = (_to_person(player, cluster, words) for player in cluster.players)
    return make_sheet("people.title", columns, rows, words)


def _to_person(player: Player, cluster: ClusterView, words: Words) -> tuple[Cell, ...]:
    return (
        player.rank,
        player.label,
        words.code("role", player.role) if player.role else None,
        ", ".join(player.role_raw),
        "; ".join(say_reason(reason, words) for reason in player.reasons),
        player.rank_low,
        player.rank_high,
        Share(player.top5_share),
        player.record_count,
        player.first_seen,
        player.last_seen,
        words("xlsx.yes") if player.entity_id in cluster.bridges else None,
        player.entity_id,
    )


def _entities(cluster: ClusterView, words: Words) -> Sheet:
    columns = (
        "xlsx.entity", "xlsx.kind", "xlsx.status", "xlsx.role", "people.rank", "col.records",
        "xlsx.first_seen", "xlsx.last_seen", "col.handling", "xlsx.id",
    )  # fmt: skip
    rows = (_to_entity(node, words) for node in cluster.nodes)
    return make_sheet("xlsx.entities", columns, rows, words)


def _to_entity(node: Node, words: Words) -> tuple[Cell, ...]:
    return (
        node.label,
        words.code("kind", node.kind),
        words.code("status", node.status) if node.status else None,
        words.code("role", node.role) if node.role else None,
        node.rank,
        node.record_count,
        node.first_seen,
        node.last_seen,
        node.handling,
        node.entity_id,
    )


def _links(cluster: ClusterView, words: Words) -> Sheet:
    columns = (
        "corridor.from", "xlsx.link", "corridor.to", "xlsx.stage", "xlsx.directed", "xlsx.weight",
        "col.records", "xlsx.sources", "xlsx.first_seen", "xlsx.last_seen",
    )  # fmt: skip
    labels = {node.entity_id: node.label for node in cluster.nodes}
    rows = (
        (
            labels.get(edge.source_id, edge.source_id),
            words.code("link", edge.kind),
            labels.get(edge.target_id, edge.target_id),
            words.code("stage", edge.stage) if edge.stage else None,
            words("xlsx.yes") if edge.directed else words("xlsx.no"),
            round(edge.weight, 3),
            edge.record_count,
            edge.origin_count,
            edge.first_seen,
            edge.last_seen,
            edge.source_id,
            edge.target_id,
        )
        for edge in cluster.edges
    )
    ends = tuple(f"{words('xlsx.id')}: {words(end)}" for end in ("corridor.from", "corridor.to"))
    return Sheet(words("xlsx.links"), (*(words(each) for each in columns), *ends), tuple(rows))


def _evidence(cluster: ClusterView, words: Words) -> Sheet:
    columns = (
        "evidence.record", "evidence.date", "xlsx.end", "evidence.offence", "xlsx.country",
        "xlsx.municipality", "evidence.ranked", "corroboration.scheme", "xlsx.grade_source",
        "xlsx.grade_info", "col.handling", "evidence.origin", "xlsx.marks",
    )  # fmt: skip
    rows = (_to_evidence(record, words) for record in (*cluster.evidence, *cluster.further))
    return make_sheet("evidence.title", columns, rows, words)


def _to_evidence(record: Evidence, words: Words) -> tuple[Cell, ...]:
    return (
        record.record_key,
        record.start,
        record.end,
        words.code("offence", record.offence) if record.offence else None,
        words.country(record.country) if record.country else None,
        record.municipality,
        ", ".join(map(str, record.ranks)),
        record.grading_scheme,
        record.source_grade,
        record.info_grade,
        record.handling,
        say_origin(record.origin_ref, words),
        ", ".join(words.code("mark", mark) for mark in record.marks) or None,
    )


def _corridor(cluster: ClusterView, words: Words) -> Sheet:
    def country(code: str | None) -> str | None:
        return words.country(code) if code else None

    columns = (
        "corridor.step", "corridor.from", "xlsx.country", "corridor.to", "xlsx.country", "col.records",
    )  # fmt: skip
    rows = (
        (
            step.step,
            step.from_place,
            country(step.from_country),
            step.to_place,
            country(step.to_country),
            step.record_count,
        )
        for step in cluster.steps
    )
    return make_sheet("corridor.title", columns, rows, words)


def _identities(cluster: ClusterView, words: Words) -> Sheet:
    columns = (
        "identities.left", "xlsx.left_id", "identities.right", "xlsx.right_id", "identities.probability",
        "identities.reason", "identities.parts",
    )  # fmt: skip
    rows = (
        (
            pair.left_label,
            pair.left_id,
            pair.right_label,
            pair.right_id,
            Share(pair.probability),
            words.code("pair_reason", pair.reason),
            ", ".join(f"{words.code('comparison', name)} {words.signed(bits)}" for name, bits in pair.parts),
        )
        for pair in cluster.doubtful
    )
    return make_sheet("identities.title", columns, rows, words)


def _corroboration(cluster: ClusterView, words: Words) -> Sheet:
    rows = (
        (
            item.record_key,
            say_origin(item.origin_ref, words),
            words("xlsx.yes") if item.is_circular else words("xlsx.no"),
        )
        for item in cluster.repeated
    )
    columns = ("evidence.record", "evidence.origin", "corroboration.circular")
    return make_sheet("corroboration.title", columns, rows, words)


def _gaps(cluster: ClusterView, words: Words) -> Sheet:
    rows = (
        (words.code("gap", gap.item), gap.stated, gap.total - gap.stated, gap.total) for gap in cluster.gaps
    )
    columns = ("gaps.item", "gaps.stated", "gaps.missing", "xlsx.total")
    return make_sheet("gaps.title", columns, rows, words)


def _history(history: Sequence[Change], words: Words) -> Sheet:
    columns = (
        "history.day", "history.visible", "history.change", "history.cause", "xlsx.id", "history.related",
    )  # fmt: skip
    rows = (
        (
            change.day,
            change.visible_from,
            words.code("change", change.change),
            words.code("cause", change.cause_kind),
            change.cause_ref,
            ", ".join(change.related),
        )
        for change in history
    )
    return make_sheet("history.title", columns, rows, words)
