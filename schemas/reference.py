"""The reference page and JSON Schema for partners, generated from the models: `python -m schemas.reference`.

A test fails when the files under `docs/` differ from what is generated here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from schemas.decisions import describe_decisions
from schemas.json_schema import describe_record, own_columns
from schemas.rules import failure_rules, warning_rules
from schemas.table_names import NUMBER_COLUMN
from schemas.tables import TABLES
from schemas.tables.spec import ColumnSpec, describe_check, describe_codes, table_columns

INTRODUCTION: Final = """# The case record

Generated from `schemas/tables/` by `python -m schemas.reference`; change the models, not this page.

Every row has the key `agency` + `record_id` + `revision` and a number within the record. In a nested record
the tables below `cases` are lists of objects under the table's name, and take the key from the record; where
a number is missing, the row's place in its list is used. In flat tables a row without `revision` belongs to
the highest revision of its record in the same delivery. Empty text is nothing. Unknown extra columns are
kept aside and reported.

A row that fails a check goes to quarantine with every reason; a bad `cases` row takes its record along, and
a bad row of another table leaves its record incomplete. A line of a CSV file with too many or too few fields
or a broken quote is such a row, too: put `agency` and `record_id` in the first two columns of every table, so
that it is known whose it is. Where they stand further behind, its cells may have slipped, and no record is
marked for it.
A word outside a list fails, unless the list says that it becomes something else: then it is kept with a
warning. A message names file, row (and the entry of its list, in a nested record), column, what was found and
what is expected.

Write identifiers as text: in quotes in JSON, in columns formatted as text in a workbook. Excel keeps 15
digits of a number and forgets leading zeros; other programs round whole numbers above 2^53 or write them
in exponent form (`7.12936E+17`). Such a value is kept with a warning, a question mark for each digit that
is not known, and is compared with no other; a record whose own number lost digits goes to quarantine. A
leading zero that is gone cannot be seen. A cell that shows a spreadsheet's error (`#N/A`), or holds a
formula that was never calculated, is read as empty, with a warning.
"""
SENT_AGAIN: Final = (
    ("a higher `revision`, with all its rows", "it replaces the lower one, whole"),
    ("a lower `revision` than is known", "it is kept as history and changes nothing"),
    (
        "the same `revision`, nothing changed (lists such as `releasable_to` may be in another order)",
        "a duplicate: nothing changes",
    ),
    (
        "the same `revision` of an incomplete record: the rows that went to quarantine are mended and keep "
        "their numbers, all else is as it was",
        "the record is completed; no higher `revision` is needed",
    ),
    (
        "the same `revision` as it was before it was completed, a bad row in it still",
        "a duplicate; the bad row goes to quarantine again",
    ),
    (
        "the same `revision` with `retracted: true`",
        "the record is withdrawn up to this `revision`, with all that rested on it",
    ),
    (
        "the same `revision` with anything else changed: a cell, a row more, a row less",
        "a conflict: it goes to quarantine, what was known stays; send the change with a higher `revision`",
    ),
)
"""What a partner sends of a record that is known, and what becomes of it (docs/decisions/0017)."""
MENDING: Final = """To mend what is in quarantine, send the record once more as it was with those rows put
right. To change what was accepted, raise `revision`.
"""
HEADER: Final = (
    "| column | type | required | values | what it says | es | fr | example |\n"
    "|---|---|---|---|---|---|---|---|"
)
# Any moment will do: the rules are only read for their words.
SOME_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)
RECORD_CHECKS: Final = (
    ("every table", "`record`", "the row's case is in the delivery and accepted"),
    ("every table", "`repeated_number`", "no earlier row of the record has the same number"),
    ("every table", "`lost_digits`", "an identifier has all its digits; fails for `record_id`, else warns"),
    (
        "every table",
        "`person_reference`",
        "a `person_no` named by a row is that of a person of the same record",
    ),
    ("cases", "`deliverer`", "`agency` is the delivering agency, or one that it delivers for"),
)


def write_reference(folder: Path) -> list[Path]:
    """Write `record.md`, `record.schema.json` and `decision.schema.json`; answer their paths."""
    schemas = [
        json.dumps(each, ensure_ascii=False, indent=2) + "\n"
        for each in (describe_record(), describe_decisions())
    ]
    paths = [folder / name for name in ("record.md", "record.schema.json", "decision.schema.json")]
    for path, text in zip(paths, (describe_page(), *schemas), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def describe_page() -> str:
    """The reference page as Markdown."""
    parts = [INTRODUCTION, _again_part(), *(_table_part(table) for table in TABLES), _record_part()]
    return "\n".join(parts)


def _again_part() -> str:
    lines = [f"| {sent} | {outcome} |" for sent, outcome in SENT_AGAIN]
    head = "## Sending a record again\n", "| what you send | what becomes of it |\n|---|---|"
    return "\n".join([*head, *lines, "", MENDING])


def _table_part(table: str) -> str:
    doc = (TABLES[table].__doc__ or "").strip()
    specs = table_columns(table) if table == "cases" else own_columns(table)
    rows = [_column_row(spec) for spec in specs.values()]
    return "\n".join([f"## {table}\n\n{doc}\n", HEADER, *rows, "", *_rule_lines(table)])


def _column_row(spec: ColumnSpec) -> str:
    text = spec.metadata["text"]
    unit = spec.metadata.get("unit")
    kind = f"{spec.type_name}, {unit}" if unit else spec.type_name
    example = spec.metadata.get("example")
    cells = (
        f"`{spec.name}`",
        kind,
        _requirement(spec),
        "; ".join(_values(spec)),
        text["en"],
        text["es"] or "",
        text["fr"] or "",
        f"`{example}`" if example else "",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _requirement(spec: ColumnSpec) -> str:
    if spec.name in NUMBER_COLUMN.values() and spec.required:
        return "its place"
    default = spec.metadata.get("default")
    if default is not None:
        return f"default {default}"
    return "yes" if spec.required else ""


def _values(spec: ColumnSpec) -> Iterator[str]:
    """What the column may hold, in words."""
    yield from (describe_check(check) for check in spec.checks)
    elements = spec.metadata.get("elements")
    if isinstance(elements, tuple):
        yield f"each {describe_codes(elements)}"
    elif elements:
        yield f"each matches `{elements}`"
    if "unknown_word" in spec.metadata:
        yield f"another word becomes {spec.metadata['unknown_word'] or 'nothing'}"
    if spec.metadata.get("no_future"):
        yield "not after the delivery"


def _rule_lines(table: str) -> Iterator[str]:
    rules = [("fails", rule) for rule in failure_rules(table, SOME_MOMENT) if rule.check != "future"]
    rules += [("warns", rule) for rule in warning_rules(table)]
    if rules:
        yield "| across columns | check | expected | otherwise |\n|---|---|---|---|"
        for outcome, rule in rules:
            yield f"| `{rule.column}` | `{rule.check}` | {rule.expected} | {outcome} |"
        yield ""


def _record_part() -> str:
    lines = [f"| {table} | {check} | {expected} |" for table, check, expected in RECORD_CHECKS]
    return "\n".join(["## Across rows\n", "| table | check | expected |\n|---|---|---|", *lines, ""])


if __name__ == "__main__":
    write_reference(Path(__file__).parent.parent / "docs")
