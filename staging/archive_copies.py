"""Archived copies of deliveries that hold a withdrawn record are removed, whole.

A copy is there to read a delivery again; what it brought is staged. To rewrite it without one record would
make bytes that nobody delivered, under a name that is the hash of others. So the copy goes: surely where the
books say that the record came in it, and where they cannot say (duplicates, unreadable files), when its text
names the record or cannot be searched.
"""

from __future__ import annotations

import mmap
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from staging.intake import archive_folder
from staging.store import Store

PLAIN_SUFFIXES = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt")
"""Forms whose bytes can be searched; of all others a doubtful copy goes unread."""

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
"""Encodings of the accepted forms; in cp1252 what is plain ASCII looks as in UTF-8."""


EVER = datetime(1970, 1, 1, tzinfo=UTC)


def drop_copies(
    store: Store, *, dropped_at: datetime, withdrawn_until: datetime, received_since: datetime = EVER
) -> int:
    """Remove every archived copy that holds one of the touched records, and note it.

    Args:
        store: The open store; `touched_records` names the records.
        dropped_at: When (aware).
        withdrawn_until: When the last of them was withdrawn: what could not be read and came later is left.
        received_since: Deliveries from this moment on.

    Returns:
        How many were removed.
    """
    dropped = list(copies_with_withdrawn(store, withdrawn_until, received_since))
    for copy in dropped:
        store.run("insert_dropped_copy", {"sha256": copy.name, "dropped_at": dropped_at})
        # Renamed first: what a kill leaves half removed has a name that nobody reads, and goes next time.
        going = copy.with_name(f".{copy.name}.gone")
        copy.rename(going)
    for rest in archive_folder(store.path).glob(".*.gone"):
        shutil.rmtree(rest)
    return len(dropped)


def copies_with_withdrawn(
    store: Store,
    withdrawn_until: datetime = EVER,
    received_since: datetime = EVER,
    *,
    only_named: bool = False,
) -> Iterator[Path]:
    """Archived copies that hold one of the touched records, or, unless `only_named`, that may hold one."""
    archive = archive_folder(store.path)
    ids = store.query("select_touched_ids")["record_id"].to_list()
    if not ids or not archive.is_dir():
        return
    window = {"withdrawn_until": withdrawn_until, "received_since": received_since}
    for sha256, is_named, is_doubtful in store.query("select_archived_with", window).iter_rows():
        copy = archive / sha256
        if copy.is_dir() and (is_named or (is_doubtful and not only_named and _may_hold(copy, ids))):
            yield copy


def _may_hold(copy: Path, record_ids: Sequence[str]) -> bool:
    files = [each for each in sorted(copy.rglob("*")) if each.is_file()]
    is_plain = all(each.name.lower().endswith(PLAIN_SUFFIXES) for each in files)
    if not is_plain or not all(each.isascii() for each in record_ids):
        return True
    wanted = [each.encode(encoding) for each in record_ids for encoding in ENCODINGS]
    return any(_names(each, wanted) for each in files if each.stat().st_size)


def _names(file: Path, wanted: Sequence[bytes]) -> bool:
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(each) >= 0 for each in wanted)
