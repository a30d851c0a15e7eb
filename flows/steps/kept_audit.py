"""Whether what is kept beside the network, to follow changes, agrees with it and with a rebuild."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from flows.settings import Settings
from flows.steps.kept import is_kept
from staging.audit import Check, judge
from staging.kept_frames import count_kept, load_kept, read_version
from staging.store import Store

SAME_HEIGHT: dict[str, str] = {
    "who_mentions": "net_mentions",
    "who_groups": "net_mentions",
    "people": "net_mentions",
    "facts": "net_linked_records",
    "evidence": "net_link_evidence",
}
"""Kept frame → table of the network that has as many rows."""

COMPARED = (
    *("who_mentions", "who_values", "who_blocks", "who_counts", "who_case_values", "who_pairs", "who_groups"),
    *("facts", "people", "assets", "evidence", "factors", "judged_links", "holders", "core"),
)
"""Kept frames that a rebuild must give to the row; where clusters end is left to an optimiser."""

NUMBERED = r"^(number|record|left|right|record_left|record_right|root_[0-9]+|component_[0-9]+)$"
"""Columns that hold numbers of mentions, which say nothing about order and are others after a rebuild."""


def audit_kept(store: Store, settings: Settings) -> Check:
    """Check cheaply that the kept frames are of the saved network."""
    name = "what is kept to follow changes is of this network"
    if read_version(store) is None:
        return Check(name, True, "nothing is kept; the next link works everything out")
    if not is_kept(store, settings):
        return Check(name, True, "it is of another version or policy; the next link works everything out")
    heights = count_kept(store, SAME_HEIGHT)
    wrong = [kept for kept, (rows, wanted) in sorted(heights.items()) if rows != wanted]
    return judge(name, pl.Series("place", wrong, dtype=pl.String), f"{len(heights)} frames")


def compare_kept(store: Store, settings: Settings, rebuilt: Mapping[str, pl.DataFrame]) -> Iterator[Check]:
    """Check the kept frames against those of a network that was worked out from nothing.

    Args:
        store: The open store.
        settings: Thresholds and seed.
        rebuilt: The frames that would be kept of the other network.
    """
    if not is_kept(store, settings):
        return
    kept = load_kept(store, COMPARED)
    names = [_names(frames["who_mentions"]) for frames in (kept, rebuilt)]
    wrong = [each for each in COMPARED if not _agree(kept[each], rebuilt[each], names)]
    yield judge(
        "rebuilt: the same kept beside it",
        pl.Series("place", wrong, dtype=pl.String),
        f"{len(COMPARED)} frames",
    )


def _names(mentions: pl.DataFrame) -> pl.DataFrame:
    return mentions.select("number", "mention_id")


def _agree(kept: pl.DataFrame, rebuilt: pl.DataFrame, names: list[pl.DataFrame]) -> bool:
    left, right = _named(kept.select(rebuilt.columns), names[0]), _named(rebuilt, names[1])
    by = [column for column, kind in left.schema.items() if not kind.is_nested()]
    return left.sort(by).equals(right.sort(by))


def _named(frame: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Mention ids in place of numbers."""
    old, new = names["number"], names["mention_id"]
    return frame.with_columns(pl.col(NUMBERED).replace_strict(old, new, return_dtype=pl.String))
