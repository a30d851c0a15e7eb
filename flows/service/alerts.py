"""Watch rules: what a cluster must do for somebody to be told.

The rules lie in a file of the holder's. What they watch for (a phone number, a plate) stays there: an alert
says the rule's name and the cluster's id, so a rule's name must not say what it watches.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from flows.service.changes import ClusterChange
from schemas.errors import ConfigError
from schemas.normalise.phones import normalise_phone

RuleName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
WatchedKind = Literal["phone", "vehicle", "account", "document", "social"]


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: RuleName


class SizeRule(_Rule):
    """A cluster reaches so many persons."""

    when: Literal["size"]
    persons: int = Field(ge=2)


class HistoryRule(_Rule):
    """A cluster merges, or reaches a country or an agency that it had not reached before."""

    when: Literal["merged", "new-country", "new-agency"]


class IdentifierRule(_Rule):
    """A watched identifier appears in a cluster."""

    when: Literal["identifier"]
    kind: WatchedKind
    value: str = Field(min_length=4, max_length=200)


Rule = Annotated[SizeRule | HistoryRule | IdentifierRule, Field(discriminator="when")]


class _RuleFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rule: list[Rule] = []


@dataclass(frozen=True, order=True)
class Alert:
    """One rule that fired for one cluster; `mark` tells two firings apart."""

    rule: str
    cluster_id: str
    mark: str


def read_rules(path: Path) -> list[Rule]:
    """The watch rules; none when there is no file.

    Raises:
        ConfigError: The file is not what it should be; what it watches for is not quoted.
    """
    if not path.is_file():
        return []
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        rules = TypeAdapter(_RuleFile).validate_python(content).rule
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"The watch rules in {path.name} are no TOML; mend the file.") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise ConfigError(f"The watch rules in {path.name} need mending: {wrong}.") from None
    names = [each.name for each in rules]
    if len(set(names)) < len(names):
        raise ConfigError(f"Two watch rules in {path.name} have the same name; give each its own.")
    return rules


def watched_kinds(rules: Sequence[Rule]) -> list[str]:
    """The kinds of identifiers that are watched, sorted."""
    return sorted({rule.kind for rule in rules if isinstance(rule, IdentifierRule)})


def find_watched(
    rules: Sequence[Rule], entities: pl.DataFrame, clusters: pl.DataFrame
) -> dict[str, tuple[str, ...]]:
    """Names of the rules whose identifier is in a cluster.

    Args:
        rules: Watch rules; those that watch no identifier are passed over.
        entities: The network's entities; those of protected persons have no value and are never met.
        clusters: `cluster_id, entity_id`.

    Returns:
        Sorted names by cluster id.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for rule in rules:
        if isinstance(rule, IdentifierRule):
            for cluster_id in _clusters_with(rule, entities, clusters):
                found[cluster_id].add(rule.name)
    return {cluster_id: tuple(sorted(names)) for cluster_id, names in found.items()}


def _clusters_with(rule: IdentifierRule, entities: pl.DataFrame, clusters: pl.DataFrame) -> list[str]:
    plain = pl.col("value_text").str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]", "")
    meant = [each for each in {_plain(rule.value), _plain(_as_phone(rule))} if each]
    hits = entities.filter((pl.col("kind") == rule.kind) & plain.is_in(meant)).select("entity_id")
    return clusters.join(hits, on="entity_id", how="semi")["cluster_id"].unique().sort().to_list()


def _plain(value: str) -> str:
    return "".join(each for each in value.upper() if each.isalnum())


def _as_phone(rule: IdentifierRule) -> str:
    return (normalise_phone(rule.value) or "") if rule.kind == "phone" else ""


def find_alerts(rules: Sequence[Rule], changes: Sequence[ClusterChange]) -> list[Alert]:
    """The rules that fire for what has changed, sorted."""
    fired = [
        Alert(rule.name, change.cluster_id, change.after.digest)
        for rule in rules
        for change in changes
        if change.after is not None and _fires(rule, change)
    ]
    return sorted(fired)


def _fires(rule: Rule, change: ClusterChange) -> bool:
    before, after = change.before, change.after
    if after is None:
        return False
    if isinstance(rule, SizeRule):
        return (before.person_count if before else 0) < rule.persons <= after.person_count
    if isinstance(rule, IdentifierRule):
        return rule.name in after.watched and (before is None or rule.name not in before.watched)
    if before is None:
        return rule.when == "merged" and after.merges > 0
    return {
        "merged": after.merges > before.merges,
        "new-country": bool(set(after.countries) - set(before.countries)),
        "new-agency": bool(set(after.agencies) - set(before.agencies)),
    }[rule.when]
