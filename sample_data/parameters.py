"""The world's dials: how big, how connected, how badly reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

# Which agencies report what happens in a country, with how often.
CANONICAL_AGENCIES: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "MX": (("MX-FGR", 0.4), ("MX-INM", 0.35), ("MX-GN", 0.25)),
    "GT": (("GT-PNC", 0.6), ("GT-MP", 0.4)),
    "SV": (("SV-FGR", 1.0),),
    "HN": (("HN-PN", 1.0),),
    "US": (("US-HSI", 0.6), ("US-CBP", 0.4)),
    "CA": (("CA-GRC", 0.6), ("CA-ASFC", 0.4)),
    "*": (("PA-SNF", 0.5), ("CO-FGN", 0.5)),
}
PARTNER_AGENCIES: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "MX": (("MX-FGR", 0.5), ("MX-INM", 0.5)),
    "GT": (("GT-PNC", 1.0),),
    "SV": (("SV-FGR", 1.0),),
    "HN": (("SV-FGR", 0.5), ("GT-PNC", 0.5)),
    "US": (("US-HSI", 1.0),),
    "CA": (("CA-GRC", 0.6), ("CA-ASFC", 0.4)),
    "*": (("SV-FGR", 0.5), ("GT-PNC", 0.5)),
}


@dataclass(frozen=True)
class WorldParameters:
    """What a world is like. Rates are shares from 0 to 1 unless the name says otherwise.

    The defaults make a world in which stock tools come out about as on the worlds that this one stands in
    for; see `sample_data/README.md` for the measured figures.
    """

    seed: int = 20230
    cases: int = 2000
    networks: int | None = None
    cases_per_network: float = 50.0
    first_day: date = date(2022, 1, 24)
    span_days: int = 870
    # who takes part
    network_share: float = 0.70
    leader_present: float = 0.035
    outsider_share: float = 0.03
    second_network_share: float = 0.002
    stage_loyalty: float = 0.78
    bystander_share: float = 0.18
    returning_migrant: float = 0.02
    recorded_as_migrant: float = 0.012
    status_unknown: float = 0.06
    family_share: float = 0.25
    # what is shared
    burner_change: float = 0.05
    brokers_per_network: float = 0.16
    broker_present: float = 0.012
    hubs_per_thousand: float = 1.0
    hub_call: float = 0.10
    hub_account: float = 0.12
    hub_place: float = 0.22
    stray_call: float = 0.14
    other_network_call: float = 0.010
    call_share: float = 0.50
    call_to_leader: float = 0.64
    migrant_call: float = 0.25
    payment_share: float = 0.42
    own_account: float = 0.55
    vehicle_share: float = 0.30
    # how it is reported
    reported_twice: float = 0.20
    says_origin: float = 0.45
    person_left_out: float = 0.12
    fact_left_out: float = 0.15
    upper_case: float = 0.35
    accents_dropped: float = 0.30
    typo: float = 0.04
    short_form: float = 0.03
    second_given_dropped: float = 0.16
    surname_2_missing: float = 0.06
    surnames_swapped: float = 0.04
    full_name_only: float = 0.04
    alias_only: float = 0.02
    alias_told: float = 0.14
    birth_missing: float = 0.25
    birth_year_only: float = 0.06
    birth_january_first: float = 0.03
    birth_day_month_swapped: float = 0.025
    birth_digit_wrong: float = 0.02
    role_told: float = 0.30
    phone_told: float = 0.45
    leader_phone_told: float = 0.62
    phone_of_other: float = 0.04
    curp_told: float = 0.30
    passport_told: float = 0.08
    national_id_told: float = 0.12
    revised: float = 0.02
    retracted: float = 0.004

    @property
    def network_count(self) -> int:
        """Number of networks: as told, or one for so many cases, at least one."""
        return (
            self.networks if self.networks is not None else max(1, round(self.cases / self.cases_per_network))
        )
