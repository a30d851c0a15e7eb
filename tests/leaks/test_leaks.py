"""No forbidden value in any byte of any output, for random worlds and partners."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Literal

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows.steps.link import link_step
from tests.leaks.canary_world import PARTNERS, Record, make_world
from tests.leaks.everything import decide_pairs, fill_store, write_everything
from tests.leaks.searching import find_leaks

WORLDS = int(os.environ.get("LEAK_WORLDS", "2"))
"""Random worlds in one run; more with `LEAK_WORLDS=100 pytest tests/leaks`."""

FINDABLE = {".html", ".pdf", ".xlsx", ".parquet", ".csv", ".json", ".gexf", ".graphml"}
"""Forms in which words of the records are, and so must be found: else their absence would prove nothing."""

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
    world = make_world(seed)
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


@given(seed=st.integers(0, 10**6))
@settings(thorough, max_examples=max(1, WORLDS // 2))
def test_the_holder_gets_no_protected_persons_name(seed: int) -> None:
    world = make_world(seed)
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
