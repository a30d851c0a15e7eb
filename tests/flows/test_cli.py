"""The commands as a person or a script calls them: exit status, output, and what is said of a failure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli.app import app
from flows.cli.terminal import printable
from flows.steps import run as run_step
from flows.store_lock import hold_store

COMMANDS = ("run", "backfill", "ingest", "link", "report", "export", "explain", "status", "quarantine")
HEAVY = ("polars", "duckdb", "prefect", "splink", "pandera", "networkx", "scipy", "pyarrow")


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    result = call(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_help_and_wrong_calls_load_nothing_slow() -> None:
    look = "import sys, flows.cli.app; print([each for each in sys.argv[1:] if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look, *HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("run", "nowhere"),
        ("export", "word-perfect"),
        ("report", "--for", "lower"),
        ("status",),
        ("quarantine", "--delivery", "D-0"),
        ("explain", "MX-FGR/R-0000#1", "MX-FGR/R-9999#1"),
        ("link", "--store", "nowhere.duckdb"),
    ],
)
def test_a_wrong_call_ends_with_two_and_one_line(
    arguments: tuple[str, ...], finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if arguments != ("status",):
        monkeypatch.setenv("TRAMA_STORE", str(finished / "store.duckdb"))
    monkeypatch.setenv("TRAMA_OUT", str(tmp_path / "out"))
    monkeypatch.chdir(tmp_path)
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.stderr
    assert not result.stdout
    assert not list(tmp_path.iterdir())


def test_run_ends_standard_output_with_its_counts(landing: Path, tmp_path: Path) -> None:
    result = call("run", landing, "--store", tmp_path / "s.duckdb", "--out", tmp_path / "out", "--json")
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    counts = json.loads(line)
    expected = {"deliveries": 2, "received": 77, "accepted": 70, "quarantined": 7, "duplicates": 0}
    assert counts.items() >= {**expected, "persons": 4, "clusters": 1, "changed": True}.items()
    assert Path(counts["report"]).is_file()
    assert {"entities", "links", "mentions", "records", "seconds"} <= counts.keys()
    assert "marzo.ndjson: 49 accepted, 7 quarantined" in result.stderr


def test_ingest_and_link_end_standard_output_with_their_counts(landing: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    taken = call("ingest", landing / "US-HSI" / "march.ndjson", "--store", store, "--json")
    assert json.loads(taken.stdout.splitlines()[-1])["received"] == 21
    linked = call("link", "--store", store, "--json")
    assert json.loads(linked.stdout.splitlines()[-1])["records"] == 3
    again = call("link", "--store", store, "--json")
    assert json.loads(again.stdout.splitlines()[-1])["changed"] is False


def test_a_delivery_from_elsewhere_needs_its_agency(tmp_path: Path, landing: Path) -> None:
    loose = tmp_path / "loose.ndjson"
    (landing / "US-HSI" / "march.ndjson").rename(loose)
    refused = call("ingest", loose, "--store", tmp_path / "s.duckdb")
    assert refused.exit_code == 2
    assert "--agency" in refused.stderr
    assert call("ingest", loose, "--agency", "US-HSI", "--store", tmp_path / "s.duckdb").exit_code == 0


def test_a_run_says_which_page_to_open(finished: Path, tmp_path: Path) -> None:
    store = finished / "store.duckdb"
    result = call("run", finished / "landing", "--store", store, "--out", tmp_path / "out")
    assert result.stdout.splitlines()[-1].startswith("Open ")
    assert result.stdout.splitlines()[-1].endswith("index.html")


def test_the_other_commands_say_what_they_found(finished: Path, tmp_path: Path) -> None:
    store = ("--store", finished / "store.duckdb")
    assert "US-HSI" in call("status", *store).stdout
    assert json.loads(call("status", *store, "--json").stdout)["records"] == 10
    assert "code_list" in call("quarantine", *store).stdout
    assert "bits" in call("explain", "MX-FGR/R-0000#1", "US-HSI/R-0000#1", *store).stdout
    assert call("report", "--for", "US-HSI", "--out", tmp_path / "r", *store).exit_code == 0
    assert (tmp_path / "r" / "index.html").is_file()
    assert call("export", "tables", "--format", "csv", "--out", tmp_path / "t", *store).exit_code == 0
    assert (tmp_path / "t" / "mentions.csv").is_file()
    assert (tmp_path / "t" / "mentions.parquet").is_file()


def test_rows_of_one_delivery_are_shown_without_names(finished: Path) -> None:
    store = ("--store", finished / "store.duckdb")
    delivery = next(each for each in call("quarantine", *store).stdout.split() if each.startswith("D-"))
    told = call("quarantine", "--delivery", delivery, *store).stdout
    assert "expected one of CLEAR" in told
    assert "Zelaya" not in told


def test_a_busy_store_is_told_and_left_alone(
    landing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAMA_LOCK_TIMEOUT_S", "0")
    with hold_store(tmp_path / "s.duckdb", timeout_s=0):
        result = call("run", landing, "--store", tmp_path / "s.duckdb", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "run the command again" in result.stderr
    assert not (tmp_path / "s.duckdb").exists()


def test_an_unexpected_failure_is_told_without_its_words(
    landing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise ValueError("cannot convert 'Wilmer Zelaya'")

    monkeypatch.setattr(run_step, "link_step", stumble)
    arguments = ("run", landing, "--store", tmp_path / "s.duckdb", "--out", tmp_path / "out")
    result = call(*arguments)
    assert result.exit_code == 1
    assert "ValueError" in result.stderr
    assert "Zelaya" not in result.stderr
    assert isinstance(call("--debug", *arguments).exception, ValueError)


def test_a_folder_that_cannot_be_written_is_told(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    result = call("report", "--store", finished / "store.duckdb", "--out", tmp_path / "file" / "out")
    assert result.exit_code == 1
    assert "The system refused" in result.stderr


def test_what_moves_the_cursor_is_not_printed() -> None:
    assert printable("a\x1b[2Jb\u202ec\n") == "a\ufffd[2Jb\ufffdc\ufffd"
    assert printable("Quiñones, Québec") == "Quiñones, Québec"
