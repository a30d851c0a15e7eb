"""Settings from the environment."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.settings import apply_threads, read_settings
from schemas.errors import ConfigError


def test_the_environment_is_read_anew_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAMA_STORE", "a/b.duckdb")
    assert read_settings().store == Path("a/b.duckdb")
    monkeypatch.delenv("TRAMA_STORE")
    assert read_settings().store == Path("store/trama.duckdb")


def test_wrong_settings_are_all_named_and_their_values_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAMA_SEED", "sesame")
    monkeypatch.setenv("TRAMA_LANGUAGE", "klingon")
    with pytest.raises(ConfigError) as caught:
        read_settings()
    told = str(caught.value)
    assert "TRAMA_SEED" in told
    assert "TRAMA_LANGUAGE" in told
    assert "sesame" not in told
    assert "klingon" not in told


def test_a_moment_without_a_zone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAMA_AS_OF", "2026-01-01T00:00:00")
    with pytest.raises(ConfigError, match="TRAMA_AS_OF"):
        read_settings()


def test_now_is_the_given_moment_in_utc_or_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAMA_AS_OF", "2026-01-01T00:00:00-06:00")
    assert read_settings().now() == datetime(2026, 1, 1, 6, tzinfo=UTC)
    monkeypatch.delenv("TRAMA_AS_OF")
    assert abs((read_settings().now() - datetime.now(UTC)).total_seconds()) < 60


def test_threads_bound_the_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLARS_MAX_THREADS", "8")
    apply_threads(read_settings())
    assert os.environ["POLARS_MAX_THREADS"] == "1"
