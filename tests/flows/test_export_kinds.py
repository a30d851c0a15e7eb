"""`trama export KIND`: each format's files are there, the same twice, and name nobody protected."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli.app import app
from flows.cli.export import ExportKind
from flows.steps.export import WRITERS
from flows.steps.snapshot import HOLDERS_OWN
from tests.flows.tiny_world import MIGRANT

FILES = {
    "ftm": {"entities.ftm.json"},
    "gexf": {"network.gexf"},
    "graphml": {"network.graphml"},
    "i2": {"entities.csv", "links.csv", "import_specification.txt"},
    "neo4j": {"nodes.csv", "relationships.csv"},
    "stix": {"bundle.stix.json"},
}


def call(kind: str, finished: Path, out: Path, *more: str) -> Result:
    store = str(finished / "store.duckdb")
    return CliRunner().invoke(app, ["export", kind, "--out", str(out), "--store", store, *more])


def read_files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.name != "snapshot.json"}


def test_the_command_knows_every_writer_and_the_tables() -> None:
    assert {each.value for each in ExportKind} == {"tables", *WRITERS}
    assert set(FILES) == set(WRITERS)


@pytest.mark.parametrize("kind", sorted(FILES))
def test_the_holder_gets_the_same_files_twice_and_no_protected_name(
    kind: str, finished: Path, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        result = call(kind, finished, tmp_path / name)
        assert result.exit_code == 0, result.stderr
        assert "Written" in result.stdout
    first, second = read_files(tmp_path / "a"), read_files(tmp_path / "b")
    assert set(first) == FILES[kind]
    assert first == second
    assert HOLDERS_OWN in (tmp_path / "a" / "snapshot.json").read_text(encoding="utf-8")
    whole = b"".join(first.values())
    assert b"Trevi" in whole
    assert not [word for word in MIGRANT.split() if word.encode() in whole]


@pytest.mark.parametrize("kind", sorted(FILES))
def test_a_partner_gets_its_own_view(kind: str, finished: Path, tmp_path: Path) -> None:
    assert call(kind, finished, tmp_path, "--for", "US-HSI").exit_code == 0
    assert set(read_files(tmp_path)) == {*FILES[kind], "manifest.json"}
    assert not (tmp_path / "snapshot.json").exists()


@pytest.mark.parametrize("more", [("--format", "csv"), ("--tracked",), ("--for", "lower")])
def test_what_a_format_does_not_take_is_a_wrong_call(
    more: tuple[str, ...], finished: Path, tmp_path: Path
) -> None:
    result = call("gexf", finished, tmp_path / "out", *more)
    assert result.exit_code == 2
    assert result.stderr
    assert not (tmp_path / "out").exists()
