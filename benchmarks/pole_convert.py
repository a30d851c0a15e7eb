"""Turn the POLE example (neo4j node and relationship CSVs) into a delivery of flat tables.

Usage: `python -m benchmarks.pole_convert POLE.zip LANDING` writes `LANDING/GB-POLE/pole/<table>.csv`.

POLE has no case files, so three kinds of record are made: one for each crime (its place, vehicles and the
persons party to it), one for each person (a register entry with phones, e-mail, address and health-service
number) and one for each call. Officers, objects, social ties and the family tree stay out: they are no case
information in the sense of the contract.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import polars as pl

AGENCY = "GB-POLE"
PREFIX = "crime-investigation"
REPORTED_AT = "2018-01-01T00:00:00Z"
REGISTER_DATE = "2017-01-01"


class PoleArchive:
    """The CSV files of the example, read as text."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)

    def nodes(self, name: str) -> pl.DataFrame:
        """Nodes of one label; the key column is called `id_`."""
        return self._read(f"{PREFIX}.nodes.{name}.csv").rename({":ID": "id_"})

    def edges(self, name: str) -> pl.DataFrame:
        """Relationships of one type, as columns `start` and `end`."""
        edges = self._read(f"{PREFIX}.relationships.{name}.csv")
        return edges.rename({":START_ID": "start", ":END_ID": "end"}).select("start", "end")

    def _read(self, name: str) -> pl.DataFrame:
        return pl.read_csv(io.BytesIO(self._zip.read(name)), infer_schema=False)


def iso_date(column: str) -> pl.Expr:
    """A `dd/mm/yyyy` text column as ISO text."""
    return pl.col(column).str.to_date("%d/%m/%Y").dt.to_string("%Y-%m-%d")


def record(prefix: str, column: str) -> pl.Expr:
    """Record id of the record made for a node."""
    return pl.format(f"{prefix}-{{}}", pl.col(column)).alias("record_id")


def case_rows(pole: PoleArchive) -> pl.DataFrame:
    """One row for each crime, each person's register entry, and each call."""
    where = pole.edges("OCCURRED_AT").join(pole.nodes("Location"), left_on="end", right_on="id_")
    crimes = pole.nodes("Crime").join(where, left_on="id_", right_on="start", how="left")
    crime_cases = crimes.select(
        record("CRIME", "id_"),
        iso_date("date").alias("incident_start_date"),
        pl.col("latitude:double").alias("lat"),
        pl.col("longitude:double").alias("lon"),
    )
    register = pole.nodes("Person").select(record("PERSON", "id_"), incident_start_date=pl.lit(REGISTER_DATE))
    calls = pole.nodes("PhoneCall").select(
        record("CALL", "id_"), iso_date("call_date").alias("incident_start_date")
    )
    return pl.concat([crime_cases, register, calls], how="diagonal").select(
        pl.lit(AGENCY).alias("agency"),
        "record_id",
        pl.lit(REPORTED_AT).alias("reported_at"),
        "incident_start_date",
        pl.lit("GB").alias("country"),
        "lat",
        "lon",
        pl.lit("other").alias("offence"),
        pl.lit("CLEAR").alias("handling"),
    )


def person_mentions(pole: PoleArchive) -> pl.DataFrame:
    """Person rows with the node they stand for: register entries, and parties to a crime."""
    people = pole.nodes("Person")
    register = people.with_columns(record("PERSON", "id_"), pl.lit("unknown").alias("status"))
    party = pole.edges("PARTY_TO").join(people, left_on="start", right_on="id_")
    parties = party.with_columns(record("CRIME", "end"), pl.lit("facilitator").alias("status"), id_="start")
    rows = pl.concat([register, parties], how="diagonal").sort("record_id", "id_")
    return rows.with_columns(person_no=pl.int_range(1, pl.len() + 1).over("record_id"))


def person_rows(mentions: pl.DataFrame) -> pl.DataFrame:
    """The persons table."""
    return mentions.select(
        pl.lit(AGENCY).alias("agency"),
        "record_id",
        "person_no",
        "status",
        pl.col("name").alias("given_names"),
        pl.col("surname").alias("surname_1"),
    )


