"""`trama review`: the doubtful pairs worth a person's time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import JsonOption, StoreOption
from flows.cli.session import open_session
from flows.cli.summary import show_table
from flows.inquiries import review_pairs

if TYPE_CHECKING:
    import polars as pl

SHOWN = 20
WITHHELD = "withheld"


def review(
    out: Annotated[Path, typer.Option("--out", help="JSON file to write, in the form that `decide` takes.")],
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many pairs. [all]")] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Doubtful pairs, those first whose answer would change most; fill in `judgement`, then `decide`."""
    with open_session(store) as session:
        pairs = review_pairs(out, session.call, limit=limit)
    if json:
        session.print_json("review", {"pairs": pairs.height, "file": str(out)})
        return
    _show(pairs)
    typer.echo(
        f"{pairs.height:,} doubtful pairs in {out}: fill in `judgement` (same, not_same), by, at, why."
    )


def _show(pairs: pl.DataFrame) -> None:
    rows = [
        (
            f"{row['left_label'] or WITHHELD} ({row['left_id']})",
            f"{row['right_label'] or WITHHELD} ({row['right_id']})",
            f"{row['weight_bits']:.1f}",
            row["record_count"],
            "yes" if row["crosses_protection"] else "",
            "yes" if row["joins_clusters"] else "",
        )
        for row in pairs.head(SHOWN).to_dicts()
    ]
    if rows:
        show_table(("Left", "Right", "Bits", "Records", "Protected?", "Joins clusters"), rows)
