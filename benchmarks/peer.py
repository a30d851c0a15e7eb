"""The peer: what a competent data engineer writes in a day with pandas, stock Splink and networkx.

Usage: `python -m benchmarks.peer WORLD OUT`. Reads the canonical NDJSON of a generated world, resolves
persons with a trained Splink model, links them where they stand in one case or share a phone, a plate or an
account, takes Louvain communities as networks and ranks their members by betweenness. Writes `mentions`,
`clusters` and `key_players` in the form of our own tables, so that both are measured alike. It is written
plainly and well, and is not slowed down on purpose.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from functools import cache
from itertools import combinations
from pathlib import Path

import networkx as nx
import pandas as pd
import phonenumbers
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

SEED = 1
MATCH_PROBABILITY = 0.9
BETWEENNESS_SOURCES = 5_000  # exact up to here, sampled above, or the largest communities take hours
MAX_USERS = 20  # an identifier with more users than this links nobody
PROTECTED = {"smuggled_migrant", "witness", "victim"}


def fold(text: str | None) -> str | None:
    """Lower case, no accents, single spaces."""
    if not text:
        return None
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z ]", " ", plain).split()) or None


@cache
def clean_phone(value: str | None) -> str | None:
    """E.164 where phonenumbers knows the number, Mexican without a prefix; else its last ten digits."""
    digits = re.sub(r"[^0-9]", "", value or "")
    if len(digits) < 8:
        return None
    try:
        number = phonenumbers.parse(value, "MX")
    except phonenumbers.NumberParseException:
        return digits[-10:]
    if not phonenumbers.is_possible_number(number):
        return digits[-10:]
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_cases(world: Path) -> list[dict]:
    """The newest revision of every record that was not withdrawn."""
    newest: dict[tuple[str, str], dict] = {}
    for path in sorted((world / "deliveries").rglob("*.ndjson")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                case = json.loads(line)
                key = (case["agency"], case["record_id"])
                if key not in newest or case["revision"] > newest[key]["revision"]:
                    newest[key] = case
    return [case for case in newest.values() if not case.get("retracted")]


def person_frame(cases: list[dict]) -> pd.DataFrame:
    """One row per person row, with the identifiers that the record gives for it."""
    rows = []
    for case in cases:
        owned: dict[int, dict[str, list[str]]] = {}
        for item in case.get("identifiers", []):
            owned.setdefault(item.get("person_no"), {}).setdefault(item["kind"], []).append(item["value"])
        for person in case.get("persons", []):
            mine = owned.get(person["person_no"], {})
            given, first, second = (
                fold(person.get(part)) for part in ("given_names", "surname_1", "surname_2")
            )
            if not given and not first and person.get("full_name"):
                words = (fold(person["full_name"]) or "").split()
                given, first = (" ".join(words[:-2]) or None, " ".join(words[-2:-1]) or None)
                second = words[-1] if words else None
            phones = [phone for phone in map(clean_phone, mine.get("phone", [])) if phone]
            rows.append(
                {
                    "unique_id": f"{case['agency']}/{case['record_id']}#{person['person_no']}",
                    "agency": case["agency"],
                    "record_id": case["record_id"],
                    "person_no": person["person_no"],
                    "status": person["status"],
                    "first_name": given,
                    "surname": first,
                    "surname_2": second,
                    "dob": person.get("birth_date"),
                    "curp": (mine.get("curp") or [None])[0],
                    "passport": (mine.get("passport") or [None])[0],
                    "phone": phones[0] if phones else None,
                }
            )
    return pd.DataFrame(rows)


def resolve(persons: pd.DataFrame) -> pd.Series:
    """Entity of each person row, by a Splink model trained on these rows."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            cl.NameComparison("surname_2"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("curp"),
            cl.ExactMatch("passport"),
            cl.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("curp"),
            block_on("passport"),
            block_on("phone"),
            block_on("surname", "first_name"),
            block_on("dob", "surname"),
            block_on("dob", "first_name"),
        ],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(persons), settings, log_level="WARNING")
    linker.training.estimate_probability_two_random_records_match(
        [block_on("curp"), block_on("first_name", "surname", "dob")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, MATCH_PROBABILITY)
    table = found.as_pandas_dataframe()
    return table.set_index("unique_id")["cluster_id"]


def shared_identifiers(cases: list[dict], entity_of: dict[str, str]) -> dict[str, set[str]]:
    """Which entities use which phone, plate or account."""
    users: dict[str, set[str]] = {}
    for case in cases:
        key = f"{case['agency']}/{case['record_id']}"
        for table, column, clean in (
            ("identifiers", "value", clean_phone),
            ("vehicles", "plate", str),
            ("payments", "payee_account", str),
        ):
            for row in case.get(table, []):
                number = row.get("person_no") or row.get("payee_person_no")
                entity = entity_of.get(f"{key}#{number}")
                if entity and row.get(column) and (value := clean(row[column])):
                    users.setdefault(f"{table}:{value}", set()).add(entity)
    return users


def person_graph(cases: list[dict], persons: pd.DataFrame) -> nx.Graph:
    """Actors, linked where they stand in one case or share an identifier."""
    graph: nx.Graph = nx.Graph()
    actors = persons[~persons["entity_id"].isin(persons[persons["status"].isin(PROTECTED)]["entity_id"])]
    graph.add_nodes_from(sorted(actors["entity_id"].unique()))
    groups = [sorted(set(group)) for _, group in actors.groupby(["agency", "record_id"])["entity_id"]]
    entity_of = dict(zip(actors["unique_id"], actors["entity_id"], strict=True))
    groups += [sorted(group) for group in shared_identifiers(cases, entity_of).values()]
    for group in groups:
        if len(group) > MAX_USERS:
            continue
        for left, right in combinations(group, 2):
            weight = graph.get_edge_data(left, right, {"weight": 0})["weight"]
            graph.add_edge(left, right, weight=weight + 1)
    return graph


def main(world: Path, out: Path) -> None:
    """Run the whole script and write its tables."""
    cases = read_cases(world)
    persons = person_frame(cases)
    persons["entity_id"] = persons["unique_id"].map(resolve(persons))
    graph = person_graph(cases, persons)
    clusters, players = [], []
    communities = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    for number, members in enumerate(sorted(communities, key=min)):
        if len(members) < 2:
            continue
        ranks = nx.betweenness_centrality(
            graph.subgraph(members), k=min(len(members), BETWEENNESS_SOURCES), seed=SEED
        )
        ranked = sorted(ranks, key=lambda node: (-ranks[node], node))
        clusters += [{"cluster_id": f"N{number}", "entity_id": node, "kind": "person"} for node in ranked]
        players += [
            {"cluster_id": f"N{number}", "entity_id": node, "rank": rank}
            for rank, node in enumerate(ranked, 1)
        ]
    found = pd.DataFrame(clusters)
    mentions = persons.merge(found[["entity_id", "cluster_id"]], on="entity_id", how="left")
    out.mkdir(parents=True, exist_ok=True)
    columns = ["agency", "record_id", "person_no", "entity_id", "status", "cluster_id"]
    mentions[columns].to_parquet(out / "mentions.parquet")
    found.to_parquet(out / "clusters.parquet")
    pd.DataFrame(players).to_parquet(out / "key_players.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
