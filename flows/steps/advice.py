"""What somebody can do about a warning: the row or file was taken in as far as it could be read."""

from __future__ import annotations

from typing import Final

import polars as pl

from schemas.normalise.curp import PROBLEMS

_MEND: Final = "if it is a mistake, deliver the record again with a higher revision"
_LEFT_OUT: Final = "Nothing, if it may be left out; otherwise"
_AGAIN: Final = "and deliver the records again with a higher revision"

WHAT_TO_DO: Final[dict[str, str]] = {
    **dict.fromkeys(PROBLEMS, f"Compare the CURP with the document and the person's row; {_MEND}."),
    "birth_year": f"Compare the year with the birth date; {_MEND}.",
    "outside_country": f"Look the place up, and whether latitude and longitude are swapped; {_MEND}.",
    "reported_before": f"Look whether the two dates are swapped; {_MEND}.",
    "grading": f"Ask to which scheme the grades belong, {_AGAIN}.",
    "count_order": f"Compare the counts with the report; {_MEND}.",
    "no_zone": f"Write times with their zone (2024-03-01T08:00:00-06:00); {_MEND}.",
    "unknown_word": f"Use a word of the list, or add the partner's word to its dialect file, {_AGAIN}.",
    "person_reference": f"Mend the person's row, which is in quarantine, {_AGAIN}.",
    "lost_digits": f"Ask for the column as text with every digit, {_AGAIN}.",
    "spreadsheet_error": f"Mend the formula, or write what it stands for, {_AGAIN}.",
    "formula_without_value": "Open the workbook in a spreadsheet, save it, and deliver it again.",
    "unknown_column": f"{_LEFT_OUT} say in the partner's dialect file which column it is, {_AGAIN}.",
    "ignored_file": f"{_LEFT_OUT} name the file after its table (`persons.csv`, or `a.json`), {_AGAIN}.",
    "ignored_sheet": f"{_LEFT_OUT} name the sheet after its table (`persons`), {_AGAIN}.",
    "encoding_guessed": "Look whether accents are right, and say the encoding in the partner's dialect file.",
}
"""By the check that warned. The same revision with other content would be a conflict, hence a higher one."""

OTHERWISE: Final = f"Look at the row or file in the delivery; {_MEND}."


def advise(checks: pl.Series) -> pl.DataFrame:
    """`check, what_to_do` of each of the checks, sorted."""
    met = sorted(set(checks.to_list()))
    told = [WHAT_TO_DO.get(check, OTHERWISE) for check in met]
    return pl.DataFrame({"check": met, "what_to_do": told}, {"check": pl.String, "what_to_do": pl.String})
