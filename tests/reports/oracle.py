"""What a report must say, worked out again from the records as they were delivered: plain Python, no frames.

Of the network it takes only who is who (`mentions`), what is in which cluster, where an item is written down,
and what links rest on. Everything that is counted, dated or ranked by counts is counted here again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flows.steps.view import RecipientView

Record = dict[str, Any]
ORDER = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
ACTING = ("facilitator", "unknown")
PROTECTED = ("smuggled_migrant", "witness", "victim")


def key_of(record: Record) -> str:
    return f"{record['agency']}/{record['record_id']}"


def current(records: Iterable[Record], partner: str | None) -> dict[str, Record]:
    """The records that count and that the reader may see (contract, section 1)."""
    newest: dict[str, Record] = {}
    for each in records:
        if each["revision"] >= newest.get(key_of(each), each)["revision"]:
            newest[key_of(each)] = each
    return {key: each for key, each in newest.items() if not each["retracted"] and _may_see(each, partner)}


def _may_see(record: Record, partner: str | None) -> bool:
    open_to_all = record["handling"] in ("CLEAR", "GREEN") or partner in (None, record["agency"])
    return open_to_all or (record["handling"] != "RED" and partner in record["releasable_to"])


def numbered(record: Record, table: str, number: str) -> list[tuple[int, Record]]:
    """The rows of a table of the record with their numbers."""
    return [(row.get(number) or place, row) for place, row in enumerate(record.get(table, []), start=1)]


@dataclass
class Oracle:
    """One reader's world.

    Attributes:
        records: What the reader may see, by key.
        view: The network of it.
        entity_of: Who a person row is, by mention.
        in_records: The records of each entity.
        cluster_of: The cluster of each entity.
        links: What each link rests on: record and day.
    """

    records: dict[str, Record]
    view: RecipientView
    entity_of: dict[str, str] = field(default_factory=dict)
    in_records: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    cluster_of: dict[str, str] = field(default_factory=dict)
    kind_of: dict[str, str] = field(default_factory=dict)
    links: dict[tuple[str, str, str], set[tuple[str, date]]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        network = self.view.network
        columns = ["agency", "record_id", "person_no", "entity_id"]
        for agency, record, number, entity in network.mentions.select(columns).iter_rows():
            self.entity_of[f"{agency}/{record}#{number}"] = entity
            self.in_records[entity].add(f"{agency}/{record}")
        for entity, key in network.occurrences.select("entity_id", "record_key").iter_rows():
            self.in_records[entity].add(key)
        for cluster, entity, kind in network.clusters.select("cluster_id", "entity_id", "kind").iter_rows():
            self.cluster_of[entity], self.kind_of[entity] = cluster, kind
        columns = ["source_id", "target_id", "kind", "record_key", "occurred_date"]
        for source, target, kind, key, day in network.link_evidence.select(columns).iter_rows():
            self.links[source, target, kind].add((key, day))

    def members(self, cluster: str) -> set[str]:
        return {entity for entity, home in self.cluster_of.items() if home == cluster}

    def persons(self, cluster: str) -> set[str]:
        return {entity for entity in self.members(cluster) if self.kind_of[entity] == "person"}

    def naming(self, cluster: str) -> set[str]:
        """The records that name one of the cluster's persons."""
        return set().union(*(self.in_records[each] for each in self.persons(cluster)))

    def shown(self, cluster: str) -> set[str]:
        """The records that name anything of the cluster."""
        return set().union(*(self.in_records[each] for each in self.members(cluster)))

    def inner_links(self, cluster: str) -> dict[tuple[str, str, str], set[tuple[str, date]]]:
        members = self.members(cluster)
        return {ends: seen for ends, seen in self.links.items() if {ends[0], ends[1]} <= members}

    def origin(self, key: str) -> str:
        """Where a record's information comes from in the end; a circle is one origin."""
        path = [key]
        while (source := self.records.get(path[-1], {}).get("origin_ref")) and source != path[-1]:
            if source in path:
                return min(path[path.index(source) :])
            path.append(source)
        return path[-1]

    def is_circular(self, key: str) -> bool:
        path = [key]
        while (source := self.records.get(path[-1], {}).get("origin_ref")) and source != path[-1]:
            if source in path:
                return True
            path.append(source)
        return False

    def origins(self, keys: Iterable[str]) -> int:
        return len({self.origin(key) for key in keys})

    def seen(self, keys: Iterable[str]) -> tuple[date, date]:
        found = [self.records[key] for key in keys]
        ends = (each.get("incident_end_date") or each["incident_start_date"] for each in found)
        first = min(each["incident_start_date"] for each in found)
        return date.fromisoformat(first), date.fromisoformat(max(ends))

    def month(self, key: str) -> str:
        return str(self.records[key]["incident_start_date"])[:7]

    def strictest(self, keys: Iterable[str]) -> str:
        return max((self.records[key]["handling"] for key in keys), key=ORDER.index)

    def by(self, keys: Iterable[str], *columns: str) -> dict[Any, set[str]]:
        """Records by the values of their columns."""
        found: dict[Any, set[str]] = defaultdict(set)
        for key in keys:
            values = tuple(self.records[key].get(column) for column in columns)
            found[values if len(columns) > 1 else values[0]].add(key)
        return dict(found)

    def by_month(self, keys: Iterable[str]) -> dict[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for key in keys:
            found[self.month(key), self.records[key].get("offence") or "unknown"].add(key)
        return dict(found)

    def steps(self, keys: Iterable[str]) -> dict[tuple[Any, ...], set[str]]:
        """Records by the ends of their legs, where both countries are stated."""
        found: dict[tuple[Any, ...], set[str]] = defaultdict(set)
        for key in keys:
            for leg in self.records[key].get("legs", []):
                if leg.get("from_country") and leg.get("to_country"):
                    ends = ("from_place", "from_country", "to_place", "to_country")
                    found[tuple(leg.get(end) for end in ends)].add(key)
        return dict(found)

    def statuses(self) -> dict[str, str]:
        """Each person's status from those of their rows (architecture, "graph → reports")."""
        said: dict[str, set[str]] = defaultdict(set)
        for key, record in self.records.items():
            for number, person in numbered(record, "persons", "person_no"):
                said[self.entity_of[f"{key}#{number}"]].add(person["status"])
        return {entity: _status(found) for entity, found in said.items()}

    def awaiting(self, cluster: str) -> dict[str, set[str]]:
        """Those who wait for a decision in the cluster's records, and in which of these they are."""
        naming, statuses = self.naming(cluster), self.statuses()
        return {
            entity: found
            for entity, status in statuses.items()
            if status == "both" and (found := self.in_records[entity] & naming)
        }

    def protected(self, cluster: str) -> list[Record]:
        """What the first of the cluster's records says of each protected person in them."""
        naming, statuses = sorted(self.naming(cluster)), self.statuses()
        found: dict[str, Record] = {}
        for key in naming:
            record = self.records[key]
            for number, person in numbered(record, "persons", "person_no"):
                entity = self.entity_of[f"{key}#{number}"]
                if statuses[entity] in PROTECTED:
                    known = found.setdefault(entity, {})
                    year = person.get("birth_date") or person.get("birth_year")
                    age = int(record["incident_start_date"][:4]) - int(str(year)[:4]) if year else None
                    said = {"sex": person.get("sex"), "nationality": person.get("nationality"), "age": age}
                    known |= {name: said[name] for name in said.keys() - known if said[name] is not None}
        return list(found.values())

    def roles(self, entity: str, role: str) -> set[str]:
        """The records that state a role of a person."""
        return {
            key
            for key in self.in_records[entity]
            for number, person in numbered(self.records[key], "persons", "person_no")
            if self.entity_of[f"{key}#{number}"] == entity and person.get("role") == role
        }

    def holders(self) -> dict[str, str]:
        """Whose phone or account each is: who is seen with it most, what is stated counting three times."""
        votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        network = self.view.network
        places = network.occurrences.select("entity_id", "record_key", "field").iter_rows()
        callers = {(entity, key) for entity, key, name in places if name == "caller"}
        near: dict[tuple[str, str], list[str]] = defaultdict(list)
        rows = network.link_evidence.select("source_id", "target_id", "kind", "record_key")
        for source, target, kind, key in rows.iter_rows():
            if kind in ("uses_phone", "holds_account"):
                votes[target][source] += 3.0
            elif kind == "near_phone" and (target, key) in callers:
                near[target, key].append(source)
        for (target, _), people in near.items():
            for person in people:
                votes[target][person] += 1 / len(people)
        return {
            asset: min(found, key=lambda person: (-round(found[person], 9), person))
            for asset, found in votes.items()
        }

    def received(self, kind: str) -> dict[str, set[tuple[str, str, str, str]]]:
        """By person, the calls or payments that reached them: origin, from, to, record."""
        holders = self.holders()
        found: dict[str, set[tuple[str, str, str, str]]] = defaultdict(set)
        for (source, target, each), seen in self.links.items():
            person = target if target.startswith("P-") else holders.get(target)
            if each == kind and person:
                found[person] |= {(self.origin(key), source, target, key) for key, _ in seen}
        return found


def _status(said: set[str]) -> str:
    protected = said.intersection(PROTECTED)
    if "both" in said or (protected and "facilitator" in said):
        return "both"
    if protected:
        return next(each for each in ("victim", "witness", "smuggled_migrant") if each in protected)
    return "facilitator" if "facilitator" in said else "unknown"
