"""In which forms and which language a report is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypedDict, get_args

from schemas.errors import ConfigError

Form = Literal["html", "pdf", "xlsx", "evidence"]
Language = Literal["en", "es", "fr"]

FORMS: tuple[Form, ...] = get_args(Form)
"""Pages to look at, a document to print and keep, a workbook to sort, and the whole evidence for machines."""


PAGES: tuple[Form, ...] = ("html",)
"""What a report is where nothing else is asked for."""


class ReportAsked(TypedDict, total=False):
    """What a call may say of a report.

    Attributes:
        recipient: Partner code; null for the holder's own complete view.
        cluster_id: One cluster; null for all.
        forms: What to write.
        language: Null for the settings' own.
    """

    recipient: str | None
    cluster_id: str | None
    forms: tuple[Form, ...]
    language: Language | None


def read_forms(text: str) -> tuple[Form, ...]:
    """The forms that a list such as `html,pdf` names, each once.

    Raises:
        ConfigError: It names another, or none.
    """
    return order_forms(each.strip().lower() for each in text.split(",") if each.strip())


def order_forms(named: Iterable[str]) -> tuple[Form, ...]:
    """The forms named, each once, in the order of `FORMS`.

    Raises:
        ConfigError: Another is named, or none.
    """
    asked = set(named)
    if not asked or not asked.issubset(FORMS):
        raise ConfigError(
            f"A report is written as {', '.join(FORMS)}: name one or more, with commas between."
        )
    return tuple(form for form in FORMS if form in asked)
