"""What is true about each person row that was generated."""

from __future__ import annotations

from typing import NamedTuple

from sample_data.people import Person


class TruthRow(NamedTuple):
    """A row of `truth.csv`; networks are empty for independents, bystanders and protected persons."""

    agency: str
    record_id: str
    person_no: int
    true_person: str
    true_network: str
    true_role: str
    is_leader: int
    is_broker: int
    status: str


def truth_row(key: tuple[str, str], number: int, person: Person, status: str) -> TruthRow:
    """The truth of one person row; `status` is what the record says."""
    return TruthRow(
        *key, number, person.person_id, person.network or "", person.role or "",
        int(person.is_leader), int(person.is_broker), status,
    )  # fmt: skip
