"""Release: for whom a report is, how it is marked, and that it names nobody whom Article 5 protects.

Articles 5 and 16 of the Protocol against the Smuggling of Migrants: those who were the object of the
conduct are not liable for it and are to be protected. Witnesses and victims are treated alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from schemas.codes import PROTECTED_BY_STRENGTH, PROTECTED_STATUSES
from schemas.errors import ConfigError, TramaError

AWAITING_STATUS = "both"
"""Facilitator in one record and protected in another: an investigator decides before anything is shown."""

UNNAMED_STATUSES = (*PROTECTED_BY_STRENGTH, AWAITING_STATUS)

HANDLING_ORDER = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
"""TLP 2.0, from open to closed."""

PROTECTING_JUDGEMENTS = ("not_same", "link_rejected")
"""They take a tie away and make none, so they hold for every part of what they name that a partner sees:
nobody is accused by what is not shown. (`docs/decisions/0012-release.md`)"""

_OCCURRENCE_KEY = re.compile(r"(.*)\|[a-z]+\|[0-9]+\|[a-z0-9_]*")
_PARTNER_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,15}")


def strictest_handling(codes: Iterable[str | None]) -> str:
    """The strictest of the codes; `CLEAR` for none, and `RED` for a code that TLP 2.0 does not know."""
    ranks = [
        HANDLING_ORDER.index(code) if code in HANDLING_ORDER else len(HANDLING_ORDER) - 1 for code in codes
    ]
    return HANDLING_ORDER[max(ranks, default=0)]


def check_recipient(recipient: str | None) -> str | None:
    """The partner code as it came, or None for the holder.

    Raises:
        ConfigError: The code does not have the form of a partner code (contract §1).
    """
    if recipient is not None and not _PARTNER_CODE.fullmatch(recipient):
        raise ConfigError(
            "The recipient is no partner code: 2 to 16 of A-Z, 0-9 and '-', not beginning with '-'."
        )
    return recipient


def unnamed_entities(entities: pl.DataFrame) -> frozenset[str]:
    """Ids of what is never shown: persons protected or awaiting a decision, and what is theirs alone."""
    return frozenset(entities.filter(_is_unnamed(entities))["entity_id"].to_list())


def _is_unnamed(entities: pl.DataFrame) -> pl.Expr:
    by_status = (pl.col("kind") == "person") & pl.col("status").is_in(UNNAMED_STATUSES)
    marked = pl.col("is_protected") if "is_protected" in entities.columns else pl.lit(value=False)
    return by_status.fill_null(value=False) | marked.fill_null(value=False)


def mask_protected(entities: pl.DataFrame) -> pl.DataFrame:
    """The entities with `label` (and `value_text`, where there) null for all that is not to be named."""
    unnamed = _is_unnamed(entities)
    texts = [name for name in ("label", "value_text") if name in entities.columns]
    return entities.with_columns(
        pl.when(unnamed).then(None).otherwise(pl.col(name)).alias(name) for name in texts
    )


def assert_nothing_protected(shown: Iterable[str], unnamed: frozenset[str]) -> None:
    """Stop before anything is written when a person who is not to be named would be shown.

    Args:
        shown: Ids of all entities that a page, a picture or a file is about to show.
        unnamed: What `unnamed_entities` gave for the same network.

    Raises:
        TramaError: At least one of them is shown; the message carries counts only.
    """
    leaked = unnamed.intersection(shown)
    if leaked:
        raise TramaError(
            f"{len(leaked)} protected or undecided person(s) would have been shown; nothing was written. "
            "The clusters, links or ranking contain persons whom Article 5 keeps out: rebuild them."
        )


def releasable_decisions(active: pl.DataFrame, record_keys: Iterable[str]) -> pl.DataFrame:
    """The decisions that may shape the view of who sees these records only.

    A decision names all mentions that its two ends had when it was made, and records that are held back may
    have brought those together. So what ties (`same`, a confirmed link, a person settled as an actor) holds
    only where every record that it names is shown; what protects holds always.

    Args:
        active: As `staging.decisions.load_decisions` gives them.
        record_keys: The records shown.

    Returns:
        Those of the rows, in their order.
    """
    shown = set(record_keys)
    protecting = pl.col("judgement").is_in(PROTECTING_JUDGEMENTS) | (
        (pl.col("judgement") == "settled") & pl.col("status").is_in(sorted(PROTECTED_STATUSES))
    )
    named = active.select(pl.concat_list("left_keys", "right_keys").alias("keys"))["keys"].to_list()
    is_whole = [shown.issuperset(map(_record_of, keys)) for keys in named]
    return active.filter(protecting | pl.Series(is_whole, dtype=pl.Boolean))


def _record_of(key: str) -> str:
    """The record of a mention `AGENCY/RECORD#NO` or an occurrence `AGENCY/RECORD|table|row|field`."""
    occurrence = _OCCURRENCE_KEY.fullmatch(key)
    return occurrence[1] if occurrence else key.rpartition("#")[0]
