"""The folder that a view is written to: nobody else's, and with the word on whose and of what it is."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from flows.steps.form_folders import drop_older_forms
from flows.steps.snapshot import write_snapshot
from reports.manifest import require_own_folder, write_manifest
from reports.release import strictest_handling
from schemas.errors import ConfigError

if TYPE_CHECKING:
    from flows.steps.view import RecipientView


def open_folder(out: Path, view: RecipientView) -> None:
    """Make sure that nothing in the folder was written for somebody else.

    Raises:
        ConfigError: It was.
    """
    require_own_folder(out, view.held_back.recipient if view.held_back else None)


def close_folder(out: Path, view: RecipientView) -> None:
    """Note the network that a holder's folder is of, or what a partner's leaves out; older forms in it go."""
    note_network(out, view.basis)
    if view.held_back is not None:
        write_manifest(out, view.held_back, strictest_handling(view.tables["cases"]["handling"]))


def require_room(out: Path) -> None:
    """Make sure, before any work is done, that files can be written to a folder; it is made.

    Raises:
        ConfigError: They cannot.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=out):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(
            f"Nothing can be written to {out}: {reason}. Name another folder with --out; nothing was done."
        ) from error


def note_network(out: Path, basis: str | None) -> None:
    """Note the network that a folder is of; older forms in it go."""
    drop_older_forms(out, basis)
    write_snapshot(out, basis)
