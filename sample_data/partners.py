"""Six partners' deliveries of one world: four formats, three languages, and what goes wrong with them."""

from __future__ import annotations

import copy
import csv
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Final

from sample_data.breakage import Lost, spoil_records
from sample_data.broken_deliveries import spoil_rows, write_broken_deliveries
from sample_data.flat_tables import PLAIN, Record, flatten, reword
from sample_data.parameters import PARTNER_AGENCIES, WorldParameters
from sample_data.partner_files import (
    write_csv_folder,
    write_csv_zip,
    write_ndjson_gz,
    write_parquet_folder,
    write_xlsx,
)
from sample_data.partner_words import CA_GRC, GT_PNC, MX_INM
from sample_data.reporting import Report, make_reports
from sample_data.truth import TruthRow
from sample_data.world import build_world

DELIVERER: Final = {"CA-ASFC": "CA-GRC"}
# Records delivered once more with the corrections: as they were, and changed without a new revision.
REPEATED, CONFLICTING = 3, 2
Write = Callable[[Path, Iterable[Record]], None]


def _write_mx_inm(folder: Path, records: Iterable[Record]) -> None:
    write_csv_folder(folder, reword(flatten(records), MX_INM), ";", "cp1252")


def _write_ca_grc(folder: Path, records: Iterable[Record]) -> None:
    write_csv_folder(folder, reword(flatten(records), CA_GRC), "\t", "utf-16")


def _write_gt_pnc(path: Path, records: Iterable[Record]) -> None:
    write_xlsx(path, reword(flatten(records), GT_PNC))


def _write_sv_fgr(path: Path, records: Iterable[Record]) -> None:
    write_csv_zip(path, reword(flatten(records), PLAIN), "utf-8-sig")


def _write_us_hsi(folder: Path, records: Iterable[Record]) -> None:
    write_parquet_folder(folder, flatten(records))


# deliverer: (name of a year's delivery, name of the corrections, writer)
FORMS: Final[dict[str, tuple[str, str, Write]]] = {
    "MX-FGR": ("carpetas-{}.ndjson.gz", "correcciones.ndjson.gz", write_ndjson_gz),
    "MX-INM": ("entrega-{}", "entrega-correcciones", _write_mx_inm),
    "GT-PNC": ("casos-{}.xlsx", "casos-correcciones.xlsx", _write_gt_pnc),
    "SV-FGR": ("envio-{}.zip", "envio-correcciones.zip", _write_sv_fgr),
    "US-HSI": ("export-{}", "export-corrections", _write_us_hsi),
    "CA-GRC": ("envoi-{}", "envoi-corrections", _write_ca_grc),
}


def write_partners(parameters: WorldParameters, out: Path) -> int:
    """Write a world as six partners deliver it, and the truth of what is not broken.

    Args:
        parameters: The world's dials.
        out: Folder for `deliveries/` (replaced) and `truth.csv`.

    Returns:
        The number of first reports written.
    """
    reports = list(make_reports(build_world(parameters), PARTNER_AGENCIES))
    rng = Random(f"partners {parameters.seed}")
    deliveries = out / "deliveries"
    shutil.rmtree(deliveries, ignore_errors=True)
    lost: dict[str, Lost] = {}
    for deliverer, form in FORMS.items():
        mine = [copy.deepcopy(report) for report in reports if _deliverer(report) == deliverer]
        firsts = [report.record for report in mine if not report.correction]
        corrections = [report.record for report in mine if report.correction]
        alone = _never_corrected(firsts, corrections)
        again = _repeat(rng, alone)
        spoilable = _never_corrected(alone, again)
        lost |= spoil_records(rng, spoilable, start=len(lost))
        _write_deliveries(deliveries / deliverer, form, firsts, [*corrections, *again])
    spoil_rows(deliveries)
    write_broken_deliveries(deliveries)
    _write_truth(out / "truth.csv", reports, lost)
    return sum(not report.correction for report in reports)


def _never_corrected(records: list[Record], corrections: list[Record]) -> list[Record]:
    corrected = {record["record_id"] for record in corrections}
    return [record for record in records if record["record_id"] not in corrected]


def _deliverer(report: Report) -> str:
    agency: str = report.record["agency"]
    return DELIVERER.get(agency, agency)


def _repeat(rng: Random, records: list[Record]) -> list[Record]:
    chosen = [
        copy.deepcopy(record) for record in rng.sample(records, min(len(records), REPEATED + CONFLICTING))
    ]
    for record in chosen[REPEATED:]:
        record["migrants_count"] = (record["migrants_count"] or 0) + 11
    return chosen


def _write_deliveries(
    folder: Path, form: tuple[str, str, Write], records: list[Record], corrections: list[Record]
) -> None:
    yearly, later, write = form
    folder.mkdir(parents=True)
    years = sorted({record["reported_at"][:4] for record in records})
    for year in years:
        write(folder / yearly.format(year), [r for r in records if r["reported_at"].startswith(year)])
    if corrections:
        write(folder / later, corrections)


def _write_truth(path: Path, reports: list[Report], lost: dict[str, Lost]) -> None:
    rows = [
        row
        for report in reports
        for row in report.truth
        if row.person_no not in lost.get(f"{row.agency}/{row.record_id}", ())
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TruthRow._fields)
        writer.writerows(rows)
