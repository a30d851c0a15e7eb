"""A small, plausible network for the reports' tests: clusters, protected persons, a hub, a doubtful pair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from reports.report_view import ReportView
from reports.view import build_view
from tests.reports.network_rows import ClusterRows, cluster_id, person_id, record_key

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}&\x0b\u202e"


@dataclass(frozen=True)
class Network:
    """Same fields as `graph.network.Network`."""

    mentions: pl.DataFrame
    entities: pl.DataFrame
    occurrences: pl.DataFrame
    links: pl.DataFrame
    link_evidence: pl.DataFrame
    clusters: pl.DataFrame
    cluster_summary: pl.DataFrame
    key_players: pl.DataFrame
    bridges: pl.DataFrame
    damped_hubs: pl.DataFrame
    corridors: pl.DataFrame
    lineage: pl.DataFrame


@dataclass(frozen=True)
class World:
    """What a report is built from."""

    network: Network
    tables: dict[str, pl.DataFrame]
    pairs: pl.DataFrame
    ledger: pl.DataFrame
    quarantine: pl.DataFrame


HUB = {
    "entity_id": "L-0HUB00000000",
    "kind": "place",
    "label": "Central de Autobuses",
    "user_count": 214,
    "record_count": 190,
    "factor": 0.02,
    "reason": "over_cap:214",
}
LEDGER = {
    "delivery_id": "D-0123456789abcdef",
    "path": "MX-INM/enero.csv",
    "sha256": "0" * 64,
    "table": "persons",
    "received": 103,
    "accepted": 100,
    "quarantined": 2,
    "duplicates": 1,
}
BAD_NAME = {
    "delivery_id": "D-0123456789abcdef",
    "table": "persons",
    "row": 7,
    "agency": "MX-INM",
    "record_id": "X-1",
    "column": "given_names",
    "check": "too_long",
    "message": "enero.csv, row 7: found 'SECRETNAME'",
    "found": "SECRETNAME",
    "raw": "SECRETNAME;…",
}
BAD_DATE = {
    **BAD_NAME,
    "row": 9,
    "column": "birth_date",
    "check": "not_a_date",
    "message": "enero.csv, row 9, birth_date: found '31/02/2024', expected a date",
    "found": "31/02/2024",
}
POISONED_CASE_COLUMNS = (
    "offence",
    "municipality",
    "country",
    "grading_scheme",
    "source_grade",
    "info_grade",
    "origin_ref",
    "handling",
    "narrative",
)


def make_world(clusters: int = 2, persons: int = 12, records: int = 20) -> World:
    """Clusters of `persons` facilitators over `records` records, with nine others each, never named."""
    merged: dict[str, list[dict[str, Any]]] = {}
    for cluster in range(clusters):
        for name, rows in ClusterRows(cluster, persons, records).frames.items():
            merged.setdefault(name, []).extend(rows)
    frames = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in merged.items()}
    network = Network(
        **{name: rows for name, rows in frames.items() if name not in ("cases", "persons")},
        bridges=pl.DataFrame([{"entity_id": person_id(0, 1), "cluster_id": cluster_id(0), "weight": 2.0}]),
        damped_hubs=pl.DataFrame([HUB]),
    )
    tables = {"cases": frames["cases"], "persons": frames["persons"]}
    pairs = pl.DataFrame([_doubtful_pair(merged["cases"])])
    return World(network, tables, pairs, pl.DataFrame([LEDGER]), pl.DataFrame([BAD_NAME, BAD_DATE]))


def view_of(world: World, recipient: str | None = None) -> ReportView:
    """What a report of the world says."""
    books = {"ledger": world.ledger, "quarantine": world.quarantine}
    return build_view(world.network, world.tables, world.pairs, **books, recipient=recipient)


def _doubtful_pair(cases: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "left_id": f"{record_key(cases[0])}#1",
        "right_id": f"{record_key(cases[1])}#2",
        "weight_bits": 3.1,
        "probability": 0.74,
        "judgement": "review",
        "reason": "weight",
        "bits_surnames": 3.1,
        "level_surnames": "both",
    }


def make_hostile(world: World) -> World:
    """The same world with hostile text in every string a partner could have written."""

    def poison(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
        return frame.with_columns(pl.lit(HOSTILE).alias(name) for name in columns)

    named = pl.col("label").is_not_null()
    network = replace(
        world.network,
        entities=world.network.entities.with_columns(pl.when(named).then(pl.lit(HOSTILE)).alias("label")),
        links=poison(world.network.links, "kind", "stage"),
        corridors=poison(world.network.corridors, "from_place", "to_place", "from_country"),
        key_players=poison(world.network.key_players, "role").with_columns(
            pl.lit([HOSTILE]).alias("reasons")
        ),
        damped_hubs=poison(world.network.damped_hubs, "label", "reason", "kind"),
        cluster_summary=poison(world.network.cluster_summary, "corridor", "handling").with_columns(
            pl.lit([HOSTILE]).alias("agencies"), pl.lit([HOSTILE]).alias("countries")
        ),
    )
    cases = poison(world.tables["cases"], *POISONED_CASE_COLUMNS)
    persons = poison(world.tables["persons"], "role", "role_raw", "sex", "nationality")
    pairs = poison(world.pairs, "reason")
    quarantine = poison(world.quarantine, "check", "table", "message")
    return replace(
        world,
        network=network,
        tables={"cases": cases, "persons": persons},
        pairs=pairs,
        quarantine=quarantine,
    )
