"""What is kept beside the network, so that the next link need only follow what has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import polars as pl

from flows.settings import Settings
from flows.steps.basis import choose_policy, choose_seed
from graph.policy import DEFAULT_POLICY as GRAPH_POLICY
from graph.upkeep.begin import SHARED_FRAMES
from resolution.resolve import Workings
from resolution.upkeep.begin import NamedFrame, begin_state
from staging.kept_frames import kept_table, read_version
from staging.network_store import saved_table
from staging.store import Store

FORM = 4
"""Number of the form of what is kept; another one makes the next link work everything out."""

LISTED_FRAMES = ("mentions", "occurrences", "link_evidence")


def kept_version(settings: Settings) -> str:
    """What must be the same for kept frames to be of use: their form, hashes of keys, and all policy."""
    parts = (FORM, pl.__version__, choose_policy(settings), choose_seed(settings), GRAPH_POLICY)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def who_kept(workings: Workings, settings: Settings) -> Iterator[NamedFrame]:
    """The frames to keep of who is who, worked out from nothing; each is made when it is asked for."""
    who = begin_state(workings, choose_policy(settings))
    return ((f"who_{name}", frame) for name, frame in who)


def is_kept(store: Store, settings: Settings) -> bool:
    """Whether the store keeps what it takes to follow a change under these settings."""
    return read_version(store) == kept_version(settings)


def who_table(name: str) -> str:
    """The table of a frame that is kept of who is who."""
    return kept_table(f"who_{name}")


def network_table(name: str) -> str:
    """The table of a frame of the network, or of one that is kept beside it."""
    return saved_table(name) if name in (*SHARED_FRAMES, *LISTED_FRAMES) else kept_table(name)
