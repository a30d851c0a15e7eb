"""The manifest of what goes to a partner: how much is held back, whom to ask, and which files there are.

A count of what is held back is itself a statement about it: from two reports a partner could read off that a
record came in on a certain day. So counts are told as spans of five, the smallest of them `1 to 4`, and
never by originator or handling code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from reports.formats.whole import write_whole
from reports.model import SMALL_CELL
from reports.report_view import HeldBack, Span
from schemas.errors import ConfigError

NAME = "manifest.json"
FORMAT = "trama-manifest/1"

ASKABLE_HANDLING = ("AMBER", "AMBER+STRICT")
"""Codes under which an originator may release a record on request. That somebody holds something `RED` is
not told of anybody: it is counted, and the holder is the one to ask."""

KINDS = ("records", "persons", "links", "clusters")


COUNTED_FRAMES = ("occurrences", "link_evidence", "clusters")
"""Frames of the holder's network from which is counted what a partner does not see."""


def span_of(count: int) -> Span:
    """The span that a count lies in: 0, 1 to 4, 5 to 9, 10 to 14, and so on."""
    low = count - count % SMALL_CELL
    return Span(max(low, min(count, 1)), low + SMALL_CELL - 1) if count else Span(0, 0)


def count_held_back(
    recipient: str,
    withheld: pl.DataFrame,
    shown_agencies: Iterable[str],
    saved: Mapping[str, pl.DataFrame] | None,
) -> HeldBack:
    """What a partner's view leaves out.

    A person, link or cluster is held back where every record that it rests on is; what is merely smaller in
    the partner's view is not counted. An originator is named only where the partner sees a record of it
    already and it holds back some that it may release: nobody learns here who else takes part.

    Args:
        recipient: Partner code.
        withheld: `agency, record_id, handling` of the records held back.
        shown_agencies: Originators of the records that the partner sees.
        saved: `COUNTED_FRAMES` of the holder's network of all records; null where there is none of them as
            they are, and then only records are counted.
    """
    keys = withheld.select(record_key=pl.concat_str("agency", "record_id", separator="/"))["record_key"]
    counts: dict[str, int | None] = dict.fromkeys(KINDS) | {"records": withheld.height}
    if saved is not None:
        seen = saved["occurrences"]
        persons = seen.filter(pl.col("kind") == "person").select("entity_id", "record_key")
        members = persons.join(saved["clusters"].select("cluster_id", "entity_id"), on="entity_id")
        counts["persons"] = _count_resting_on(persons, ["entity_id"], keys)
        counts["links"] = _count_resting_on(saved["link_evidence"], ["source_id", "target_id", "kind"], keys)
        counts["clusters"] = _count_resting_on(members, ["cluster_id"], keys)
    askable = withheld.filter(pl.col("handling").is_in(ASKABLE_HANDLING))["agency"]
    spans = [(kind, None if number is None else span_of(number)) for kind, number in counts.items()]
    return HeldBack(recipient, tuple(spans), tuple(sorted(set(askable).intersection(shown_agencies))))


def _count_resting_on(rests: pl.DataFrame, key: list[str], withheld: pl.Series) -> int:
    """How many of what `key` tells apart rest on nothing but the withheld records."""
    held = rests.select(*key, is_withheld=pl.col("record_key").is_in(withheld.implode()))
    return held.group_by(key).agg(pl.col("is_withheld").all()).filter("is_withheld").height


def require_own_folder(out: Path, recipient: str | None) -> None:
    """Make sure that a folder holds nothing that was made for somebody else.

    Raises:
        ConfigError: It does; the message says what to do.
    """
    mine = recipient or "the holder"
    owner = _owner_of(out)
    if owner is not None and owner != mine:
        raise ConfigError(
            f"{out.name} holds what was written for {owner}: what is for {mine} needs a folder of its own, "
            "so that nobody gets what is for somebody else. Name another with --out."
        )


def require_releasable(out: Path, recipient: str) -> None:
    """Make sure that a folder can become a release: it is not there, is empty, or is one to this partner.

    Raises:
        ConfigError: It is something else, which would leave or be lost.
    """
    require_own_folder(out, recipient)
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    named = _read(out).get("files") if (out / NAME).is_file() else None
    there = {each.relative_to(out).as_posix() for each in out.rglob("*") if each.is_file()} - {NAME}
    if not named or there != set(named):
        raise ConfigError(
            f"{out.name} holds other files: a release needs a new or empty folder, or that of an earlier "
            "release to the same partner as it was written. Name another with --out."
        )


def _read(out: Path) -> dict[str, Any]:
    """The manifest of a folder; an empty one where it is none of ours."""
    try:
        found = json.loads((out / NAME).read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) and found.get("format") == FORMAT else {}


def _owner_of(out: Path) -> str | None:
    if (out / NAME).is_file():
        return _read(out).get("recipient")
    return "the holder" if (out / "snapshot.json").is_file() else None


def write_manifest(out: Path, held_back: HeldBack, handling: str, files: Iterable[Path] = ()) -> Path:
    """Write `manifest.json` into a folder.

    Args:
        out: The folder.
        held_back: What is not in it.
        handling: The strictest code of the records that its content rests on.
        files: Files below the folder, to be told with their SHA-256.
    """
    content = {
        "format": FORMAT,
        "recipient": held_back.recipient,
        "handling": handling,
        "held_back": {
            kind: None if span is None else {"from": span.low, "to": span.high}
            for kind, span in held_back.counts
        },
        "ask": list(held_back.ask),
        "files": {
            each.relative_to(out).as_posix(): hashlib.sha256(each.read_bytes()).hexdigest()
            for each in sorted(files)
        },
    }
    return write_whole(out / NAME, (json.dumps(content, indent=1) + "\n").encode("utf-8"))
