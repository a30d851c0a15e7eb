"""What is remembered of a frame stays what the frame says, whatever is asked and changed in between."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest

from resolution.upkeep.cache import CachedFrames
from resolution.upkeep.state import FramesInMemory

SCHEMA = {"number": pl.UInt32, "name": pl.String, "weight": pl.Float64}


class Counted(FramesInMemory):
    """Frames that count how often they are asked and changed."""

    asked = removed = 0

    def select(self, *question: object, **named: object) -> pl.DataFrame:
        self.asked += 1
        return super().select(*question, **named)  # type: ignore[arg-type]

    def remove(self, frame: str, column: str, keys: pl.Series) -> None:
        self.removed += 1
        super().remove(frame, column, keys)


def draw_rows(rng: Random, count: int) -> pl.DataFrame:
    rows = [(rng.randrange(12), rng.choice("abcdef"), rng.random()) for _ in range(count)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def draw_keys(rng: Random) -> tuple[str, pl.Series]:
    if rng.random() < 0.5:
        return "number", pl.Series(rng.sample(range(12), rng.randrange(5)), dtype=pl.UInt32)
    return "name", pl.Series([*rng.sample("abcdef", rng.randrange(4)), None], dtype=pl.String)


@pytest.mark.parametrize("seed", range(20))
def test_cached_frames_say_what_the_frames_say(seed: int) -> None:
    rng = Random(seed)
    rows = draw_rows(rng, 30)
    plain, cached = FramesInMemory({"f": rows}), CachedFrames(FramesInMemory({"f": rows}))
    for _ in range(60):
        column, keys = draw_keys(rng)
        wanted = rng.choice([None, ["weight"], ["number", "name"]])
        change, added = rng.random(), draw_rows(rng, rng.randrange(4))
        for frames in (plain, cached):
            if change < 0.15:
                frames.remove("f", column, keys)
            elif change < 0.3:
                frames.append("f", added)
            elif change < 0.4:
                frames.remove_rows("f", added.select("number", "name"))
        found, expected = (each.select("f", column, keys, wanted) for each in (cached, plain))
        assert found.sort(found.columns).equals(expected.sort(expected.columns))


def test_nothing_is_fetched_twice_and_nothing_absent_is_deleted() -> None:
    frames = Counted({"f": draw_rows(Random(1), 30)})
    cached = CachedFrames(frames)
    known, absent = pl.Series([1, 2, 3], dtype=pl.UInt32), pl.Series([99], dtype=pl.UInt32)
    for keys in (known, known.head(2), absent, absent):
        cached.select("f", "number", keys)
    cached.remove("f", "number", absent)
    assert (frames.asked, frames.removed) == (2, 0)


def test_what_is_found_as_quickly_is_always_asked_for() -> None:
    rows = draw_rows(Random(1), 30)
    frames = Counted({"quick": rows, "slow": rows})
    cached = CachedFrames(frames, lambda frame: frame == "quick")
    keys = pl.Series(range(12), dtype=pl.UInt32)
    for frame, expected in (("slow", 1), ("quick", 3)):
        frames.asked = 0
        for _ in range(3):
            assert cached.select(frame, "number", keys).height == rows.height
        assert frames.asked == expected
