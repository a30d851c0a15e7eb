"""An actor is shown under the most complete, most frequent spelling, accents kept."""

from __future__ import annotations

import polars as pl

from graph.persons import person_labels

COLUMNS = ["given_names", "surname_1", "surname_2", "full_name"]


def label(*names: tuple[str | None, str | None, str | None]) -> str:
    rows = [(*name, None, "P-1", "facilitator", []) for name in names]
    schema = {name: pl.String for name in [*COLUMNS, "entity_id", "entity_status"]}
    people = pl.DataFrame(rows, schema={**schema, "aliases": pl.List(pl.String)}, orient="row")
    return str(person_labels(people)["label"][0])


def test_the_more_complete_form_wins() -> None:
    assert label(("Ana", "Ríos", None), ("Ana", "Ríos", None), ("Ana", "Ríos", "Luna")) == "Ana Ríos Luna"


def test_a_form_without_accents_counts_for_the_one_that_has_them() -> None:
    forms = [("NOE", "HERNANDEZ", "SOTO"), ("Noé", "Hernández", "Soto"), ("Noe", "Hernandez", "Spto")]
    assert label(*forms, forms[2]) == "Noé Hernández Soto"
