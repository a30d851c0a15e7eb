"""No forbidden value in any byte of any output, for random worlds and partners."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Literal

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows.job import Job
from flows.report_choice import Form
from flows.steps import export, report, view
from flows.steps.link import link_step
from staging.store import Store
from tests.leaks.canary_world import PARTNERS, CanaryWorld, Record, make_world
from tests.leaks.everything import decide_pairs, fill_store, write_everything
from tests.leaks.searching import MARKED, find_leaks, fold

WORLDS = int(os.environ.get("LEAK_WORLDS", "2"))
"""Random worlds in one run; more with `LEAK_WORLDS=100 pytest tests/leaks`."""

CASES = 30 if "LEAK_WORLDS" in os.environ else 15
"""Of each of these worlds."""

FINDABLE = {".html", ".pdf", ".xlsx", ".parquet", ".csv", ".json", ".gexf", ".graphml"}
"""Forms in which words of the records are, and so must be found: else their absence would prove nothing."""

EVERYBODY = (*(PARTNERS if "LEAK_WORLDS" in os.environ else PARTNERS[::3]), "XX-NADIE")
"""Who only receives, who delivers too, and one to whom nothing is released by name; all with LEAK_WORLDS."""

HELD_BACK = re.compile(rb'<section id="held-back".*?</section>', re.DOTALL)
"""The one part of a page that says something of what is held back."""

thorough = settings(
    max_examples=WORLDS,
    deadline=None,
    derandomize="LEAK_WORLDS" not in os.environ,
    database=None,
    phases=[Phase.generate],  # a world gets no clearer by being smaller, and each takes seconds
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@given(
    seed=st.integers(0, 10**6),
    partner=st.sampled_from(PARTNERS),
    language=st.sampled_from(["en", "es", "fr"]),
)
@thorough
def test_a_partner_gets_no_byte_of_what_it_may_not_see(
    seed: int, partner: str, language: Literal["en", "es", "fr"]
) -> None:
    world = make_world(seed, cases=CASES)
    with tempfile.TemporaryDirectory() as folder:
        job = fill_store(world.records, Path(folder), language=language)
        decide_pairs(world, range(len(world.records)), job)
        link_step(job)
        out = write_everything(job, partner, Path(folder) / "out")
        assert find_leaks(out, world.forbidden(partner)) == []
        shown = _only_shown(world.records, world.visible_to(partner), partner)
        alone = fill_store(shown, Path(folder) / "alone", language=language, is_linked=False)
        decide_pairs(world, world.visible_to(partner), alone)
        assert _contents(write_everything(alone, partner, Path(folder) / "out_alone")) == _contents(out)


@pytest.mark.parametrize("recipient", EVERYBODY)
def test_each_recipient_gets_what_a_store_of_its_own_records_alone_would_give(
    recipient: str, small: tuple[CanaryWorld, Job], tmp_path: Path
) -> None:
    world, job = small
    forms: tuple[Form, ...] = ("xlsx", "evidence")  # a PDF is of the same view, and takes as long as the rest
    out = write_everything(job, recipient, tmp_path / "out", forms=forms)
    shown = _only_shown(world.records, world.visible_to(recipient), recipient)
    alone = fill_store(shown, tmp_path / "alone", is_linked=False)
    decide_pairs(world, world.visible_to(recipient), alone)
    assert _contents(write_everything(alone, recipient, tmp_path / "out_alone", forms=forms)) == _contents(
        out
    )
    assert find_leaks(out / "reports" / "manifest.json", world.forbidden(recipient)) == []


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[CanaryWorld, Job]:
    """A small world, and the holder's store of it."""
    world = make_world(4, cases=10)
    job = fill_store(world.records, tmp_path_factory.mktemp("small"))
    decide_pairs(world, range(len(world.records)), job)
    link_step(job)
    return world, job


