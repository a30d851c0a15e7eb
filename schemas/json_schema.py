"""The nested case record as JSON Schema 2020-12, from the models: for partners who check before they send."""

from __future__ import annotations

from typing import Any, Final

from schemas.table_names import NUMBER_COLUMN
from schemas.tables import TABLES
from schemas.tables.column import RecordRow
from schemas.tables.spec import ColumnSpec, table_columns

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
TYPE_OF: Final[dict[str, dict[str, Any]]] = {
    "String": {"type": "string"},
    "Int64": {"type": "integer"},
    "Float64": {"type": "number"},
    "Boolean": {"type": "boolean"},
    "Date": {"type": "string", "format": "date"},
    "List": {"type": "array"},
}
KEYWORD_OF: Final = {
    "greater_than_or_equal_to": ("minimum", "min_value"),
    "less_than_or_equal_to": ("maximum", "max_value"),
    "str_length": ("maxLength", "max_value"),
    "str_matches": ("pattern", "pattern"),
}
LONGEST_INLINE_LIST: Final = 20


def describe_record() -> dict[str, Any]:
    """JSON Schema of one nested case record.

    Unknown keys are allowed, because they are kept aside and reported; words of forgiving code lists are
    examples, not an enumeration. Checks across columns are in `docs/record.md` only.
    """
    definitions: dict[str, Any] = {}
    properties = {name: _property(spec, definitions) for name, spec in table_columns("cases").items()}
    for table in NUMBER_COLUMN:
        item = _object(own_columns(table), definitions)
        doc = (TABLES[table].__doc__ or "").strip()
        properties[table] = {"description": doc, "type": ["array", "null"], "items": item}
    return {
        "$schema": DIALECT,
        "title": "Trama case record",
        "description": "One case record of one agency, as one line of an NDJSON delivery.",
        "type": "object",
        "required": _required(table_columns("cases")),
        "properties": properties,
        "$defs": dict(sorted(definitions.items())),
    }


def own_columns(table: str) -> dict[str, ColumnSpec]:
    """Columns of a child table without the key, which a nested row takes from its record."""
    inherited = frozenset(RecordRow.to_schema().columns)
    return {name: spec for name, spec in table_columns(table).items() if name not in inherited}


def _object(columns: dict[str, ColumnSpec], definitions: dict[str, Any]) -> dict[str, Any]:
    required = [name for name in _required(columns) if name not in NUMBER_COLUMN.values()]
    properties = {name: _property(spec, definitions) for name, spec in columns.items()}
    return {"type": "object", "required": required, "properties": properties}


def _required(columns: Any) -> list[str]:  # noqa: ANN401 - any mapping of column specs
    return [name for name, spec in columns.items() if spec.required and spec.metadata.get("default") is None]


def _property(spec: ColumnSpec, definitions: dict[str, Any]) -> dict[str, Any]:
    form = _form(spec, definitions)
    may_be_empty = not spec.required or "default" in spec.metadata or spec.name in NUMBER_COLUMN.values()
    described = {"anyOf": [form, {"type": "null"}]} if may_be_empty else form
    return {"description": spec.metadata["text"]["en"], **described}


def _form(spec: ColumnSpec, definitions: dict[str, Any]) -> dict[str, Any]:
    if spec.type_name == "Datetime":
        return _moment(spec)
    form = dict(TYPE_OF[spec.type_name])
    for check in spec.checks:
        said = check.statistics or {}
        if str(check.name) in KEYWORD_OF:
            keyword, statistic = KEYWORD_OF[str(check.name)]
            form[keyword] = said[statistic]
    if spec.type_name == "List":
        form["items"] = _elements(spec)
    if spec.codes is None:
        return form
    return _code_list(spec, spec.codes, definitions)


def _moment(spec: ColumnSpec) -> dict[str, Any]:
    moment = {"type": "string", "format": "date-time"}
    if spec.metadata.get("zone") == "required":
        return moment
    return {"anyOf": [moment, {"type": "string", "format": "date"}]}


def _elements(spec: ColumnSpec) -> dict[str, Any]:
    elements = spec.metadata.get("elements")
    if isinstance(elements, str):
        return {"type": "string", "pattern": elements}
    return {"type": "string", "examples": list(elements)} if elements else {"type": "string"}


def _code_list(spec: ColumnSpec, codes: tuple[str, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    if "unknown_word" in spec.metadata:
        return {"type": "string", "examples": list(codes)}
    if len(codes) <= LONGEST_INLINE_LIST:
        return {"enum": list(codes)}
    name = "currency" if "currency" in spec.name else "country"
    definitions[name] = {"enum": list(codes)}
    return {"$ref": f"#/$defs/{name}"}
