"""A partner's headers, code words, dates and decimals into ours; what is not understood stays as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from schemas.dialects.dialect import Dialect, fold_word
from schemas.dialects.forms import describe_forms
from schemas.errors import DeliveryError
from schemas.raw import PASSENGERS, RawTable
from schemas.tables.spec import ColumnSpec, table_columns
from schemas.text_lists import parse_list

# Local times as spreadsheets and databases write them; a dialect's zone applies to these too.
ISO_LOCAL_FORMATS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
EARLIEST_YEAR = 1000  # strptime reads the year 24 from `05/01/24`: not a date that anybody meant
DECIMAL_COMMA = r"^[+-]?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+),[0-9]+$"


def apply_dialect(tables: Mapping[str, RawTable], dialect: Dialect) -> dict[str, RawTable]:
    """Translate every table of a delivery.

    Args:
        tables: Raw tables by contract name, in the partner's words.
        dialect: The partner's dialect.

    Raises:
        DeliveryError: Two headers of one table mean the same column (check `bad_header`).
    """
    return {name: translate_table(table, dialect) for name, table in tables.items()}


def translate_table(table: RawTable, dialect: Dialect) -> RawTable:
    """Translate one raw table: headers, code words, lists, dates, decimals.

    A date that is none (`31/02/2024`) and a word that the dialect does not know stay as the partner wrote
    them, so that validation can say what was found. Columns that no model knows are named in
    `unknown_columns`.
    """
    headers = _match_headers(table, dialect)
    unknown = [name for name in table.frame.columns if name not in headers and name not in PASSENGERS]
    frame = table.frame.drop(unknown).rename(headers)
    for name in headers.values():
        if frame[name].null_count() < frame.height:
            frame = _translate_column(frame, table_columns(table.name)[name], (table.name, dialect))
    known_before = [name for name in table.unknown_columns if name not in unknown]
    written = {column: header for header, column in headers.items() if header != column}
    reported = tuple(sorted({*known_before, *unknown}))
    return replace(
        table,
        frame=frame,
        unknown_columns=reported,
        headers={**table.headers, **written},
        forms=describe_forms(table.name, dialect),
    )


def _match_headers(table: RawTable, dialect: Dialect) -> dict[str, str]:
    """Header as received to our column, for the headers that are understood."""
    columns = table_columns(table.name)
    own = dialect.table_columns.get(table.name, {})
    found: dict[str, str] = {}
    for header in table.frame.columns:
        word = fold_word(header)
        column = own.get(word) or dialect.columns.get(word) or word
        if header in PASSENGERS or column not in columns:
            continue
        if column in found.values():
            message = f"{table.source}: the header {header!r} means {column}, and so does another one"
            raise DeliveryError(message, source=table.source, check="bad_header")
        found[header] = column
    return found


def _translate_column(frame: pl.DataFrame, spec: ColumnSpec, place: tuple[str, Dialect]) -> pl.DataFrame:
    table, dialect = place
    words = dialect.values.get((table, spec.name), {})
    cells = frame[spec.name]
    if spec.type_name == "List":
        return frame.with_columns(_translate_list(cells, words, dialect.list_separator))
    translated = _translate_words(cells, words) if words else cells
    translated = _translate_form(translated, spec, dialect)
    keeper = spec.metadata.get("keep_word_in")
    if words and keeper is not None:
        frame = _keep_words(frame, keeper, changed=cells)
    return frame if translated is cells else frame.with_columns(translated.alias(spec.name))


def _keep_words(frame: pl.DataFrame, keeper: str, *, changed: pl.Series) -> pl.DataFrame:
    """Keep the partner's own word where the record has none yet."""
    kept = frame[keeper] if keeper in frame.columns else pl.Series(keeper, [None], pl.String)
    kept = kept.extend_constant(None, len(changed) - len(kept))
    return frame.with_columns(kept.zip_with(kept.is_not_null(), changed).alias(keeper))


def _translate_words(cells: pl.Series, words: Mapping[str, str]) -> pl.Series:
    seen = cells.drop_nulls().unique().to_list()
    known = {word: words[fold_word(word)] for word in seen if fold_word(word) in words}
    return cells.replace(known) if known else cells


def _translate_list(cells: pl.Series, words: Mapping[str, str], separator: str) -> pl.Series:
    split = pl.col("text").str.replace_all(separator, "|", literal=True)
    text = pl.when(pl.col("text").str.starts_with("[")).then("text").otherwise(split)
    plain = pl.DataFrame({"text": cells}).select(text.alias("text"))["text"]
    elements = parse_list(plain).to_frame("list")
    seen = elements["list"].explode().drop_nulls().unique().to_list()
    known = {word: words[fold_word(word)] for word in seen if fold_word(word) in words}
    if not known:
        return plain.alias(cells.name)
    joined = elements.select(pl.col("list").list.eval(pl.element().replace(known)).list.join("|"))["list"]
    return joined.zip_with(joined.is_not_null() & cells.is_not_null(), cells).alias(cells.name)


def _translate_form(cells: pl.Series, spec: ColumnSpec, dialect: Dialect) -> pl.Series:
    """Dates and decimals as the contract writes them, where they are real."""
    readings = {
        "Date": _read_dates,
        "Datetime": _read_times,
        "Float64": _read_decimals,
        "Int64": _read_decimals,
    }
    reader = readings.get(spec.type_name)
    attempts = [] if reader is None else list(reader(dialect))
    return _first_reading(cells, attempts) if attempts else cells


def _first_reading(cells: pl.Series, readings: Sequence[pl.Expr]) -> pl.Series:
    text = pl.col("text").str.strip_chars()
    frame = pl.DataFrame({"text": cells.cast(pl.String)}).with_columns(text)
    return frame.select(pl.coalesce(*readings, pl.col("text")))["text"].alias(cells.name)


def _read_dates(dialect: Dialect) -> Iterator[pl.Expr]:
    for form in dialect.date_formats:
        day = pl.col("text").str.to_date(form, strict=False)
        yield pl.when(day.dt.year() >= EARLIEST_YEAR).then(day.dt.strftime("%Y-%m-%d"))


def _read_times(dialect: Dialect) -> Iterator[pl.Expr]:
    zone = dialect.time_zone
    forms = (*dialect.timestamp_formats, *ISO_LOCAL_FORMATS) if zone else ()
    for form in forms:
        local = pl.col("text").str.to_datetime(form, strict=False, time_unit="us")
        real = pl.when(local.dt.year() >= EARLIEST_YEAR).then(local)
        moment = real.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        yield moment.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ")
    yield from _read_dates(dialect)


def _read_decimals(dialect: Dialect) -> Iterator[pl.Expr]:
    if dialect.decimal_comma:
        text = pl.col("text")
        number = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
        yield pl.when(text.str.contains(DECIMAL_COMMA)).then(number)
