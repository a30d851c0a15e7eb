"""What a network rests on, whether the saved one still is of that, and how large it is.

Nothing that computes a network is imported here: commands that only look must start quickly.
"""

from __future__ import annotations

import dataclasses
import hashlib

from flows.counts import NetworkCounts
from flows.settings import Settings
from graph.policy import DEFAULT_POLICY as GRAPH_POLICY
from graph.policy import DEFAULT_SEED
from resolution import policy as resolution_policy
from schemas.errors import ConfigError
from staging.decisions import network_ground
from staging.network_store import count_network_rows, network_basis
from staging.store import Store

CHANGED = "Records, decisions or settings have changed since the network was built: run `trama link` first."


def choose_policy(settings: Settings) -> resolution_policy.Policy:
    """Resolution's policy with the thresholds that the settings name."""
    usual = resolution_policy.DEFAULT_POLICY
    return dataclasses.replace(
        usual,
        same_bits=usual.same_bits if settings.same_bits is None else settings.same_bits,
        review_bits=usual.review_bits if settings.review_bits is None else settings.review_bits,
    )


def choose_seed(settings: Settings) -> int:
    """The settings' seed, or the network's own."""
    return DEFAULT_SEED if settings.seed is None else settings.seed


def describe_basis(ground: str, settings: Settings) -> str:
    """Fingerprint of all that a network rests on: records and decisions, the thresholds and the seed."""
    rest = f"{ground}\n{choose_policy(settings)}\n{choose_seed(settings)}\n{GRAPH_POLICY}"
    return hashlib.sha256(rest.encode()).hexdigest()


def check_current(store: Store, settings: Settings) -> None:
    """Make sure that the saved network is of the records as they are.

    Raises:
        ConfigError: It is not, or there is none.
    """
    saved = network_basis(store)
    if saved is None:
        raise ConfigError("The store holds no network yet: run `trama link` first.")
    if saved != describe_basis(network_ground(store), settings):
        raise ConfigError(CHANGED)


def count_saved(store: Store, *, has_changed: bool) -> NetworkCounts:
    """The size of the network as it was last saved."""
    records = int(store.query("count_current")["current_count"][0])
    return NetworkCounts(changed=has_changed, records=records, **count_network_rows(store))
