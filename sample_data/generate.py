"""Generate a fictitious smuggling world and write it as deliveries with the truth beside them.

`python -m sample_data.generate --seed 7 --cases 4000 --out DIR --form canonical`
"""

from __future__ import annotations

import argparse
import csv
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import orjson

from sample_data.parameters import WorldParameters
from sample_data.partners import write_partners
from sample_data.reporting import make_reports
from sample_data.truth import TruthRow
from sample_data.world import build_world

FIRST_FILE = "cases.ndjson"
LATER_FILE = "corrections.ndjson"


def write_canonical(parameters: WorldParameters, out: Path) -> int:
    """Write a world as canonical NDJSON, one line at a time.

    Each agency gets `deliveries/<AGENCY>/cases.ndjson` and, where it has any, `corrections.ndjson` with the
    later revisions and withdrawals; `truth.csv` lies beside `deliveries`.

    Returns:
        The number of first reports written.
    """
    world = build_world(parameters)
    written = 0
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files: dict[tuple[str, str], BinaryIO] = {}
        truth = csv.writer(
            stack.enter_context((out / "truth.csv").open("w", encoding="utf-8", newline="")),
            lineterminator="\n",
        )
        truth.writerow(TruthRow._fields)
        for report in make_reports(world):
            key = (report.record["agency"], LATER_FILE if report.correction else FIRST_FILE)
            if key not in files:
                path = out / "deliveries" / key[0] / key[1]
                path.parent.mkdir(parents=True, exist_ok=True)
                files[key] = stack.enter_context(path.open("wb"))
            files[key].write(orjson.dumps(report.record, option=orjson.OPT_APPEND_NEWLINE))
            truth.writerows(report.truth)
            written += not report.correction
    return written


def main(arguments: list[str] | None = None) -> None:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m sample_data.generate", description=__doc__)
    parser.add_argument("--seed", type=int, default=WorldParameters.seed)
    parser.add_argument("--cases", type=int, default=WorldParameters.cases, help="first reports to write")
    parser.add_argument("--networks", type=int, default=None, help="default: one for every 50 cases")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--form", choices=("canonical", "partners"), default="canonical")
    told = parser.parse_args(arguments)
    write = write_canonical if told.form == "canonical" else write_partners
    write(WorldParameters(seed=told.seed, cases=told.cases, networks=told.networks), told.out)


if __name__ == "__main__":
    main()
