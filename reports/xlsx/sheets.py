"""The sheets of a cluster's workbook as plain values: words for the columns, and a cell for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.html.pages import name_cluster, say_reason
from reports.model import Cell as Count
from reports.model import ClusterView, Evidence, Node, Player
from reports.words.catalogue import Words
from schemas.withheld import is_withheld

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Share:
    """A share between 0 and 1, shown as per cent."""

    value: float


Cell = Value | Share


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the words for its columns, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def build_sheets(cluster: ClusterView, words: Words) -> tuple[Sheet, ...]:
    """All sheets of a cluster's workbook, in the order of its report."""
    return (
        _summary(cluster, words),
        _people(cluster, words),
        _entities(cluster, words),
        _links(cluster, words),
        _evidence(cluster, words),
        _corridor(cluster, words),
        _identities(cluster, words),
        _corroboration(cluster, words),
        _gaps(cluster, words),
    )


def _sheet(title: str, columns: Sequence[str], rows: Iterable[tuple[Cell, ...]], words: Words) -> Sheet:
    return Sheet(words(title), tuple(words(column) for column in columns), tuple(rows))


def _summary(cluster: ClusterView, words: Words) -> Sheet:
    circular = sum(item.is_circular for item in cluster.repeated)
    rows: list[tuple[Cell, ...]] = [
        (words("col.cluster"), name_cluster(cluster, words)),
        (words("xlsx.id"), cluster.cluster_id),
        (words("col.handling"), f"TLP:{cluster.handling}"),
        (words("col.persons"), cluster.person_count),
        (words("col.records"), cluster.record_count),
        (words("xlsx.sources"), cluster.origin_count),
        (words("xlsx.first_seen"), cluster.first_seen),
        (words("xlsx.last_seen"), cluster.last_seen),
        (words("summary.where"), words.listing(words.country(code) for code in cluster.countries)),
        (words("col.agencies"), words.listing(cluster.agencies)),
        (words("identities.title"), len(cluster.doubtful)),
        (f"{words('corroboration.title')}: {words('corroboration.circular')}", circular),
        (words("protected.title"), _say_count(cluster.protected.total, words)),
    ]
    groups = (("sex", cluster.protected.by_sex), ("age", cluster.protected.by_age))
    for group, cells in groups:
        rows += [
            (f"{words(f'protected.{group}')}: {_say(group, item, words)}", _say_count(item, words))
            for item in cells
        ]
    rows += [
        (f"{words('protected.nationality')}: {_say(None, item, words)}", _say_count(item, words))
        for item in cluster.protected.by_nationality
    ]
    return _sheet("summary.title", ("xlsx.item", "xlsx.value"), rows, words)


def _say(group: str | None, item: Count, words: Words) -> str:
    if item.value is None:
        return words("protected.unknown")
    return words.country(item.value) if group is None else words.code(group, item.value)


def _say_count(item: Count, words: Words) -> Cell:
    if item.count is not None:
        return item.count
    return "<5" if item.is_small else words("protected.withheld")


def _people(cluster: ClusterView, words: Words) -> Sheet:
    columns = (
        "people.rank", "people.person", "xlsx.role", "xlsx.role_raw", "people.why", "xlsx.rank_low",
        "xlsx.rank_high", "col.top_share", "col.records", "xlsx.first_seen", "xlsx.last_seen",
        "people.bridge", "xlsx.id",
    )  # fmt: skip
    rows = (_to_person(player, cluster, words) for player in cluster.players)
    return _sheet("people.title", columns, rows, words)


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
    return _sheet("xlsx.entities", columns, rows, words)


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
        "xlsx.grade_info", "col.handling", "evidence.origin",
    )  # fmt: skip
    rows = (_to_evidence(record, words) for record in cluster.evidence)
    return _sheet("evidence.title", columns, rows, words)


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
        _say_origin(record.origin_ref, words),
    )


def _say_origin(origin_ref: str | None, words: Words) -> str | None:
    return words("release.origin") if is_withheld(origin_ref) else origin_ref


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
    return _sheet("corridor.title", columns, rows, words)


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
            ", ".join(f"{words.code('comparison', name)} {bits:+.1f}" for name, bits in pair.parts),
        )
        for pair in cluster.doubtful
    )
    return _sheet("identities.title", columns, rows, words)


def _corroboration(cluster: ClusterView, words: Words) -> Sheet:
    rows = (
        (
            item.record_key,
            _say_origin(item.origin_ref, words),
            words("xlsx.yes") if item.is_circular else words("xlsx.no"),
        )
        for item in cluster.repeated
    )
    columns = ("evidence.record", "evidence.origin", "corroboration.circular")
    return _sheet("corroboration.title", columns, rows, words)


def _gaps(cluster: ClusterView, words: Words) -> Sheet:
    rows = (
        (words.code("gap", gap.item), gap.stated, gap.total - gap.stated, gap.total) for gap in cluster.gaps
    )
    columns = ("gaps.item", "gaps.stated", "gaps.missing", "xlsx.total")
    return _sheet("gaps.title", columns, rows, words)
