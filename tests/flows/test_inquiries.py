"""The commands that settle, withdraw, look back and check: exit status, output, refusals."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli.app import app
from tests.flows.decision_files import not_same, same, write_decisions

LEFT, RIGHT = "MX-FGR/R-0000#1", "US-HSI/R-0000#1"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def last_line(result: Result) -> dict[str, object]:
    return dict(json.loads(result.stdout.strip().splitlines()[-1]))


@pytest.fixture
def store(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path(shutil.copy(finished / "store.duckdb", tmp_path / "store.duckdb"))
    monkeypatch.setenv("TRAMA_STORE", str(path))
    return path


@pytest.mark.parametrize("command", ["decide", "review", "retract", "lineage", "verify"])
def test_every_command_has_help(command: str) -> None:
    result = call(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("decide", "none.json"),
        ("lineage", "C-AAAAAAAAAAAA"),
        ("retract",),
        ("retract", "MX-FGR/R-0000"),
        ("retract", "MX-FGR/R-0000", "--reason", "why", "--preview"),
        ("retract", "MX-FGR/NONE", "--reason", "why"),
        ("retract", "--older-than", "none.toml"),
        ("verify", "--store", "none.duckdb"),
        ("review", "--out", "x.json", "--store", "none.duckdb"),
    ],
)
@pytest.mark.usefixtures("store")
def test_a_wrong_call_ends_with_two(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")


@pytest.mark.usefixtures("store")
def test_decisions_that_contradict_end_with_one_and_name_both(tmp_path: Path) -> None:
    first = call("decide", write_decisions(tmp_path, same(LEFT, RIGHT)), "--json")
    assert first.exit_code == 0
    assert "Warning" in first.stderr
    (decision,) = last_line(first)["ids"]  # type: ignore[misc]
    refused = call("decide", write_decisions(tmp_path, not_same(LEFT, RIGHT)))
    assert refused.exit_code == 1
    assert str(decision) in refused.stderr
    assert refused.stderr.count("J-") == 2
    assert call("status", "--json").exit_code == 0
    assert last_line(call("status", "--json"))["is_network_current"] is False


@pytest.mark.usefixtures("store")
def test_a_record_is_withdrawn_and_the_store_stays_sound() -> None:
    told = call("retract", "MX-FGR/R-0000", "--reason", "court order", "--json")
    assert last_line(told)["records"] == ["MX-FGR/R-0000"]
    assert call("link").exit_code == 0
    checked = call("verify", "--rebuild", "--json")
    assert checked.exit_code == 0
    assert last_line(checked)["passed"] is True


@pytest.mark.usefixtures("store")
def test_reports_of_another_network_fail_the_check_in_words(tmp_path: Path) -> None:
    result = call("verify", "--out", tmp_path)
    assert result.exit_code == 1
    assert "FAILED  reports are of this network" in result.stdout
    checks = [line for line in result.stdout.splitlines() if line.startswith(("ok ", "FAILED "))]
    assert f"1 of {len(checks)} checks failed." in result.stdout


@pytest.mark.usefixtures("store")
def test_the_lineage_of_a_cluster_names_its_cause(finished: Path) -> None:
    (page,) = (finished / "out" / "reports" / "clusters").iterdir()
    result = call("lineage", page.stem)
    assert result.exit_code == 0
    assert "born" in result.stdout
    assert "by the record" in result.stdout
    changes = last_line(call("lineage", page.stem, "--json"))["changes"]
    assert isinstance(changes, list)
    assert changes[0]["cause_kind"] == "record"


@pytest.mark.usefixtures("store")
def test_the_review_file_is_written_and_counted(tmp_path: Path) -> None:
    result = call("review", "--out", tmp_path / "review.json", "--limit", "3")
    assert result.exit_code == 0
    assert "doubtful pairs in" in result.stdout
    assert (tmp_path / "review.json").is_file()
