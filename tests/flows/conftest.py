"""What the tests of this room share: a tiny landing folder, a quiet environment, Prefect's test server."""

from __future__ import annotations

import gc
import os
import shutil
import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.prefect_environment import prepare_prefect
from tests.flows.tiny_world import write_world

if TYPE_CHECKING:
    from flows.job import Job
    from flows.settings import Settings
    from tests.flows.any_history import Beginnings

AS_OF = "2026-01-15T12:00:00+00:00"


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No setting of the machine that runs the tests reaches them, and time stands still."""
    for name in [each for each in os.environ if each.startswith("TRAMA_") or each == "PREFECT_API_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TRAMA_AS_OF", AS_OF)
    monkeypatch.setenv("TRAMA_THREADS", "1")
    monkeypatch.setenv("PREFECT_PROFILES_PATH", str(tmp_path_factory.getbasetemp() / "no_profiles.toml"))


@pytest.fixture(scope="session")
def tracked_runs() -> Iterator[None]:
    """A Prefect server of its own for the tests that run flows; starting it takes seconds.

    Prefect leaves its client's sockets to the garbage collector, which would blame whatever test comes next.
    """
    prepare_prefect()
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415 - after its environment

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "unclosed", ResourceWarning)
        with prefect_test_harness(server_startup_timeout=90):
            yield
            gc.collect()
        gc.collect()


@pytest.fixture
def swept() -> Iterator[None]:
    """Collects what Prefect left open while the test's own filter still holds."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the main job has run once: `landing`, `store.duckdb`, `out`; for tests that look."""
    from flows.job import Job  # noqa: PLC0415 - after the environment
    from flows.settings import Settings  # noqa: PLC0415
    from flows.steps.run import run_pipeline  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("finished")
    settings = Settings(as_of=datetime.fromisoformat(AS_OF), threads=1)
    run_pipeline(write_world(folder / "landing"), folder / "out", Job(folder / "store.duckdb", settings))
    return folder


@pytest.fixture
def copied_store(finished: Path, tmp_path: Path) -> Path:
    """A store to change, in which the main job has run and nothing was exported for anybody yet."""
    from staging.store import open_store  # noqa: PLC0415 - after the environment

    copied = Path(shutil.copy(finished / "store.duckdb", tmp_path / "store.duckdb"))
    with open_store(copied) as store:
        store.connection.execute("delete from releases")
    return copied


@pytest.fixture
def job(copied_store: Path) -> Job:
    """The same store, with the settings of the test's environment."""
    from flows.job import Job  # noqa: PLC0415 - after the environment
    from flows.settings import read_settings  # noqa: PLC0415

    return Job(copied_store, read_settings())


@pytest.fixture(scope="session")
def world_settings() -> Settings:
    """Settings of stores that several tests start from."""
    from flows.settings import Settings  # noqa: PLC0415 - after the environment

    return Settings(as_of=datetime.fromisoformat(AS_OF), threads=1)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, world_settings: Settings) -> Job:
    """A store that took in the history of `old_world` in one plain ingest; only to be looked at."""
    from flows.job import Job  # noqa: PLC0415 - after the environment
    from flows.steps.ingest import ingest_step  # noqa: PLC0415
    from flows.steps.link import link_step  # noqa: PLC0415
    from tests.flows.old_world import write_history  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("plain")
    made = Job(folder / "plain.duckdb", world_settings)
    ingest_step([write_history(folder / "landing")], made)
    link_step(made)
    return made


@pytest.fixture(scope="module")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    """Random histories to go on with, for tests that have the same rules."""
    from tests.flows.any_history import Beginnings  # noqa: PLC0415 - after the environment

    return Beginnings(tmp_path_factory.mktemp("beginnings"))


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    """A landing folder with the tiny world."""
    return write_world(tmp_path / "landing")
