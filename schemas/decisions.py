"""An investigator's decisions as a file: its form, and each decision's id.

The models are the only description of the file; `docs/decision.schema.json` is generated from them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from schemas.codes import PARTNER_PATTERN
from schemas.errors import ConfigError
from schemas.key_hash import key_hash

REFERENCE_PATTERN: Final = (
    r"^([^/#|]+/.{1,80}#[0-9]+|[^/#|]+/.{1,80}\|[a-z]+\|[0-9]+\|[a-z_]+|[PTVLADS]-[A-Z2-7]{12})$"
)
"""A mention `AGENCY/RECORD#NO`, an occurrence `AGENCY/RECORD|table|row|field`, or an entity of the last link.
The first two are the same for everybody; an entity's id may differ from one recipient's view to another's."""

OCCURRENCE_PATTERN: Final = r"^[^/#|]+/.{1,80}\|[a-z]+\|[0-9]+\|[a-z_]+$"
ENTITY_PATTERN: Final = r"^[PTVLADS]-[A-Z2-7]{12}$"
RESTS_ON_PATTERN: Final = r"^[^/#|]+/.{1,80}@[0-9]+$"
PERSON_PATTERN: Final = r"^([^/#|]+/.{1,80}#[0-9]+|P-[A-Z2-7]{12})$"
DECISION_ID_PATTERN: Final = r"^J-[A-Z2-7]{12}$"

NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "same": ("left", "right"),
    "not_same": ("left", "right"),
    "unsure": ("left", "right"),
    "link_confirmed": ("left", "right", "kind"),
    "link_rejected": ("left", "right", "kind"),
    "settled": ("person", "status"),
    "revoked": ("revokes",),
}
"""What each judgement is about: these fields, and none of the others."""

UNSURE: Final = "unsure"
"""Looked at and left open: kept as a note, and without effect on anything. Of a link when it has a `kind`."""

_ABOUT: Final = ("left", "right", "kind", "person", "status", "revokes")
_PERSON_ENDS: Final = ("same", "not_same")

Reference = Annotated[str, Field(pattern=REFERENCE_PATTERN)]


class Decision(BaseModel):
    """One decision: what, about whom, and by whom, when, why and on which evidence."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    judgement: (
        Literal["same", "not_same", "link_confirmed", "link_rejected", "unsure", "settled", "revoked"] | None
    ) = Field(default=None, description="What was decided; null or left out: not decided yet, passed over.")
    left: Reference | None = Field(
        default=None,
        description="A mention AGENCY/RECORD#NO or a person P-…; for a link the source: a mention, an "
        "occurrence AGENCY/RECORD|table|row|field, or any entity.",
    )
    right: Reference | None = Field(default=None, description="The other one; for a link the target.")
    kind: str | None = Field(default=None, description="Kind of the link, such as uses_phone.")
    person: Annotated[str, Field(pattern=PERSON_PATTERN)] | None = Field(
        default=None, description="Who is settled: a mention or a person that is `both` or `unknown`."
    )
    status: Literal["facilitator", "smuggled_migrant", "witness", "victim"] | None = Field(
        default=None, description="What a person that is `both` is from now on."
    )
    revokes: Annotated[str, Field(pattern=DECISION_ID_PATTERN)] | None = Field(
        default=None, description="Id of the decision that no longer holds; the judgement is then `revoked`."
    )
    by: str | None = Field(default=None, min_length=1, max_length=120, description="Who decided.")
    at: AwareDatetime | None = Field(default=None, description="When, with its zone.")
    why: str | None = Field(
        default=None,
        min_length=1,
        max_length=2000,
        description="Why, in words; no names or numbers of people.",
    )
    evidence: str | None = Field(
        default=None, max_length=80, description="Snapshot that was looked at, as the review file names it."
    )
    rests_on: list[Annotated[str, Field(pattern=RESTS_ON_PATTERN)]] | None = Field(
        default=None,
        max_length=10_000,
        description="Records that were looked at, AGENCY/RECORD@REVISION each; where they have changed "
        "since, the decision is stale.",
    )
    replaces: bool = Field(
        default=False,
        description="Takes the place of what the same person decided before of this pair or link; without "
        "it, a contradiction to one's own decision is refused like any other.",
    )
    about: dict[str, Any] | None = Field(
        default=None, description="What a review file tells the reader about the pair; not read back."
    )

    @model_validator(mode="after")
    def check_parts(self) -> Decision:
        """Refuse a decision that lacks what its judgement needs, or has what another would need."""
        judgement = "revoked" if self.judgement is None and self.revokes else self.judgement
        if judgement is None:
            return self
        given = {name for name in _ABOUT if getattr(self, name) is not None}
        needed = set(NEEDED[judgement])
        if given != needed and not (judgement == UNSURE and given == {*needed, "kind"}):
            raise ValueError(
                f"a decision `{judgement}` is about {', '.join(NEEDED[judgement])} and nothing else"
            )
        ends = (self.left or "", self.right or "")
        if self._is_about_persons(judgement) and not all(re.search(PERSON_PATTERN, end) for end in ends):
            raise ValueError(f"`{judgement}` is about persons, and an end of it is none")
        if needed >= {"left", "right"} and self.left == self.right:
            raise ValueError("both ends are the same")
        return self

    def _is_about_persons(self, judgement: str) -> bool:
        return judgement in _PERSON_ENDS or (judgement == UNSURE and self.kind is None)


class DecisionFile(BaseModel):
    """The decisions of one sitting. What is said of all of them may be said once, here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: str | None = Field(default=None, min_length=1, max_length=120, description="Who decided all of them.")
    at: AwareDatetime | None = Field(default=None, description="When, with its zone.")
    why: str | None = Field(default=None, min_length=1, max_length=2000, description="Why, in words.")
    evidence: str | None = Field(default=None, max_length=80, description="Snapshot that was looked at.")
    view: Annotated[str, Field(pattern=PARTNER_PATTERN)] | None = Field(
        default=None, description="Partner for whom the report was made; null for the holder's own."
    )
    decisions: list[Decision] = Field(max_length=100_000, description="The decisions, in any order.")


