"""A small, plausible network for the tests of the reports: two clusters, protected persons, a hub, a doubtful pair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

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


ROLES = [
    "organiser",
    "recruiter",
    "guide",
    "driver",
    "safe_house_keeper",
    "payment_collector",
    None,
    "lookout",
]
RAW = [
    "líder",
    "enganchador",
    "pollero",
    "raitero",
    "encargado de casa de seguridad",
    "cobrador",
    None,
    "halcón",
]
STAGES = [("call", None), ("co_mention", "move"), ("payment", "pay"), ("instructs", "recruit"),
          ("shares_place", "shelter"), ("guides", "cross"), ("shares_document", "document")]  # fmt: skip
OFFENCES = ["smuggling_of_migrants", "facilitated_stay", "document_fraud", "kidnapping"]
TOWNS = [("GT", "Huehuetenango"), ("MX", "Tapachula"), ("MX", "Puebla"), ("MX", "Reynosa"), ("US", "McAllen")]
NAMES = ["Julián Ríos Chávez", "Verónica Estrada Gómez", "Marc-André Pelletier", "Óscar Ixchel Tum",
         "Lidia Banegas", "Ramón Quiroz Soto", "Esteban Fierro", "Noemí Salgado Paz"]  # fmt: skip
KINDS = {"T": "phone", "V": "vehicle", "L": "place", "A": "account", "D": "document", "S": "social"}


def _frame(rows: list[dict[str, Any]], **schema: Any) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None)


def _person_id(cluster: int, number: int) -> str:
    return f"P-{cluster:04d}{number:08d}"


def _cluster_id(cluster: int) -> str:
    return f"C-{cluster:012d}"


def _cases(cluster: int, records: int) -> list[dict[str, Any]]:
    rows = []
    for number in range(records):
        agency = ["MX-INM", "GT-PNC", "CA-RCMP"][number % 3]
        country, town = TOWNS[(number + cluster) % len(TOWNS)]
        rows.append({
            "agency": agency, "record_id": f"{agency}-{cluster:03d}-{number:04d}", "revision": 1, "retracted": False,
            "reported_at": datetime(2023, 1 + number % 12, 5, tzinfo=UTC),
            "incident_start_date": date(2022 + number % 2, 1 + (number * 5) % 12, 1 + number % 27),
            "incident_end_date": None, "country": country, "municipality": town,
            "offence": OFFENCES[number % 4 if number % 5 == 0 else 0], "transport_modes": ["road"] if number % 2 else [],
            "migrants_count": number % 7 or None, "fee_amount": 1200.0 if number % 3 == 0 else None,
            "benefit": ["yes", "unknown", None][number % 3], "narrative": "NARRATIVE-MUST-NOT-LEAVE",
            "grading_scheme": ["admiralty", "5x5x5", None][number % 3], "source_grade": ["B", "C", None][number % 3],
            "info_grade": ["2", "3", None][number % 3], "handling": ["GREEN", "AMBER", "CLEAR"][number % 3],
            "releasable_to": ["UNODC"], "origin_ref": None,
        })  # fmt: skip
    if records > 3:
        rows[3]["origin_ref"] = f"{rows[0]['agency']}/{rows[0]['record_id']}"
    if records > 5:
        rows[4]["origin_ref"] = f"{rows[5]['agency']}/{rows[5]['record_id']}"
        rows[5]["origin_ref"] = f"{rows[4]['agency']}/{rows[4]['record_id']}"
    return rows


def _key(case: dict[str, Any]) -> str:
    return f"{case['agency']}/{case['record_id']}"


def _parts(cluster: int, persons: int, records: int) -> dict[str, list[dict[str, Any]]]:
    cases = _cases(cluster, records)
    parts: dict[str, list[dict[str, Any]]] = {name: [] for name in (
        "mentions", "entities", "occurrences", "links", "link_evidence", "clusters", "cluster_summary", "key_players",
        "corridors", "lineage", "persons")}  # fmt: skip
    parts["cases"] = cases
    cluster_id = _cluster_id(cluster)
    seen = {"first_seen": date(2022, 1, 3), "last_seen": date(2023, 11, 20)}

    def add_mention(entity_id: str, status: str, case: dict[str, Any], number: int, **person: Any) -> None:
        in_cluster = status in ("facilitator", "unknown")
        parts["mentions"].append({
            "agency": case["agency"], "record_id": case["record_id"], "person_no": number, "entity_id": entity_id,
            "status": status, "cluster_id": cluster_id if in_cluster else None})  # fmt: skip
        parts["occurrences"].append({
            "entity_id": entity_id, "kind": "person", "record_key": _key(case), "person_no": number,
            "table": "persons", "row_number": number, "column": None, "value": None})  # fmt: skip
        parts["persons"].append(
            {
                "agency": case["agency"],
                "record_id": case["record_id"],
                "person_no": number,
                "status": status,
                **person,
            }
        )

    for number in range(persons):
        entity_id, role = _person_id(cluster, number), ROLES[number % 8]
        name = NAMES[number % 8] + ("" if number < 8 else f" {number}")
        parts["entities"].append({
            "entity_id": entity_id, "kind": "person", "label": name,
            "status": "facilitator" if number % 6 else "unknown" if number else "facilitator", **seen,
            "record_count": 3, "handling": "AMBER", "value_text": name})  # fmt: skip
        parts["clusters"].append({"cluster_id": cluster_id, "entity_id": entity_id, "kind": "person"})
        for case in cases[number % records :: max(1, records // 3)]:
            add_mention(entity_id, "facilitator", case, 1 + number, role=role, role_raw=RAW[number % 8], sex="M",
                        birth_date=None, birth_year=1980, nationality="MX", given_names=name)  # fmt: skip
        if number:
            kind, stage = STAGES[number % len(STAGES)]
            source = _person_id(cluster, (number - 1) // 3)
            parts["links"].append({
                "source_id": source, "target_id": entity_id, "kind": kind, "stage": stage, "directed": number % 3 == 0,
                "weight": 1.0 + number % 4, "record_count": 2, "origin_count": 1 + number % 2, **seen,
                "handling": "AMBER"})  # fmt: skip
            parts["link_evidence"].append({
                "source_id": source, "target_id": entity_id, "kind": kind, "record_key": _key(cases[number % records]),
                "origin_key": _key(cases[number % records]), "occurred_date": cases[0]["incident_start_date"]})  # fmt: skip
        if number < 6:
            parts["key_players"].append({
                "cluster_id": cluster_id, "entity_id": entity_id, "rank": number + 1, "rank_low": max(1, number - 1),
                "rank_high": number + 3, "top5_share": [0.98, 0.93, 0.9, 0.71, 0.55, 0.31][number],
                "betweenness": 0.4 / (number + 1), "degree": 9 - number, "brokerage": 0.5, "role": role,
                "reasons": ["called_by_many", "stated_role", "connects_groups"][: 1 + number % 3],
                "score": 5.0 - number})  # fmt: skip
    for number, (letter, kind) in enumerate(sorted(KINDS.items())):
        entity_id = f"{letter}-{cluster:012d}"
        parts["entities"].append({
            "entity_id": entity_id, "kind": kind, "label": f"+52 656 555 0{number}" if kind == "phone" else f"{kind} {number}",
            "status": None, **seen, "record_count": 2, "handling": "GREEN", "value_text": None})  # fmt: skip
        parts["clusters"].append({"cluster_id": cluster_id, "entity_id": entity_id, "kind": kind})
        parts["links"].append({
            "source_id": _person_id(cluster, number % persons), "target_id": entity_id, "kind": f"uses_{kind}",
            "stage": None, "directed": True, "weight": 2.0, "record_count": 2, "origin_count": 2, **seen,
            "handling": "GREEN"})  # fmt: skip
    for number in range(9):
        entity_id = _person_id(cluster, 500 + number)
        status = "both" if number == 8 else ["smuggled_migrant", "victim", "witness"][number % 3]
        parts["entities"].append({
            "entity_id": entity_id, "kind": "person", "label": None, "status": status, **seen, "record_count": 1,
            "handling": "AMBER", "value_text": None})  # fmt: skip
        add_mention(entity_id, status, cases[number % records], 90 + number, role=None, role_raw=None,
                    sex="F" if number % 3 else "M", birth_date=date(2001 + number, 3, 1), birth_year=None,
                    nationality="HN", given_names="SECRETNAME")  # fmt: skip
    for step, (here, there) in enumerate(zip(TOWNS, TOWNS[1:], strict=False)):
        parts["corridors"].append({
            "cluster_id": cluster_id, "step": step + 1, "from_country": here[0], "to_country": there[0],
            "from_place": here[1], "to_place": there[1], "record_count": 9 - step})  # fmt: skip
    parts["cluster_summary"].append({
        "cluster_id": cluster_id, "person_count": persons, "record_count": records,
        "agencies": ["CA-RCMP", "GT-PNC", "MX-INM"], "countries": ["GT", "MX", "US"], **seen,
        "corridor": "GT>MX>US", "handling": "AMBER"})  # fmt: skip
    parts["lineage"].append({
        "cluster_id": cluster_id, "change": "born", "at": datetime(2023, 12, 5, tzinfo=UTC),
        "cause_kind": "record", "cause_ref": _key(cases[0]), "related_cluster_ids": []})  # fmt: skip
    return parts


def make_world(clusters: int = 2, persons: int = 12, records: int = 20) -> World:
    """Clusters of `persons` facilitators over `records` case records, with nine others each who are never named."""
    merged: dict[str, list[dict[str, Any]]] = {}
    for cluster in range(clusters):
        for name, rows in _parts(cluster, persons, records).items():
            merged.setdefault(name, []).extend(rows)
    frames = {name: _frame(rows) for name, rows in merged.items()}
    hub = {"entity_id": "L-0HUB00000000", "kind": "place", "label": "Central de Autobuses", "user_count": 214,
           "record_count": 190, "factor": 0.02, "reason": "too_many_users"}  # fmt: skip
    first = f"{_key(merged['cases'][0])}#1"
    pair = {"left_id": first, "right_id": f"{_key(merged['cases'][1])}#2", "weight_bits": 3.1, "probability": 0.74,
            "judgement": "review", "reason": "same surnames, birth date missing", "bits_name": 3.1, "level_name": 2}  # fmt: skip
    ledger = {"delivery_id": "D-0123456789abcdef", "path": "MX-INM/enero.csv", "sha256": "0" * 64, "table": "persons",
              "received": 103, "accepted": 100, "quarantined": 2, "duplicates": 1}  # fmt: skip
    bad = {"delivery_id": ledger["delivery_id"], "table": "persons", "row": 7, "agency": "MX-INM", "record_id": "X-1",
           "column": "given_names", "check": "too_long", "message": "enero.csv, row 7: found 'SECRETNAME'",
           "found": "SECRETNAME", "raw": "SECRETNAME;…"}  # fmt: skip
    other = {**bad, "row": 9, "column": "birth_date", "check": "not_a_date",
             "message": "enero.csv, row 9, birth_date: found '31/02/2024', expected a date", "found": "31/02/2024"}  # fmt: skip
    bridges = _frame([{"entity_id": _person_id(0, 1), "cluster_id": _cluster_id(0), "weight": 2.0}])
    network = Network(
        **{name: frames[name] for name in (
            "mentions", "entities", "occurrences", "links", "link_evidence", "clusters", "cluster_summary",
            "key_players", "corridors", "lineage")},
        bridges=bridges, damped_hubs=_frame([hub]))  # fmt: skip
    tables = {"cases": frames["cases"], "persons": frames["persons"]}
    return World(network, tables, _frame([pair]), _frame([ledger]), _frame([bad, other]))


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
        key_players=poison(world.network.key_players, "role").with_columns(pl.lit([HOSTILE]).alias("reasons")),
        damped_hubs=poison(world.network.damped_hubs, "label", "reason", "kind"),
        cluster_summary=poison(world.network.cluster_summary, "corridor", "handling").with_columns(
            pl.lit([HOSTILE]).alias("agencies"), pl.lit([HOSTILE]).alias("countries")),
    )  # fmt: skip
    cases = poison(world.tables["cases"], "offence", "municipality", "country", "grading_scheme", "source_grade",
                   "info_grade", "origin_ref", "handling", "narrative")  # fmt: skip
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
