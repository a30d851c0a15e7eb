"""How large a delivery may be before it is refused.

Source: the contract's cases are a few kilobytes each; a million of them with all their rows stays below 4
GB. A CSV file compresses 5 to 30 times and a very repetitive one about 100 times, while a zip bomb reaches
1,000 times (the most that deflate can do), so 200 tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Caps of the readers.

    Attributes:
        line_bytes: Longest line, array element or CSV record, in bytes; a longer one is quarantined alone.
        unpacked_bytes: Most bytes that an archive or gzip stream may unpack to.
        unpacked_ratio: Most times larger than its packed form that an archive may be.
        ratio_free_bytes: Below this many unpacked bytes the ratio is not looked at.
        whole_file_bytes: Largest file of a form that must be held in memory whole (array, workbook, CSV).
        members: Most files in one archive or folder.
        chunk_records: Records handed on at a time, where the form allows it.
        kept_raw_chars: Characters of an over-long reject that are kept in quarantine; the archive has the
            rest.
    """

    line_bytes: int = 16 * 1024**2
    unpacked_bytes: int = 4 * 1024**3
    unpacked_ratio: int = 200
    ratio_free_bytes: int = 16 * 1024**2
    whole_file_bytes: int = 2 * 1024**3
    members: int = 1_000
    chunk_records: int = 10_000
    kept_raw_chars: int = 2_000
