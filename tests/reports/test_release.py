"""What may shape a partner's view, and what it is told of the rest."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.manifest import count_held_back, require_own_folder, require_releasable, span_of, write_manifest
from reports.release import releasable_decisions
from reports.report_view import HeldBack, Span
from schemas.errors import ConfigError

NOTHING: dict[str, pl.DataFrame] = {
    "occurrences": pl.DataFrame(schema={"entity_id": pl.String, "kind": pl.String, "record_key": pl.String}),
    "link_evidence": pl.DataFrame(
        schema={"source_id": pl.String, "target_id": pl.String, "kind": pl.String, "record_key": pl.String}
    ),
    "clusters": pl.DataFrame(schema={"cluster_id": pl.String, "entity_id": pl.String}),
}


def withheld(*rows: tuple[str, str, str]) -> pl.DataFrame:
    schema = {"agency": pl.String, "record_id": pl.String, "handling": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


@given(st.integers(1, 10**6))
def test_a_span_holds_the_count_and_four_others(count: int) -> None:
    span = span_of(count)
    assert span.low <= count <= span.high
    assert span.high - span.low == (3 if count < 5 else 4)


def test_none_is_said_to_be_none() -> None:
    assert span_of(0) == Span(0, 0)
    assert count_held_back("US-HSI", withheld(), ["MX-FGR"], NOTHING).is_nothing


def test_an_item_counts_as_held_back_where_all_that_it_rests_on_is() -> None:
    saved = {
        "occurrences": pl.DataFrame(
            [("P-1", "person", "MX-FGR/1"), ("P-2", "person", "MX-FGR/1"), ("P-2", "person", "US-HSI/9"),
             ("T-1", "phone", "MX-FGR/1")],
            schema=NOTHING["occurrences"].schema, orient="row",
        ),
        "link_evidence": pl.DataFrame(
            [("P-1", "P-2", "named_with", "MX-FGR/1"), ("P-2", "T-1", "uses_phone", "MX-FGR/1"),
             ("P-2", "T-1", "uses_phone", "US-HSI/9")],
            schema=NOTHING["link_evidence"].schema, orient="row",
        ),
        "clusters": pl.DataFrame({"cluster_id": ["C-1", "C-1", "C-2"], "entity_id": ["P-1", "P-2", "P-1"]}),
    }  # fmt: skip
    found = count_held_back("US-HSI", withheld(("MX-FGR", "1", "AMBER")), ["US-HSI"], saved)
    few = Span(1, 4)
    assert found.counts == (("records", few), ("persons", few), ("links", few), ("clusters", few))
    alone = count_held_back("US-HSI", withheld(("MX-FGR", "1", "AMBER")), ["US-HSI"], None)
    assert alone.counts == (("records", few), ("persons", None), ("links", None), ("clusters", None))


@pytest.mark.parametrize(
    ("handling", "shown", "ask"),
    [
        ("AMBER", ["MX-FGR"], ("MX-FGR",)),
        ("AMBER+STRICT", ["MX-FGR"], ("MX-FGR",)),
        ("RED", ["MX-FGR"], ()),
        ("AMBER", ["US-HSI"], ()),
    ],
)
def test_an_originator_is_named_where_it_is_known_and_may_release(
    handling: str, shown: list[str], ask: tuple[str, ...]
) -> None:
    assert count_held_back("US-HSI", withheld(("MX-FGR", "1", handling)), shown, None).ask == ask


def decision(judgement: str, *keys: str, status: str | None = None) -> pl.DataFrame:
    row = {
        "judgement": judgement,
        "left_keys": list(keys[:1]),
        "right_keys": list(keys[1:]),
        "status": status,
    }
    text, texts = pl.String, pl.List(pl.String)
    return pl.DataFrame(
        [row], schema={"judgement": text, "left_keys": texts, "right_keys": texts, "status": text}
    )


@pytest.mark.parametrize(
    ("judgement", "status", "holds"),
    [
        ("same", None, False),
        ("link_confirmed", None, False),
        ("settled", "facilitator", False),
        ("settled", "victim", True),
        ("not_same", None, True),
        ("link_rejected", None, True),
    ],
)
def test_upon_hidden_records_only_what_protects_holds(
    judgement: str, status: str | None, holds: bool
) -> None:
    made = decision(judgement, "MX-FGR/1#1", "MX-FGR/2|identifiers|3|value", status=status)
    assert releasable_decisions(made, ["MX-FGR/1", "MX-FGR/2"]).height == 1
    assert releasable_decisions(made, ["MX-FGR/1"]).height == int(holds)


def test_a_record_id_with_the_keys_own_marks_is_no_way_round() -> None:
    made = decision("same", "MX-FGR/a|b|7|c#1", "MX-FGR/a#1#2")
    assert releasable_decisions(made, ["MX-FGR/a"]).is_empty()
    assert releasable_decisions(made, ["MX-FGR/a|b|7|c", "MX-FGR/a#1"]).height == 1


def test_a_manifest_says_spans_and_names_and_marks_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    held_back = HeldBack("US-HSI", (("records", Span(5, 9)), ("persons", None)), ("MX-FGR",))
    path = write_manifest(tmp_path, held_back, "AMBER", [tmp_path / "a.txt"])
    content = json.loads(path.read_text())
    assert content["held_back"] == {"records": {"from": 5, "to": 9}, "persons": None}
    assert (content["ask"], content["handling"], list(content["files"])) == (["MX-FGR"], "AMBER", ["a.txt"])
    require_own_folder(tmp_path, "US-HSI")
    require_releasable(tmp_path, "US-HSI")
    for other in ("US-CBP", None):
        with pytest.raises(ConfigError, match="written for US-HSI"):
            require_own_folder(tmp_path, other)


def test_a_manifest_that_is_none_of_ours_is_no_way_to_have_a_folder_replaced(tmp_path: Path) -> None:
    for content in ("not json", "[]", '{"recipient": "US-HSI", "files": {}}'):
        (tmp_path / "manifest.json").write_text(content)
        (tmp_path / "mine.txt").write_text("mine")
        with pytest.raises(ConfigError):
            require_releasable(tmp_path, "US-HSI")