def identifier_rows(pole: PoleArchive, mentions: pl.DataFrame) -> pl.DataFrame:
    """Health-service numbers on every mention; phones and e-mail on the register entry."""
    register = mentions.filter(pl.col("record_id").str.starts_with("PERSON-"))
    phones = pole.edges("HAS_PHONE").join(pole.nodes("Phone"), left_on="end", right_on="id_")
    emails = pole.edges("HAS_EMAIL").join(pole.nodes("Email"), left_on="end", right_on="id_")
    key = ["record_id", "person_no"]
    parts = [
        mentions.select(*key, kind=pl.lit("national_id"), value="nhs_no"),
        register.join(phones, left_on="id_", right_on="start").select(
            *key, kind=pl.lit("phone"), value="phoneNo"
        ),
        register.join(emails, left_on="id_", right_on="start").select(
            *key, kind=pl.lit("email"), value="email_address"
        ),
    ]
    return (
        pl.concat(parts)
        .drop_nulls("value")
        .sort("record_id", "person_no", "kind", "value")
        .select(pl.lit(AGENCY).alias("agency"), pl.all(), pl.lit("GB").alias("country"))
    )


def place_rows(pole: PoleArchive, mentions: pl.DataFrame) -> pl.DataFrame:
    """The current address of every register entry."""
    homes = pole.edges("CURRENT_ADDRESS").join(pole.nodes("Location"), left_on="end", right_on="id_")
    register = mentions.filter(pl.col("record_id").str.starts_with("PERSON-"))
    return register.join(homes, left_on="id_", right_on="start").select(
        pl.lit(AGENCY).alias("agency"),
        "record_id",
        pl.lit("1").alias("place_no"),
        pl.lit("residence").alias("kind"),
        "address",
        pl.col("postcode").alias("municipality"),
        pl.lit("GB").alias("country"),
        pl.col("latitude:double").alias("lat"),
        pl.col("longitude:double").alias("lon"),
        "person_no",
    )


def vehicle_rows(pole: PoleArchive) -> pl.DataFrame:
    """Vehicles involved in a crime."""
    involved = pole.edges("INVOLVED_IN").join(pole.nodes("Vehicle"), left_on="start", right_on="id_")
    return involved.sort("end", "reg").select(
        pl.lit(AGENCY).alias("agency"),
        record("CRIME", "end"),
        vehicle_no=pl.int_range(1, pl.len() + 1).over("end"),
        plate="reg",
        plate_country=pl.lit("GB"),
        make="make",
        model="model",
        year="year",
    )


def call_rows(pole: PoleArchive) -> pl.DataFrame:
    """Calls with the numbers of both ends."""
    numbers = pole.nodes("Phone").select("id_", "phoneNo")
    caller = pole.edges("CALLER").join(numbers, left_on="end", right_on="id_")
    callee = pole.edges("CALLED").join(numbers, left_on="end", right_on="id_")
    calls = pole.nodes("PhoneCall").join(caller, left_on="id_", right_on="start")
    return calls.join(callee, left_on="id_", right_on="start", suffix="_callee").select(
        pl.lit(AGENCY).alias("agency"),
        record("CALL", "id_"),
        pl.lit("1").alias("call_no"),
        pl.col("phoneNo").alias("caller"),
        pl.col("phoneNo_callee").alias("callee"),
        (iso_date("call_date") + "T" + pl.col("call_time") + ":00Z").alias("started_at"),
        pl.col("call_duration").alias("duration_s"),
        pl.lit("voice").alias("channel"),
    )


def convert(archive: Path, landing: Path) -> Path:
    """Write the delivery and return its folder."""
    pole = PoleArchive(archive)
    mentions = person_mentions(pole)
    folder = landing / AGENCY / "pole"
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "cases": case_rows(pole),
        "persons": person_rows(mentions),
        "identifiers": identifier_rows(pole, mentions),
        "places": place_rows(pole, mentions),
        "vehicles": vehicle_rows(pole),
        "calls": call_rows(pole),
    }
    for name, frame in tables.items():
        frame.write_csv(folder / f"{name}.csv")
    return folder


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
