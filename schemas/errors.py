"""The errors of the house.

Broken structure stops a delivery (`DeliveryError`); a bad row is not an error but goes to quarantine; a
description that contradicts itself is a `SchemaError`; a wrong setting or call is a `ConfigError`; a store
that somebody else uses just now is a `StoreBusyError`.
"""

from __future__ import annotations


class TramaError(Exception):
    """Anything Trama refuses, with a message that says what to do about it."""


class DeliveryError(TramaError):
    """A delivery cannot be read as a whole; it is quarantined with this reason.

    Attributes:
        source: File inside the delivery that could not be read, as the partner named it.
        check: Short code of what failed, such as `broken_zip`.
    """

    def __init__(self, message: str, *, source: str, check: str) -> None:
        super().__init__(message)
        self.source = source
        self.check = check


class SchemaError(TramaError):
    """A dialect, a model or a stored schema version contradicts itself."""


class ConfigError(TramaError):
    """A setting or a call is wrong; nothing was done."""


class StoreBusyError(TramaError):
    """Another program uses the store; trying again later helps."""
