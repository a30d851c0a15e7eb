"""The first sheet: what the cluster is, and how sure."""

from __future__ import annotations

from reports.html.environment import name_cluster
from reports.model import Cell as Count
from reports.model import ClusterView
from reports.saying import say_count, say_value
from reports.words.catalogue import Words
from reports.xlsx.cells import Cell, Sheet, make_sheet


def summarise(cluster: ClusterView, words: Words) -> Sheet:
    """One line a figure, and the protected as counts."""
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
        (words("identities.title"), cluster.doubtful_count),
        (f"{words('corroboration.title')}: {words('corroboration.circular')}", circular),
        (words("protected.title"), _count(cluster.protected.total, words)),
    ]
    counts = cluster.protected
    groups = (("sex", counts.by_sex), ("age", counts.by_age), (None, counts.by_nationality))
    for group, cells in groups:
        title = words(f"protected.{group or 'nationality'}")
        rows += [(f"{title}: {say_value(group, item.value, words)}", _count(item, words)) for item in cells]
    return make_sheet("summary.title", ("xlsx.item", "xlsx.value"), rows, words)


def _count(item: Count, words: Words) -> Cell:
    """A figure as a number; what is withheld in words."""
    return say_count(item, words) if item.count is None else item.count