def test_a_leak_that_is_planted_is_found_in_every_kind_of_output(
    small: tuple[CanaryWorld, Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, job = small
    honest = view.load_records
    monkeypatch.setattr(view, "load_records", lambda store, recipient: honest(store))
    leaked = find_leaks(write_everything(job, "CA-GRC", tmp_path), world.forbidden("CA-GRC"))
    assert {name.split("/")[0] for name, _ in leaked} == {"reports", "tables", *export.WRITERS}
    assert {Path(name).suffix for name, _ in leaked} >= FINDABLE
    within = {name.split("/")[1] for name, _ in leaked if name.startswith("reports/")}
    assert within >= {"index.html", "clusters", "pdf", "xlsx", "evidence"}
    tables = {Path(name).stem for name, _ in leaked if name.startswith("tables/")}
    assert tables >= {"mentions", "entities"}


def test_one_record_too_many_is_found(
    small: tuple[CanaryWorld, Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, job = small
    visible = set(world.visible_to("CA-GRC"))
    newest = {each["record_id"]: place for place, each in enumerate(world.records)}
    hidden = min(place for place in newest.values() if place not in visible and _is_red(world.records[place]))
    agency, record_id = (world.records[hidden][name] for name in ("agency", "record_id"))
    honest = view.load_records
    mine = (pl.col("agency") == agency) & (pl.col("record_id") == record_id)

    def leaky(store: Store, recipient: str) -> dict[str, pl.DataFrame]:
        shown, whole = honest(store, recipient=recipient), honest(store)
        return {name: pl.concat([frame, whole[name].filter(mine)]) for name, frame in shown.items()}

    monkeypatch.setattr(view, "load_records", leaky)
    out = write_everything(job, "CA-GRC", tmp_path / "leaky", forms=("evidence",))
    found = {word for _, word in find_leaks(out, world.forbidden("CA-GRC"))}
    assert len(found) > 3
    assert found <= {fold(each)[:MARKED] for each in world.canaries[hidden].anywhere}


def _is_red(record: Record) -> bool:
    return record["handling"] == "RED" and record["agency"] != "CA-GRC" and not record["retracted"]


def test_what_has_become_hidden_is_not_in_the_next_report_into_the_same_folder(tmp_path: Path) -> None:
    world = make_world(9, cases=10, revised=0.5)
    first = [each for each in world.records if each["revision"] == 1]
    out = tmp_path / "out"
    job = fill_store(first, tmp_path)
    before = CanaryWorld(first, world.canaries[: len(first)])
    for partner in ("US-HSI", "UNODC"):
        report.report_step(out / partner, job, recipient=partner)
        assert find_leaks(out / partner, before.forbidden(partner)) == []
    job = fill_store([each for each in world.records if each["revision"] == 2], tmp_path)
    for partner in ("US-HSI", "UNODC"):
        report.report_step(out / partner, job, recipient=partner)
        assert find_leaks(out / partner, world.forbidden(partner)) == []
        gone = world.forbidden(partner) - before.forbidden(partner)
        assert gone - {word for each in world.canaries[len(first) :] for word in each.anywhere}


@given(seed=st.integers(0, 10**6))
@settings(thorough, max_examples=max(1, WORLDS // 2))
def test_the_holder_gets_no_protected_persons_name(seed: int) -> None:
    world = make_world(seed, cases=CASES)
    with tempfile.TemporaryDirectory() as folder:
        out = write_everything(fill_store(world.records, Path(folder)), None, Path(folder) / "out")
        assert find_leaks(out, world.protected()) == []
        shown = set().union(*(each.anywhere for each in world.canaries))
        found = find_leaks(out, shown)
        assert len({word for _, word in found}) > len(world.records)
        assert {Path(name).suffix for name, _ in found} >= FINDABLE


def _only_shown(records: list[Record], shown: list[int], partner: str) -> list[Record]:
    """What is delivered to a store that never held anything but what the partner may see, and its own."""
    return [each for place, each in enumerate(records) if place in set(shown) or each["agency"] == partner]


def _contents(out: Path) -> dict[str, bytes]:
    """Every file's bytes, without the words on what is held back."""
    return {
        path.relative_to(out).as_posix(): HELD_BACK.sub(b"", path.read_bytes())
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
