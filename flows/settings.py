"""Settings: defaults for whatever a call does not say, read from the environment with the prefix `TRAMA_`.

Nothing is read at import; each command and flow asks once. No setting holds a secret, and an error about a
setting names the variable and what is expected, never the value that was found.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.errors import ConfigError

PREFIX = "TRAMA_"
_MEMORY = r"^[0-9]+(\.[0-9]+)? ?(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$"


class Settings(BaseSettings):
    """What the environment may set.

    Attributes:
        store: The DuckDB file (`TRAMA_STORE`).
        out: Folder for reports and tables (`TRAMA_OUT`).
        landing: Folder into which partners drop deliveries (`TRAMA_LANDING`).
        language: Language of the reports (`TRAMA_LANGUAGE`).
        seed: Seed of everything drawn at random; null for the network's own default (`TRAMA_SEED`).
        same_bits: Weight from which two mentions are one person; null for resolution's policy
            (`TRAMA_SAME_BITS`).
        review_bits: Weight from which a pair is worth a person's look; null for resolution's policy
            (`TRAMA_REVIEW_BITS`).
        as_of: The moment that counts as now, with its zone; null for the clock. Tests and reproductions
            set it (`TRAMA_AS_OF`).
        threads: Threads of the database and of the frames; null for one per core (`TRAMA_THREADS`).
        memory_limit: Most memory of the database, such as `1GB`; null for its own default
            (`TRAMA_MEMORY_LIMIT`).
        lock_timeout_s: Seconds to wait while another program uses the store (`TRAMA_LOCK_TIMEOUT_S`); where
            it is not set, a command waits longer for a store on which a service works.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    store: Path = Path("store/trama.duckdb")
    out: Path = Path("out")
    landing: Path = Path("landing")
    language: Literal["en", "es", "fr"] = "en"
    seed: int | None = Field(default=None, ge=0, lt=2**32)
    same_bits: float | None = Field(default=None, gt=0, le=60)
    review_bits: float | None = Field(default=None, ge=-60, le=60)
    as_of: AwareDatetime | None = None
    threads: int | None = Field(default=None, ge=1, le=1024)
    memory_limit: str | None = Field(default=None, pattern=_MEMORY)
    lock_timeout_s: float = Field(default=30.0, ge=0, le=86_400)

    def now(self) -> datetime:
        """The moment that counts as now, in UTC."""
        return (self.as_of or datetime.now(UTC)).astimezone(UTC)


def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        ConfigError: A variable does not hold what it should; all such variables are named at once.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{PREFIX}{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())
        raise ConfigError(f"The environment sets something wrong: {wrong}.") from None


def apply_threads(settings: Settings) -> None:
    """Bound the threads of the frames; works only before polars is loaded, so the entry points call it."""
    if settings.threads is not None:
        os.environ["POLARS_MAX_THREADS"] = str(settings.threads)
