"""`trama explain` speaks the language of the settings."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.settings import Settings
from flows.steps.explain import LINKS, PHRASES
from reports.words.catalogue import load_words

PAIR = ("MX-FGR/R-0000#1", "US-HSI/R-0000#1")
VERDICTS = {"en": "taken for the same person", "es": "la misma persona", "fr": "tenus pour la même personne"}


def _explain(store: Path, pair: tuple[str, str] = PAIR) -> str:
    result = CliRunner().invoke(app, ["explain", *pair, "--store", str(store)])
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize("language", sorted(VERDICTS))
def test_a_pair_is_explained_in_the_language_of_the_settings(
    finished: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("TRAMA_LANGUAGE", language)
    told = _explain(finished / "store.duckdb")
    assert VERDICTS[language] in told.splitlines()[0]
    assert PHRASES[language]["what.surnames"] in told
    assert PHRASES[language]["head"].split()[-1] in told


@pytest.mark.parametrize("language", sorted(VERDICTS))
def test_links_between_the_two_are_told_with_their_weight_and_records(
    finished: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("TRAMA_LANGUAGE", language)
    told = _explain(finished / "store.duckdb", ("MX-FGR/R-0000#1", "MX-FGR/R-0000#2"))
    head, *lines = told.rstrip().split("\n\n")[-1].splitlines()
    assert head == LINKS[language].head
    kinds = {line.strip().split(":")[0].strip() for line in lines}
    assert load_words(language).code("link", "named_with") in kinds
    protected = _explain(finished / "store.duckdb", ("MX-FGR/R-0000#1", "MX-FGR/R-0000#3"))
    assert protected.rstrip().endswith(LINKS[language].none)


def test_a_protected_persons_values_are_withheld_in_every_language(
    finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, phrases in PHRASES.items():
        monkeypatch.setenv("TRAMA_LANGUAGE", language)
        told = _explain(finished / "store.duckdb", ("MX-FGR/R-0000#3", "US-HSI/R-0000#3"))
        assert phrases["withheld"] in told
        assert "zelaya" not in told.lower()


def test_every_language_of_the_settings_has_phrases_for_the_same_keys() -> None:
    assert set(PHRASES) == set(get_args(Settings.model_fields["language"].annotation))
    assert len({frozenset(phrases) for phrases in PHRASES.values()}) == 1
