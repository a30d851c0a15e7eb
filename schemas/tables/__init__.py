"""One pandera model a file: the only description of a record.

Here belongs what one column of one table may hold. Checks that look across columns, tables or at the clock
are in `schemas.rules` and `schemas.links`; reading text into types is in `schemas.parse`. Importing this
package loads pandera.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.tables.calls import Calls
from schemas.tables.cases import Cases
from schemas.tables.identifiers import Identifiers
from schemas.tables.legs import Legs
from schemas.tables.payments import Payments
from schemas.tables.persons import Persons
from schemas.tables.places import Places
from schemas.tables.vehicles import Vehicles

TABLES: dict[str, type[pa.DataFrameModel]] = {
    "cases": Cases,
    "persons": Persons,
    "identifiers": Identifiers,
    "vehicles": Vehicles,
    "places": Places,
    "payments": Payments,
    "calls": Calls,
    "legs": Legs,
}
