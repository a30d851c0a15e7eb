"""Weights of what two mentions may share (see `resolution.weights` for how to read them)."""

from __future__ import annotations

from resolution.comparison import Comparison, Level, either_null, shared_only

PHONES = shared_only(
    "phones",
    (
        ("phones_private", "A number that goes with one or two names only", 9.0),
        ("phones_shared", "A number that several names use: a family's or a cell's", 5.0),
        ("phones_busy", "A number that many names use: nearly public", 1.5),
    ),
)
ONLINE = shared_only(
    "online",
    (
        ("online_private", "An e-mail address or account used by one or two names", 9.0),
        ("online_shared", "An e-mail address or account several names use", 4.0),
    ),
)
ACCOUNTS = shared_only(
    "accounts",
    (
        ("accounts_private", "A bank account or wallet used by one or two names", 7.0),
        ("accounts_shared", "An account several names use", 3.0),
    ),
)
PLATES = shared_only(
    "plates",
    (
        ("plates_private", "A vehicle seen with one or two names", 6.0),
        ("plates_shared", "A vehicle that several names use", 3.0),
    ),
)
ALIASES = shared_only(
    "aliases",
    (
        ("aliases_rare", "A nickname that few carry; never enough alone", 6.0),
        ("aliases_common", "A nickname that many carry (El Chino)", 3.0),
    ),
)
PLACE = Comparison(
    "place",
    either_null("case_place"),
    (
        Level(
            "same_municipality",
            "case_place_l = case_place_r",
            0.35,
            0.10,
            None,
            "People work where they worked before",
        ),
        Level("same_state", "case_state_l = case_state_r", 0.20, 0.10, None, "The same state"),
        Level("elsewhere", "else", 0.45, 0.80, None, "Smugglers travel"),
    ),
)
