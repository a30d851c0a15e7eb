"""Reports of a tiny world and a generated one, as they were written, beside what they must say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.job import Job
from flows.steps import report
from flows.steps.view import load_view
from sample_data.parameters import WorldParameters
from sample_data.reporting import make_reports
from sample_data.world import build_world
from tests.flows.tiny_world import MIGRANT, make_record
from tests.leaks.everything import fill_store
from tests.reports.oracle import Oracle, Record, current
from tests.reports.page_tree import ReadPage, read_page

SEED = 60_914
"""Another one than the sample's."""


def _tiny() -> list[Record]:
    """The tiny world with one record that was taken from another, and two that name each other."""
    records = [make_record("MX-FGR", number) for number in range(7)]
    records += [make_record("US-HSI", number) for number in range(3)]
    for each in records:
        each |= {"revision": 1, "retracted": False, "releasable_to": []}
    records[6]["handling"] = "RED"
    records[1]["origin_ref"] = "US-HSI/R-0000"
    records[2]["origin_ref"], records[3]["origin_ref"] = "MX-FGR/R-0003", "MX-FGR/R-0002"
    records[4]["persons"].append(
        {"person_no": 4, "status": "facilitator", "full_name": MIGRANT, "birth_date": "1999-02-03"}
    )
    records[5]["persons"][2]["birth_date"] = "1999-02-03"
    records.append(dict(records[0], revision=2, municipality="Matamoros", incident_end_date="2024-03-09"))
    return records


def _generated() -> list[Record]:
    parameters = WorldParameters(
        seed=SEED, cases=160, networks=3, reported_twice=0.3, recorded_as_migrant=0.03, call_share=0.7
    )
    records = [each.record for each in make_reports(build_world(parameters))]
    keys = [f"{each['agency']}/{each['record_id']}" for each in records]
    for place in range(0, 40, 8):  # circles of references, of two
        records[place]["origin_ref"], records[place + 1]["origin_ref"] = keys[place + 1], keys[place]
    return records


def _deliver(record: Record) -> Record:
    """The record as its partner writes it: MX-INM's M is for mujer, its H for hombre."""
    if record["agency"] != "MX-INM":
        return record
    words = {"M": "H", "F": "M"}
    persons = [{**each, "sex": words.get(each.get("sex"), each.get("sex"))} for each in record["persons"]]
    return {**record, "persons": persons}


WORLDS = {"tiny": _tiny, "generated": _generated}


@dataclass(frozen=True)
class Told:
    """A report as it was written, and what it must say."""

    out: Path
    oracle: Oracle
    recipient: str | None

    def pages(self) -> Iterator[tuple[str, ReadPage]]:
        for path in sorted((self.out / "clusters").iterdir()):
            yield path.stem, read_page(path)


class Teller:
    """Writes reports into folders of its own: a world's store is filled once, a reader's report made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.filled = cache(self._fill)
        self.tell = cache(self._tell)

    def _fill(self, world: str) -> tuple[list[Record], Job]:
        records = WORLDS[world]()
        return records, fill_store([_deliver(each) for each in records], self.folder / world)

    def _tell(self, world: str, recipient: str | None) -> Told:
        """Write the report of a world for a reader."""
        records, job = self.filled(world)
        view, out = load_view(job, recipient), self.folder / f"{world}-{recipient}"
        report.write_view(view, out, job, recipient=recipient)
        return Told(out, Oracle(current(records, recipient), view), recipient)
