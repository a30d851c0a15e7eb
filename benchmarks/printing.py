"""What the benchmarks read from the command line and print."""

from __future__ import annotations


def numbers(text: str) -> list[int]:
    """A comma-separated list of whole numbers; none where the text is empty."""
    return [int(part) for part in text.split(",") if part]


def table(rows: list[dict[str, object]]) -> str:
    """Rows as a Markdown table, columns as in the first row."""
    heads = list(rows[0])
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(str(row[head]) for head in heads) + " |" for row in rows]
    return "\n".join(lines)
