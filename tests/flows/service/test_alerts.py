"""Watch rules: which fire for what, and that what they watch for is told to nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows.service.alerts import find_alerts, find_watched, read_rules
from flows.service.changes import find_changes
from flows.service.events import tell_alert
from flows.service.facts import ClusterFacts
from schemas.errors import ConfigError

SMALL = ClusterFacts("d1", 3, 4, agencies=("MX-FGR",), countries=("MX",))
RULES = """
[[rule]]
name = "large"
when = "size"
persons = 5

[[rule]]
name = "merger"
when = "merged"

[[rule]]
name = "abroad"
when = "new-country"

[[rule]]
name = "joint"
when = "new-agency"

[[rule]]
name = "number-seven"
when = "identifier"
kind = "phone"
value = "(81) 1234-5670"
"""


@pytest.fixture
def rules_file(tmp_path: Path) -> Path:
    path = tmp_path / "watch.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("after", "fired"),
    [
        (replace(SMALL, digest="d2"), []),
        (replace(SMALL, digest="d2", person_count=5), ["large"]),
        (replace(SMALL, digest="d2", merges=1), ["merger"]),
        (replace(SMALL, digest="d2", countries=("MX", "US")), ["abroad"]),
        (replace(SMALL, digest="d2", agencies=("MX-FGR", "US-HSI")), ["joint"]),
        (replace(SMALL, digest="d2", watched=("number-seven",)), ["number-seven"]),
        (SMALL, []),
    ],
)
def test_each_rule_fires_for_its_own_change(rules_file: Path, after: ClusterFacts, fired: list[str]) -> None:
    alerts = find_alerts(read_rules(rules_file), find_changes({"C-A": SMALL}, {"C-A": after}))
    assert [each.rule for each in alerts] == fired


def test_a_new_cluster_that_is_large_at_once_fires_but_is_no_new_country(rules_file: Path) -> None:
    born = replace(SMALL, person_count=9)
    alerts = find_alerts(read_rules(rules_file), find_changes({}, {"C-A": born}))
    assert [each.rule for each in alerts] == ["large"]


def test_a_size_that_was_reached_before_does_not_fire_again(rules_file: Path) -> None:
    large = replace(SMALL, person_count=6)
    grown = find_changes({"C-A": large}, {"C-A": replace(large, digest="d2", person_count=7)})
    assert find_alerts(read_rules(rules_file), grown) == []


def test_a_watched_number_is_met_however_it_is_written_and_never_a_protected_one(rules_file: Path) -> None:
    entities = pl.DataFrame(
        {
            "entity_id": ["T-1", "T-2", "T-3"],
            "kind": ["phone", "phone", "phone"],
            "value_text": ["+528112345670", None, "+528199999999"],
        }
    )
    clusters = pl.DataFrame({"cluster_id": ["C-A", "C-B", "C-C"], "entity_id": ["T-1", "T-2", "T-3"]})
    assert find_watched(read_rules(rules_file), entities, clusters) == {"C-A": ("number-seven",)}


def test_an_alert_says_rule_and_cluster_and_nothing_else(rules_file: Path) -> None:
    change = find_changes({"C-A": SMALL}, {"C-A": replace(SMALL, watched=("number-seven",))})
    (alert,) = find_alerts(read_rules(rules_file), change)
    assert tell_alert(alert).payload == {"rule": "number-seven", "cluster_id": "C-A"}


@pytest.mark.parametrize(
    "content",
    [
        "[[rule]\n",
        '[[rule]]\nname = "x"\nwhen = "sise"\n',
        '[[rule]]\nname = "x"\nwhen = "size"\n',
        '[[rule]]\nname = "Ramiro Treviño"\nwhen = "merged"\n',
        '[[rule]]\nname = "x"\nwhen = "merged"\n[[rule]]\nname = "x"\nwhen = "merged"\n',
    ],
)
def test_rules_that_need_mending_are_refused_without_being_quoted(tmp_path: Path, content: str) -> None:
    path = tmp_path / "watch.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"watch\.toml") as refusal:
        read_rules(path)
    assert "Ramiro" not in str(refusal.value)


def test_no_file_is_no_rules(tmp_path: Path) -> None:
    assert read_rules(tmp_path / "watch.toml") == []
