"""How long records are kept: the policy file of `trama retract --older-than`.

The most specific rule decides: of an agency and a handling code, of an agency, of a handling code, of all.
A record that no rule is about is kept.
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas.codes import AGENCY_PATTERN
from schemas.errors import ConfigError


class RetentionRule(BaseModel):
    """One rule: how many months after the incident a record is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    months: int = Field(ge=1, le=1200, description="Months after the end of the incident.")
    agency: str | None = Field(
        default=None, pattern=AGENCY_PATTERN, description="Whose records; all if left out."
    )
    handling: Literal["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"] | None = Field(
        default=None, description="Of which handling code; of all if left out."
    )


class RetentionPolicy(BaseModel):
    """A file of rules, each a `[[keep]]` table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    keep: list[RetentionRule] = Field(min_length=1)

    def months_for(self, agency: str, handling: str) -> int | None:
        """How long a record is kept; null for as long as one likes."""
        for wanted in ((agency, handling), (agency, None), (None, handling), (None, None)):
            for rule in self.keep:
                if (rule.agency, rule.handling) == wanted:
                    return rule.months
        return None


def read_retention(text: str) -> RetentionPolicy:
    """The policy of a TOML file.

    Raises:
        ConfigError: When it is not of its form, or two rules are about the same.
    """
    try:
        policy = RetentionPolicy.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The retention policy is no TOML: {error}.") from None
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()[:5])
        raise ConfigError(f"The retention policy is not of its form: {faults}.") from None
    about = [(rule.agency, rule.handling) for rule in policy.keep]
    if len(set(about)) < len(about):
        raise ConfigError("Two rules of the retention policy are about the same agency and handling code.")
    return policy


def kept_since(as_of: date, months: int) -> date:
    """The first day whose incidents are still kept: `months` before, or the last day of that month."""
    place = as_of.year * 12 + as_of.month - 1 - months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(as_of.day, monthrange(year, month + 1)[1]))
