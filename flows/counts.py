"""What a step did, in numbers: the values behind the summary on the terminal and the line of `--json`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class IngestCounts:
    """What came of the deliveries of one call.

    Attributes:
        deliveries: Deliveries found.
        new_deliveries: Of them, those not taken in before.
        unreadable: Of the new ones, those quarantined whole.
        received: Rows of the new deliveries, all tables; `accepted + quarantined + duplicates`.
        accepted: Rows staged.
        quarantined: Rows put aside with a reason.
        duplicates: Rows that were there already.
        waiting: Deliveries of decisions that wait for the network.
        warnings: Warnings on rows staged: odd, but possible.
        warned_records: Records with such a row.
        file_remarks: Remarks on files, such as one that is no table and was not read.
        incomplete_records: Records staged without a row of theirs, which was put aside.
    """

    deliveries: int = 0
    new_deliveries: int = 0
    unreadable: int = 0
    received: int = 0
    accepted: int = 0
    quarantined: int = 0
    duplicates: int = 0
    waiting: int = 0
    warnings: int = 0
    warned_records: int = 0
    file_remarks: int = 0
    incomplete_records: int = 0

    def __add__(self, other: IngestCounts) -> IngestCounts:
        """Both together."""
        return IngestCounts(
            **{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)}
        )


@dataclass(frozen=True)
class NetworkCounts:
    """The size of a network, and whether this call changed it."""

    changed: bool = False
    records: int = 0
    mentions: int = 0
    persons: int = 0
    entities: int = 0
    links: int = 0
    clusters: int = 0


@dataclass(frozen=True)
class WrittenFiles:
    """Files that a report or export step wrote.

    Attributes:
        folder: Where they are.
        files: How many there are.
        index: The file to open first; null where there is none.
    """

    folder: Path
    files: int
    index: Path | None = None


@dataclass(frozen=True)
class ReleaseCounts:
    """What came of a release.

    Attributes:
        release_id: Its id in the log.
        recipient: Partner code.
        outcome: `written`, `rejected`, or `superseded` where the partner may see something else by now.
        folder: Where it is, if written.
        files: How many there are.
    """

    release_id: str
    recipient: str
    outcome: str
    folder: Path
    files: int = 0


@dataclass(frozen=True)
class RunCounts:
    """What the main job did."""

    ingest: IngestCounts
    network: NetworkCounts
    report: WrittenFiles
    tables: WrittenFiles


def to_line(
    counts: IngestCounts | NetworkCounts | WrittenFiles | ReleaseCounts | RunCounts,
) -> dict[str, Any]:
    """The counts as one flat object of JSON values."""
    if isinstance(counts, RunCounts):
        index = counts.report.index
        return {**asdict(counts.ingest), **asdict(counts.network), "report": str(index) if index else None}
    return {key: str(value) if isinstance(value, Path) else value for key, value in asdict(counts).items()}
