"""In a partner's view an origin is a record of that view, or a mark that says nothing of any other."""

from __future__ import annotations

import polars as pl

from staging.withheld import withhold_origins


def origins(*rows: tuple[str, str | None]) -> dict[str, str | None]:
    cases = pl.DataFrame(
        [("MX-INM", record_id, origin) for record_id, origin in rows],
        schema={"agency": pl.String, "record_id": pl.String, "origin_ref": pl.String},
        orient="row",
    )
    shown = withhold_origins(cases)
    assert shown.columns == cases.columns
    return dict(shown.select("record_id", "origin_ref").iter_rows())


def test_an_origin_in_the_view_stays() -> None:
    assert origins(("1", None), ("2", "MX-INM/1")) == {"1": None, "2": "MX-INM/1"}


def test_records_of_one_hidden_source_share_a_mark_made_of_their_own_keys() -> None:
    found = origins(("3", "MX-GN/77"), ("2", "MX-GN/77"), ("4", "MX-GN/78"))
    assert found == {"2": "withheld/MX-INM/2", "3": "withheld/MX-INM/2", "4": "withheld/MX-INM/4"}


def test_the_mark_does_not_depend_on_the_hidden_key() -> None:
    assert origins(("1", "MX-GN/77"), ("2", "MX-GN/77")) == origins(("1", "CA-GRC/0"), ("2", "CA-GRC/0"))
