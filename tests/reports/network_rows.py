"""The rows of the reports' test network: one cluster's records, persons, items and links at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

Row = dict[str, Any]

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
STAGES = [
    ("called", None),
    ("guided_with", "move"),
    ("paid", "pay"),
    ("named_with", "recruit"),
    ("named_with", "shelter"),
    ("guided_with", "cross"),
    ("named_with", "document"),
]
OFFENCES = ["smuggling_of_migrants", "facilitated_stay", "document_fraud", "kidnapping"]
TOWNS = [("GT", "Huehuetenango"), ("MX", "Tapachula"), ("MX", "Puebla"), ("MX", "Reynosa"), ("US", "McAllen")]
NAMES = [
    "Julián Ríos Chávez",
    "Verónica Estrada Gómez",
    "Marc-André Pelletier",
    "Óscar Ixchel Tum",
    "Lidia Banegas",
    "Ramón Quiroz Soto",
    "Esteban Fierro",
    "Noemí Salgado Paz",
]
ASSETS = {"A": "account", "D": "document", "L": "place", "S": "social", "T": "phone", "V": "vehicle"}
SHARES = [0.98, 0.93, 0.9, 0.71, 0.55, 0.31]
SEEN = {"first_seen": date(2022, 1, 3), "last_seen": date(2023, 11, 20)}
FRAMES = (
    "mentions",
    "entities",
    "occurrences",
    "links",
    "link_evidence",
    "clusters",
    "cluster_summary",
    "key_players",
    "corridors",
    "lineage",
    "persons",
    "cases",
)


def person_id(cluster: int, number: int) -> str:
    return f"P-{cluster:04d}{number:08d}"


def cluster_id(cluster: int) -> str:
    return f"C-{cluster:012d}"


def record_key(case: Row) -> str:
    return f"{case['agency']}/{case['record_id']}"


def make_cases(cluster: int, records: int) -> list[Row]:
    """Records of three agencies; the fourth is taken from the first, the fifth and sixth from each other."""
    rows = [_make_case(cluster, number) for number in range(records)]
    for copy, source in ((3, 0), (4, 5), (5, 4)):
        if records > 5:
            rows[copy]["origin_ref"] = record_key(rows[source])
    return rows


def _make_case(cluster: int, number: int) -> Row:
    agency = ["MX-INM", "GT-PNC", "CA-RCMP"][number % 3]
    country, town = TOWNS[(number + cluster) % len(TOWNS)]
    return {
        "agency": agency,
        "record_id": f"{agency}-{cluster:03d}-{number:04d}",
        "revision": 1,
        "reported_at": datetime(2023, 1 + number % 12, 5, tzinfo=UTC),
        "incident_start_date": date(2022 + number % 2, 1 + (number * 5) % 12, 1 + number % 27),
        "incident_end_date": None,
        "country": country,
        "municipality": town,
        "offence": OFFENCES[number % 4 if number % 5 == 0 else 0],
        "transport_modes": ["road"] if number % 2 else [],
        "migrants_count": number % 7 or None,
        "fee_amount": 1200.0 if number % 3 == 0 else None,
        "benefit": ["yes", "unknown", None][number % 3],
        "narrative": "NARRATIVE-MUST-NOT-LEAVE",
        "grading_scheme": ["admiralty", "5x5x5", None][number % 3],
        "source_grade": ["B", "C", None][number % 3],
        "info_grade": ["2", "3", None][number % 3],
        "handling": ["GREEN", "AMBER", "CLEAR"][number % 3],
        "origin_ref": None,
    }


class ClusterRows:
    """Collects the rows of one cluster, frame by frame, in `frames`."""

    def __init__(self, cluster: int, persons: int, records: int) -> None:
        self.cluster, self.persons, self.records = cluster, persons, records
        self.frames: dict[str, list[Row]] = {name: [] for name in FRAMES}
        self.cases = self.frames["cases"] = make_cases(cluster, records)
        for number in range(persons):
            self._add_facilitator(number)
        for number, (letter, kind) in enumerate(ASSETS.items()):
            self._add_asset(number, letter, kind)
        for number in range(9):
            self._add_unnamed(number)
        self._add_summary()

    def _add_entity(self, entity_id: str, kind: str, label: str | None, status: str | None) -> None:
        row = {"entity_id": entity_id, "kind": kind, "label": label, "status": status, **SEEN}
        self.frames["entities"].append({**row, "record_count": 3, "handling": "AMBER", "value_text": label})
        if status not in ("smuggled_migrant", "victim", "witness", "both"):
            member = {"cluster_id": cluster_id(self.cluster), "entity_id": entity_id, "kind": kind}
            self.frames["clusters"].append(member)

    def _add_mention(self, entity_id: str, case: Row, number: int, person: Row) -> None:
        key = {"agency": case["agency"], "record_id": case["record_id"], "person_no": number}
        home = cluster_id(self.cluster) if person["status"] == "facilitator" else None
        mention = {**key, "entity_id": entity_id, "status": person["status"], "cluster_id": home}
        self.frames["mentions"].append(mention)
        occurrence = {"entity_id": entity_id, "kind": "person", "record_key": record_key(case)}
        self.frames["occurrences"].append(
            {**occurrence, "person_no": number, "table": "persons", "row_no": number, "field": "person_no"}
        )
        self.frames["persons"].append({**key, **person})

    def _add_link(self, source: str, target: str, kind: str, stage: str | None, number: int) -> None:
        ends = {"source_id": source, "target_id": target, "kind": kind}
        counts = {"weight": 1.0 + number % 4, "record_count": 2, "origin_count": 1 + number % 2}
        link = {**ends, "stage": stage, "directed": number % 3 == 0, **counts, **SEEN, "handling": "AMBER"}
        self.frames["links"].append(link)
        case = self.cases[number % self.records]
        key = record_key(case)
        evidence = {"record_key": key, "origin_key": key, "occurred_date": case["incident_start_date"]}
        self.frames["link_evidence"].append({**ends, **evidence})

    def _add_facilitator(self, number: int) -> None:
        entity_id, name = person_id(self.cluster, number), NAMES[number % 8]
        label = name if number < 8 else f"{name} {number}"
        self._add_entity(
            entity_id, "person", label, "unknown" if number and number % 6 == 0 else "facilitator"
        )
        said = {"status": "facilitator", "role": ROLES[number % 8], "role_raw": RAW[number % 8], "sex": "M"}
        person = {**said, "birth_date": None, "birth_year": 1980, "nationality": "MX", "given_names": name}
        for case in self.cases[number % self.records :: max(1, self.records // 3)]:
            self._add_mention(entity_id, case, 1 + number, person)
        if number:
            kind, stage = STAGES[number % len(STAGES)]
            self._add_link(person_id(self.cluster, (number - 1) // 3), entity_id, kind, stage, number)
        if number < len(SHARES):
            self._add_player(entity_id, number)

    def _add_player(self, entity_id: str, number: int) -> None:
        place = {"rank": number + 1, "rank_low": max(1, number - 1), "rank_high": number + 3}
        figures = {"top5_share": SHARES[number], "betweenness": 0.1, "degree": 9.0 - number, "brokerage": 0.5}
        reasons = ["called_by:12", "role:organiser", "seen:3"][: 1 + number % 3]
        said = {"role": ROLES[number], "reasons": reasons, "score": 5.0 - number}
        key = {"cluster_id": cluster_id(self.cluster), "entity_id": entity_id}
        self.frames["key_players"].append({**key, **place, **figures, **said})

    def _add_asset(self, number: int, letter: str, kind: str) -> None:
        entity_id = f"{letter}-{self.cluster:012d}"
        self._add_entity(entity_id, kind, "+52 656 555 01" if kind == "phone" else f"{kind} {number}", None)
        self._add_link(
            person_id(self.cluster, number % self.persons), entity_id, f"uses_{kind}", None, number
        )

    def _add_unnamed(self, number: int) -> None:
        status = "both" if number == 8 else ["smuggled_migrant", "victim", "witness"][number % 3]
        entity_id = person_id(self.cluster, 500 + number)
        self._add_entity(entity_id, "person", None, status)
        said = {"status": status, "role": None, "role_raw": None, "sex": "F" if number % 3 else "M"}
        born = {"birth_date": date(2001 + number, 3, 1), "birth_year": None, "nationality": "HN"}
        person = {**said, **born, "given_names": "SECRETNAME"}
        self._add_mention(entity_id, self.cases[number % self.records], 90 + number, person)

    def _add_summary(self) -> None:
        key = {"cluster_id": cluster_id(self.cluster)}
        for step, (start, end) in enumerate(pairwise(TOWNS)):
            ends = {
                "from_country": start[0],
                "to_country": end[0],
                "from_place": start[1],
                "to_place": end[1],
            }
            self.frames["corridors"].append({**key, "step": step + 1, **ends, "record_count": 9 - step})
        counts = {"person_count": self.persons, "record_count": self.records}
        reach = {"agencies": ["CA-RCMP", "GT-PNC", "MX-INM"], "countries": ["GT", "MX", "US"], **SEEN}
        summary = {**key, **counts, **reach, "corridor": "GT>MX>US", "handling": "AMBER"}
        self.frames["cluster_summary"].append(summary)
        cause = {"cause_kind": "record", "cause_ref": record_key(self.cases[0]), "related_cluster_ids": []}
        at = datetime(2023, 12, 5, tzinfo=UTC)
        self.frames["lineage"].append({**key, "change": "born", "at": at, **cause})
