"""Small worlds in which every record carries words that occur nowhere else, so that each can be searched for.

The worlds are those of `sample_data`, so that they have clusters that visible and hidden records share;
handling codes, recipients and origins are drawn anew, and every text field gets a canary of its record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sample_data.parameters import WorldParameters
from sample_data.reporting import make_reports
from sample_data.world import build_world

Record = dict[str, Any]

HANDLING = (("CLEAR", 1), ("GREEN", 3), ("AMBER", 5), ("AMBER+STRICT", 2), ("RED", 2))
PARTNERS = ("UNODC", "MX-FGR", "MX-INM", "US-HSI", "CA-ASFC", "CA-GRC")
ACTOR, WITNESS = 91, 92
"""Numbers of the two persons whom every record is given."""

_SYLLABLES = [a + b for a in "bdfgkmnprtvz" for b in "aeiou"]


@dataclass
class Canaries:
    """Words and numbers of one version of one record.

    Attributes:
        anywhere: What only those may read who may see this version.
        partners: What no partner may read: keys of records that nobody sees, codes of other recipients.
        protected: What nobody may read, the holder included: of protected persons.
    """

    anywhere: set[str] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    protected: set[str] = field(default_factory=set)


@dataclass
class CanaryWorld:
    """Records in order of delivery, and what to search for.

    Attributes:
        records: As partners deliver them.
        canaries: Of each, in the same order.
        signed: Name and reason under every decision of the holder's; no partner may read them.
    """

    records: list[Record]
    canaries: list[Canaries]
    signed: tuple[str, str] = ("", "")

    def visible_to(self, partner: str) -> list[int]:
        """Places of the versions that the partner may see, by the contract's words and nobody's code."""
        newest = {(each["agency"], each["record_id"]): place for place, each in enumerate(self.records)}
        return [place for place in sorted(newest.values()) if may_see(self.records[place], partner)]

    def forbidden(self, partner: str) -> set[str]:
        """What may be in no byte of what the partner gets; its own deliveries it knows."""
        own = {place for place, each in enumerate(self.records) if each["agency"] == partner}
        known = own.union(self.visible_to(partner))
        everything = set().union(*(each.anywhere for each in self.canaries))
        readable = set().union(*(self.canaries[place].anywhere for place in known))
        never = set().union(*(each.partners for each in self.canaries))
        return (everything - readable) | never | self.protected() | set(self.signed)

    def pairs(self) -> list[tuple[int, int]]:
        """Places of current records two by two, each in one pair, the same for everybody."""
        newest = {(each["agency"], each["record_id"]): place for place, each in enumerate(self.records)}
        current = [place for place in sorted(newest.values()) if not self.records[place]["retracted"]]
        return list(zip(current[::4], current[1::4], strict=False))

    def protected(self) -> set[str]:
        """Names of protected persons."""
        return set().union(*(each.protected for each in self.canaries))


def may_see(record: Record, partner: str) -> bool:
    """Who may see a record (contract, section 1)."""
    if record.get("retracted"):
        return False
    if record["agency"] == partner or record["handling"] in {"CLEAR", "GREEN"}:
        return True
    return record["handling"] != "RED" and partner in record["releasable_to"]


def make_world(seed: int, *, cases: int = 30, revised: float = 0.15) -> CanaryWorld:
    """A world of about so many records, some of them revised or withdrawn."""
    rng = Random(f"canaries {seed}")
    parameters = WorldParameters(seed=seed, cases=cases, networks=2, reported_twice=0.3, retracted=0)
    plain = [each.record for each in make_reports(build_world(parameters)) if not each.correction]
    words = _words(rng)
    world = CanaryWorld([], [])
    keys: list[str] = []
    for record in plain:
        name = next(words)
        record["record_id"] = f"{record['record_id']}-{name}"
        keys.append(f"{record['agency']}/{record['record_id']}")
        _deliver(world, record, (rng, words), name)
    for place in [place for place in range(len(plain)) if rng.random() < revised]:
        again = json.loads(json.dumps(plain[place])) | {"revision": 2, "retracted": rng.random() < 0.2}
        _deliver(world, again, (rng, words), str(again["record_id"]).rpartition("-")[2])
    for record, canaries in zip(world.records, world.canaries, strict=True):
        record["origin_ref"] = _draw_origin(rng, keys, words, canaries)
    world.signed = next(words), next(words)
    return world


def _draw_origin(rng: Random, keys: list[str], words: Iterator[str], canaries: Canaries) -> str | None:
    """Sometimes another record, shown or not; sometimes one that nobody has."""
    chance = rng.random()
    if chance < 0.35:
        return rng.choice(keys)
    if chance < 0.45:
        unknown = next(words)
        canaries.partners.add(unknown)
        return f"MX-{rng.choice('ABC')}X/{unknown}"
    return None


def _words(rng: Random) -> Iterator[str]:
    seen: set[str] = set()
    while True:
        word = "Q" + "".join(rng.choices(_SYLLABLES, k=4)) + "xq"
        if word not in seen:
            seen.add(word)
            yield word


def _deliver(world: CanaryWorld, record: Record, source: tuple[Random, Iterator[str]], name: str) -> None:
    """Add a version of a record, its handling drawn and its canaries planted."""
    rng, words = source
    record = json.loads(json.dumps(record))
    found = Canaries({name})
    record["handling"] = rng.choices([code for code, _ in HANDLING], [weight for _, weight in HANDLING])[0]
    record["releasable_to"] = rng.sample(PARTNERS, rng.randint(0, 3))
    _plant(record, found, rng, words)
    world.records.append(record)
    world.canaries.append(found)


def _plant(record: Record, found: Canaries, rng: Random, words: Iterator[str]) -> None:
    def word() -> str:
        made = next(words)
        found.anywhere.add(made)
        return made

    def digits(length: int) -> str:
        made = "".join(rng.choices("0123456789", k=length))
        found.anywhere.add(made[:10])
        return made

    def protected() -> str:
        made = next(words)
        found.protected.add(made)
        return made

    record["narrative"], record["note_of_ours"] = f"Dijo {word()}.", word()
    found.partners.add(next(words))
    record["releasable_to"] += [f"ZZ-{each.upper()}" for each in found.partners]
    record["fee_amount"], record["fee_currency"] = float(digits(10)) + 0.5, "MXN"
    if rng.random() < 0.3:
        record["municipality"] = word()
    record["persons"] += [
        {"person_no": ACTOR, "status": "facilitator", "role": "driver", "role_raw": word(),
         "given_names": word(), "surname_1": word(), "aliases": [word()], "nationality": "MX"},
        {"person_no": WITNESS, "status": "witness", "given_names": protected(), "surname_1": protected(),
         "aliases": [protected()], "role_raw": protected()},
    ]  # fmt: skip
    record["identifiers"] += [
        {"person_no": ACTOR, "kind": "phone", "value": f"+5281{digits(8)}", "country": "MX"},
        {"person_no": ACTOR, "kind": "email", "value": f"{word()}@example.org"},
        {"person_no": ACTOR, "kind": "social", "value": word(), "platform": word()},
        {"person_no": ACTOR, "kind": "bank_account", "value": f"{digits(18)}"},
        {"person_no": ACTOR, "kind": "other", "value": word()},
        {"person_no": WITNESS, "kind": "other", "value": protected()},
        {"person_no": WITNESS, "kind": "social", "value": protected()},
    ]
    record["vehicles"].append(
        {"plate": word().upper(), "plate_country": "MX", "person_no": ACTOR, "make": word(),
         "model": word(), "colour": word()}
    )  # fmt: skip
    record["places"] += [
        {"kind": "safe_house", "name": word(), "address": f"Calle {word()} 12", "municipality": word(),
         "country": "MX", "person_no": ACTOR},
        {"kind": "residence", "name": protected(), "address": f"Calle {protected()} 7", "country": "MX",
         "person_no": WITNESS},
    ]  # fmt: skip
    record["payments"].append(
        {"method": "remittance", "reference": word(), "payer_account": digits(18), "payee_person_no": ACTOR,
         "amount": float(digits(10)), "currency": "MXN"}
    )  # fmt: skip
    record["calls"].append({"caller": f"+5255{digits(8)}", "callee": f"+5281{digits(8)}"})
    record["legs"].append(
        {"from_place": word(), "from_country": "GT", "to_place": word(), "to_country": "MX"}
    )
    broken = {"person_no": 93, "status": f"no-{word()}", "given_names": protected(), "sex": word()}
    if rng.random() < 0.15:
        record["persons"].append(broken)


def write_landing(records: list[Record], landing: Path) -> Path:
    """The records as deliveries: the first versions of each agency, then its later ones."""
    for record in records:
        name = "first" if record["revision"] == 1 else "later"
        path = landing / record["agency"] / f"{name}.ndjson"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return landing
