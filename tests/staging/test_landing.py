"""Finding deliveries under a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.errors import ConfigError
from staging.landing import find_deliveries, link_leading_out, list_loose, list_unclaimed


def _touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    return path


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    root = tmp_path / "landing"
    for name in (
        "MX-INM/b.ndjson",
        "MX-INM/a.zip",
        "MX-INM/.hidden.ndjson",
        "MX-INM/c.ndjson.part",
        "MX-INM/d.tmp",
        "MX-INM/e.crdownload",
        "MX-INM/flat/cases.csv",
        "MX-INM/flat/persons.csv",
        "MX-INM/2023/x.ndjson",
        "CA-RCMP/q.xlsx",
        "not an agency/z.ndjson",
    ):
        _touch(root / name)
    return root


def shown(path: Path, agency: str | None = None) -> list[str]:
    return [found.display_path for found in find_deliveries(path, agency)]


def test_landing_folder_gives_every_agencys_deliveries_sorted_without_unfinished_names(landing: Path) -> None:
    expected = ["CA-RCMP/q.xlsx", "MX-INM/2023/x.ndjson", "MX-INM/a.zip", "MX-INM/b.ndjson", "MX-INM/flat"]
    assert shown(landing) == expected


def test_agency_folder_folder_delivery_and_single_file(landing: Path) -> None:
    assert shown(landing / "CA-RCMP") == ["CA-RCMP/q.xlsx"]
    assert shown(landing / "MX-INM" / "flat") == ["MX-INM/flat"]
    assert shown(landing / "MX-INM" / "b.ndjson") == ["MX-INM/b.ndjson"]


def test_agency_option_names_the_deliverer_of_any_path(tmp_path: Path) -> None:
    file = _touch(tmp_path / "elsewhere" / "r.ndjson")
    assert shown(file, "US-CBP") == ["US-CBP/r.ndjson"]
    assert shown(file.parent, "US-CBP") == ["US-CBP/r.ndjson"]


def test_shown_path_holds_nothing_of_the_machine(landing: Path) -> None:
    assert all(str(landing) not in path for path in shown(landing))


def test_refuses_what_belongs_to_nobody(tmp_path: Path) -> None:
    file = _touch(tmp_path / "elsewhere" / "r.ndjson")
    with pytest.raises(ConfigError, match="--agency"):
        find_deliveries(file)
    with pytest.raises(ConfigError, match="no agency's folder"):
        find_deliveries(file.parent)
    with pytest.raises(ConfigError, match="no agency code"):
        find_deliveries(file, "mx inm")
    with pytest.raises(ConfigError, match="no such file"):
        find_deliveries(tmp_path / "missing")


def test_files_in_no_agencys_folder_are_named_by_their_place(landing: Path) -> None:
    for name in ("loose.ndjson", "CA-GRC", "half.csv.part", ".hidden"):
        _touch(landing / name)
    assert list_loose(landing) == ["landing/CA-GRC", "landing/loose.ndjson"]
    assert shown(landing) == [place for place in shown(landing) if "loose" not in place]
    assert [list_loose(landing / "MX-INM"), list_loose(landing / "loose.ndjson")] == [[], []]


def test_folders_that_are_no_agencys_are_named(landing: Path) -> None:
    assert list_unclaimed(landing) == ["not an agency"]
    assert list_unclaimed(landing / "MX-INM") == []


def test_only_a_link_that_leads_out_of_the_landing_folder_is_found(landing: Path, tmp_path: Path) -> None:
    secret = _touch(tmp_path / "elsewhere" / "secret.csv")
    (landing / "CA-RCMP" / "out.ndjson").symlink_to(secret)
    (landing / "CA-RCMP" / "in.ndjson").symlink_to(landing / "MX-INM" / "b.ndjson")
    (landing / "MX-INM" / "flat" / "calls.csv").symlink_to(secret)
    leading_out = [found.display_path for found in find_deliveries(landing) if link_leading_out(found)]
    assert leading_out == ["CA-RCMP/out.ndjson", "MX-INM/flat"]


def test_a_link_is_found_where_it_leads_to_a_file_and_passed_over_where_it_leads_nowhere(
    landing: Path,
) -> None:
    folder = landing / "CA-RCMP"
    (folder / "file.ndjson").symlink_to(landing / "MX-INM" / "b.ndjson")
    (folder / "gone.ndjson").symlink_to(landing / "nowhere")
    (folder / "loop.ndjson").symlink_to(folder / "loop.ndjson")
    (folder / "folder").symlink_to(landing / "MX-INM" / "2023")
    assert shown(folder) == ["CA-RCMP/file.ndjson", "CA-RCMP/q.xlsx"]
