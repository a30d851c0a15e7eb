"""The weights table: what is compared, how agreement is graded, and how much each grade says.

`m` is how often two mentions of the same person stand at a level, `u` how often two mentions of different
persons do. The weight of a level is log2(m / u) bits. Where a level has a `rarity` column, u is how common
that very value is (`resolution.frequencies`), so that sharing *Hernández* says less than sharing
*Zaldívar*; of two different values the commoner one counts, so that a lone *Ríos* against *Ríos Chávez* is
worth what *Ríos* alone is worth.

The figures are set by hand from what is known about Spanish-style names and police files (error rates of
clerks, size of calendars, spread of surnames), not trained on any delivery: a first delivery of ten records
is judged as the millionth is, and every change of this table is a change somebody reviewed. A trained model
was 0.002 of F1 better on a million rows (docs, design), which is no reason to give that up.

Levels are tried from the top; the first whose condition holds is taken. Conditions are DuckDB SQL over a
left (`_l`) and a right (`_r`) mention.
"""

from __future__ import annotations

from resolution.weights_names import GIVEN, SURNAMES
from resolution.weights_person import BIRTH, CURP, DOCUMENTS, NATIONALITY, SEX
from resolution.weights_shared import ACCOUNTS, ALIASES, ONLINE, PHONES, PLACE, PLATES

COMPARISONS = (
    GIVEN,
    SURNAMES,
    BIRTH,
    SEX,
    NATIONALITY,
    CURP,
    DOCUMENTS,
    PHONES,
    ONLINE,
    ACCOUNTS,
    PLATES,
    ALIASES,
    PLACE,
)
"""Everything that is compared, in the order in which an explanation tells it."""
