"""Timestamps: ISO 8601 text with a zone into UTC."""

from __future__ import annotations

import polars as pl

DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
CLOCK = r"[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(\.[0-9]{1,9})?"
ZONE = r"[ ]?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)"
TIMESTAMP_PATTERN = rf"^([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){CLOCK}(?:{ZONE})?$"
ZONED_PATTERN = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{CLOCK}{ZONE}$"
# Easternmost and westernmost zones in use are +14:00 and -12:00 (IANA time zone database).
LARGEST_OFFSET_MINUTES = 14 * 60


def parse_timestamp(text: pl.Expr, *, zone_required: bool) -> pl.Expr:
    """Read timestamps into UTC microseconds; what cannot be read exactly is null.

    Args:
        text: Text such as `2023-12-01T20:38:00Z`, `2023-12-01 14:38-06:00`; a date alone where no zone is
            required.
        zone_required: Whether a text without zone is refused; else it is read as UTC, a date alone as its
            first minute.
    """
    pattern = ZONED_PATTERN if zone_required else rf"{TIMESTAMP_PATTERN}|{DATE_PATTERN}"
    form = pl.when(text.str.contains(pattern)).then(text)
    clock = pl.concat_str(
        form.str.slice(0, 10),
        pl.lit("T"),
        form.str.extract(TIMESTAMP_PATTERN, 2).fill_null("00:00"),
        form.str.extract(TIMESTAMP_PATTERN, 3).fill_null(":00"),
    )
    naive = clock.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us")
    fraction = form.str.extract(TIMESTAMP_PATTERN, 4).cast(pl.Float64, strict=False).fill_null(0.0)
    moment = naive + pl.duration(microseconds=(fraction * 1_000_000).round().cast(pl.Int64)) - _offset(form)
    return moment.dt.replace_time_zone("UTC")


def has_time_without_zone(text: pl.Expr) -> pl.Expr:
    """Whether a text says a time of day but not in which zone."""
    return text.str.contains(TIMESTAMP_PATTERN) & ~text.str.contains(ZONED_PATTERN)


def _offset(text: pl.Expr) -> pl.Expr:
    """Offset from UTC as a duration; null where no clock on Earth shows it."""
    zone = (
        text.str.extract(TIMESTAMP_PATTERN, 5)
        .fill_null("Z")
        .str.replace("(?i)^z$", "+0000")
        .str.replace(":", "")
    )
    hours = zone.str.slice(1, 2).cast(pl.Int64, strict=False)
    minutes = zone.str.slice(3, 2).cast(pl.Int64, strict=False).fill_null(0)
    total = hours * 60 + minutes
    signed = pl.when(zone.str.starts_with("-")).then(-total).otherwise(total)
    is_real = (total <= LARGEST_OFFSET_MINUTES) & (minutes < 60)
    return pl.duration(minutes=pl.when(is_real).then(signed))