@dataclass(frozen=True)
class Sitting:
    """The decisions of one file that are made, each complete.

    Attributes:
        made: Those still open are left out.
        view: Partner for whom the report that was looked at was made; null for the holder.
    """

    made: list[Decision]
    view: str | None


def read_sitting(text: str) -> Sitting:
    """The decisions of a file, and for whom the report was that they were made on.

    Args:
        text: JSON: an object with `decisions`, or the list alone.

    Raises:
        ConfigError: When it is not of that form; every fault is named by its place, without its value.
    """
    try:
        loaded = json.loads(text)
        read = DecisionFile.model_validate_json(
            json.dumps({"decisions": loaded}) if isinstance(loaded, list) else text
        )
    except RecursionError:
        raise ConfigError("The decisions are not of their form: too many brackets within brackets.") from None
    except json.JSONDecodeError as error:
        raise ConfigError(f"The decisions are no JSON: line {error.lineno}, column {error.colno}.") from None
    except ValidationError as error:
        raise ConfigError(f"The decisions are not of their form. {_describe(error)}") from None
    made = [_complete(each, read) for each in read.decisions if each.judgement or each.revokes]
    _refuse_unsigned(made)
    return Sitting(made, read.view)


def _complete(decision: Decision, file: DecisionFile) -> Decision:
    """The decision with what the file says of all of them."""
    shared = {
        name: getattr(decision, name) or getattr(file, name) for name in ("by", "at", "why", "evidence")
    }
    return decision.model_copy(update={**shared, "judgement": decision.judgement or "revoked"})


def _refuse_unsigned(made: list[Decision]) -> None:
    for number, each in enumerate(made, start=1):
        missing = [name for name in ("by", "at", "why") if getattr(each, name) is None]
        if missing:
            raise ConfigError(
                f"Decision {number} of those made ({each.judgement}) does not say {', '.join(missing)}: "
                "who decided (by), when (at, with a zone) and why belong to every decision."
            )


def _describe(error: ValidationError) -> str:
    """Where and what, never the value: a file may hold what is nobody else's business."""
    faults = [
        f"{'.'.join(str(part) for part in each['loc']) or 'file'}: {each['msg']}"
        for each in error.errors()[:5]
    ]
    more = error.error_count() - len(faults)
    return "; ".join(faults) + (f"; and {more} more" if more > 0 else "") + "."


def is_occurrence(reference: str) -> bool:
    """Whether a reference is a place in a record, `AGENCY/RECORD|table|row|field`."""
    return re.search(OCCURRENCE_PATTERN, reference) is not None


def is_entity(reference: str) -> bool:
    """Whether a reference is an entity's id, which may differ from view to view."""
    return re.search(ENTITY_PATTERN, reference) is not None


def decision_id(decision: Decision) -> str:
    """`J-` and 12 characters of the hash of what was decided, by whom, when, why and on what snapshot."""
    said = decision.model_dump(mode="json", exclude={"about", "at", "rests_on", "replaces"})
    moment = None if decision.at is None else decision.at.astimezone(UTC).isoformat()
    text = json.dumps({**said, "at": moment}, sort_keys=True, ensure_ascii=True)
    return "J-" + key_hash(text)


def describe_decisions() -> dict[str, Any]:
    """JSON Schema of a file of decisions."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Trama decisions",
        **TypeAdapter(DecisionFile | list[Decision]).json_schema(),  # an object, or the list alone
    }
