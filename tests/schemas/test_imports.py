"""Importing the room must not load pandera: the command line starts with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_light_modules_do_not_load_pandera() -> None:
    code = (
        "import sys, schemas, schemas.codes, schemas.raw, schemas.errors\n"
        "assert not [name for name in sys.modules if name.startswith(('pandera', 'pandas'))]"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, timeout=60)
