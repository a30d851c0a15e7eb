"""The way a cluster's people take."""

from __future__ import annotations

from graph.corridors import order_countries


def test_countries_stand_in_the_order_of_travel() -> None:
    flows = [("MX", "US", 5), ("HN", "GT", 3), ("GT", "MX", 4), ("MX", "MX", 20)]
    assert order_countries(flows) == ["HN", "GT", "MX", "US"]


def test_a_return_trip_does_not_turn_the_corridor_round() -> None:
    assert order_countries([("GT", "MX", 9), ("MX", "GT", 2)]) == ["GT", "MX"]


def test_a_stray_leg_is_no_corridor() -> None:
    assert order_countries([("GT", "MX", 30), ("MX", "US", 25), ("US", "PA", 1)]) == ["GT", "MX", "US"]


def test_a_cluster_within_one_country_has_that_country() -> None:
    assert order_countries([("MX", "MX", 4)]) == ["MX"]
