"""Deliveries that cannot be read at all, and a row with too many fields: small, and written by hand."""

from __future__ import annotations

import zipfile
from pathlib import Path
from random import Random
from typing import Final

JUNK_SEED: Final = 5
JUNK_BYTES: Final = 600


def spoil_rows(deliveries: Path) -> None:
    """One row too long at the end of one of MX-INM's tables, and one too short."""
    path = sorted((deliveries / "MX-INM").glob("entrega-*/llamadas.csv"))[0]
    width = path.read_bytes().splitlines()[0].count(b";") + 1
    long_row, short_row = b";".join([b"x"] * (width + 3)), b"MX-INM;sin datos"
    path.write_bytes(path.read_bytes() + long_row + b"\r\n" + short_row + b"\r\n")


def write_broken_deliveries(deliveries: Path) -> None:
    """A file of junk, an empty workbook, an archive cut off, a table missing, lines that are not JSON."""
    junk = Random(JUNK_SEED).randbytes(JUNK_BYTES)
    (deliveries / "MX-FGR" / "prueba.ndjson").write_bytes(junk)
    (deliveries / "MX-FGR" / "renglones.ndjson").write_bytes(
        b'{"agency": "MX-FGR", "record_id": "MX-FG\n[1, 2]\n'
    )
    (deliveries / "GT-PNC" / "casos-vacio.xlsx").write_bytes(b"")
    whole = sorted((deliveries / "SV-FGR").glob("envio-20*.zip"))[0].read_bytes()
    (deliveries / "SV-FGR" / "envio-incompleto.zip").write_bytes(whole[:700])
    with zipfile.ZipFile(deliveries / "SV-FGR" / "envio-sin-casos.zip", "w") as archive:
        archive.writestr(
            zipfile.ZipInfo("persons.csv", (2024, 7, 1, 0, 0, 0)), "agency,record_id,person_no\r\n"
        )
