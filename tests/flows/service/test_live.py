"""The whole service from outside: a real process with its server, watched through folder and API."""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from flows.job import Job
from flows.service.faults import ServiceState, read_service
from flows.service.steps import known_contents
from flows.settings import Settings
from staging.accounts import load_deliveries, load_ledger
from tests.flows.decision_files import SIGNED
from tests.flows.service.live import LiveService, wait_until
from tests.flows.tiny_world import MIGRANT, RING_PHONE, make_record, write_delivery, write_world

_KILLS = 3
_BURST = 60
_PARTNERS = ("MX-FGR", "US-HSI", "GT-PNC", "MX-INM", "HN-PN", "SV-FGR")
_SECRETS = (
    MIGRANT,
    "Zelaya",
    RING_PHONE,
    "8112345",
    "Ramiro",
    "Treviño",
    "Trevi",
    "Yesenia",
    "Ibarra",
    "Abundio",
    "Cetina",
    "Reynosa",
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """A service that has taken in the tiny world."""
    live = LiveService(tmp_path_factory.mktemp("live"))
    live.start()
    for made in sorted(write_world(live.landing.parent / "made").rglob("*.ndjson")):
        live.drop(made)
    wait_until(lambda: bool(live.events("trama.cluster.changed")), 60, live.log)
    wait_until(lambda: len(live.ask("/deployments/filter", {})) == 6, 60, live.log)
    yield live
    if live.process is not None and live.process.poll() is None:
        live.kill()


def ledger(service: LiveService) -> set[tuple[str, str]]:
    return known_contents(Job(service.store, Settings(threads=1)))


def test_a_landed_delivery_ends_in_a_page_and_tables(service: LiveService) -> None:
    (change,) = service.events("trama.cluster.changed")
    assert change["payload"]["change"] == "born"
    page = service.out / "reports" / "clusters" / f"{change['payload']['cluster_id']}.html"
    assert page.is_file()
    assert (service.out / "reports" / "index.html").is_file()
    wait_until((service.out / "tables" / "cluster_summary.parquet").is_file, 30, service.log)
    names = sorted(each["event"] for each in service.events())
    assert names == ["trama.cluster.changed", *["trama.delivery.landed"] * 2, *["trama.delivery.staged"] * 2]


def test_the_same_content_ten_times_is_one_delivery(service: LiveService) -> None:
    for number in range(10):
        record = make_record("MX-FGR", 9)
        service.drop(
            write_delivery(service.out.parent / "copies", "MX-FGR", f"copy-{number}.ndjson", [record])
        )
    wait_until(lambda: len(ledger(service)) == 3, 30, service.log)
    wait_until(lambda: len(service.events("trama.delivery.staged")) == 3, 20, service.log)
    runs = service.ask("/flow_runs/filter", {"flows": {"name": {"any_": ["delivery"]}}})
    assert sum(len(each["parameters"]["deliveries"]) for each in runs) == 3
    assert len(service.events("trama.delivery.landed")) == 3


def test_a_release_waits_without_a_process_and_goes_on_when_it_is_approved(service: LiveService) -> None:
    deployment = service.ask("/deployments/name/release/release")
    assert service.ask(f"/deployments/{deployment['id']}/create_flow_run", {"parameters": {}}) in (409, 422)
    run = service.ask(
        f"/deployments/{deployment['id']}/create_flow_run", {"parameters": {"partner": "US-HSI"}}
    )
    state = f"/flow_runs/{run['id']}"
    wait_until(lambda: service.ask(state)["state"]["name"] == "Suspended", 40, service.log)
    released = service.out / "released" / "US-HSI"
    assert not released.exists()
    word = {"decision": "approve", "approver": "A. Analyst", "reason": "Joint operation"}
    refused = service.ask(f"{state}/resume", {"run_input": word | {"approver": "two\nlines"}})
    assert refused["status"] == "REJECT"
    service.ask(f"{state}/resume", {"run_input": word})
    wait_until(lambda: service.ask(state)["state"]["type"] == "COMPLETED", 40, service.log)
    assert json.loads((released / "manifest.json").read_text())["recipient"] == "US-HSI"


def test_nothing_of_a_case_reaches_prefect(service: LiveService) -> None:
    wait_until(lambda: bool(service.ask("/logs/filter", {})), 10, service.log)
    everything = {
        "events": service.events(""),
        "logs": service.ask("/logs/filter", {"limit": 200}),
        "runs": service.ask("/flow_runs/filter", {}),
        "task runs": service.ask("/task_runs/filter", {}),
        "artifacts": service.ask("/artifacts/filter", {}),
        "deployments": service.ask("/deployments/filter", {}),
    }
    assert all(everything.values()), {name: bool(found) for name, found in everything.items()}
    text = json.dumps(everything, ensure_ascii=False)
    assert [each for each in _SECRETS if each in text] == []
    assert str(service.landing) not in json.dumps([everything["events"], everything["artifacts"]])


def test_forms_refuse_what_is_wrong_before_a_run(service: LiveService) -> None:
    wrong = {
        "report": {"partner": "not a partner"},
        "ingest": {"delivery": "../../etc/passwd"},
        "link": {"scope": "a little"},
    }
    for name, parameters in wrong.items():
        deployment = service.ask(f"/deployments/name/{name}/{name}")
        made = service.ask(f"/deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})
        assert made in (409, 422), name
        properties = deployment["parameter_openapi_schema"]["properties"]
        assert all(each.get("description") for each in properties.values())
        assert deployment["schedules"][0]["schedule"]["timezone"] == "UTC"


def test_the_store_can_be_looked_at_while_the_service_runs(service: LiveService) -> None:
    command = service.command("status", "--store", str(service.store), "--json")
    done = subprocess.run(command, capture_output=True, env=service.environment(), check=True, timeout=30)
    assert json.loads(done.stdout.splitlines()[-1])["is_network_current"] is True


def test_a_command_tells_the_service_what_it_took_in(service: LiveService) -> None:
    made = write_delivery(
        service.out.parent / "elsewhere", "US-HSI", "direct.ndjson", [make_record("US-HSI", 12)]
    )
    before = len(service.events("trama.cluster.changed"))
    command = service.command("ingest", str(made), "--store", str(service.store), "--notify")
    subprocess.run(command, capture_output=True, env=service.environment(), check=True, timeout=30)
    wait_until(lambda: len(service.events("trama.cluster.changed")) > before, 30, service.log)


def test_a_dropped_decision_ends_in_another_network_and_a_new_page(service: LiveService) -> None:
    changed, pages = len(service.events("trama.cluster.changed")), set((service.out / "reports").rglob("C-*"))
    before = {page: page.stat().st_mtime_ns for page in pages}
    made = service.landing.parent / "made" / "US-HSI" / "ramiro.decisions.json"
    apart = {"judgement": "not_same", "left": "MX-FGR/R-0000#1", "right": "US-HSI/R-0000#1"}
    made.write_text(json.dumps({**SIGNED, "decisions": [apart]}), encoding="utf-8")
    service.drop(made)

    def told() -> list[int]:
        payloads = [each["payload"] for each in service.events("trama.delivery.staged")]
        return [each["accepted"] for each in payloads if each["path"] == "US-HSI/ramiro.decisions.json"]

    def is_any_page_new() -> bool:
        now = (service.out / "reports").rglob("C-*")
        return any(page.stat().st_mtime_ns > before.get(page, 0) for page in now)

    wait_until(lambda: told() == [1], 60, service.log)
    wait_until(lambda: len(service.events("trama.cluster.changed")) > changed, 60, service.log)
    wait_until(is_any_page_new, 60, service.log)


def test_a_burst_of_six_partners_is_taken_in_once_and_in_order(service: LiveService) -> None:
    dropped: dict[str, list[str]] = {partner: [] for partner in _PARTNERS}
    told = len(service.events("trama.delivery.staged"))
    for number in range(_BURST):
        partner = _PARTNERS[number % len(_PARTNERS)]
        record = make_record(partner, number % 21, record_id="BURST") | {"revision": number + 1}
        made = write_delivery(service.out.parent / "burst", partner, f"burst-{number:03}.ndjson", [record])
        dropped[partner].append(f"{partner}/{made.name}")
    for made in sorted((service.out.parent / "burst").rglob("*.ndjson"), key=lambda each: each.name):
        service.drop(made)
    wait_until(lambda: len(service.events("trama.delivery.staged")) >= told + _BURST, 240, service.log)
    with Job(service.store, Settings(threads=1)).opened_for_reading() as store:
        taken = load_deliveries(store).filter(pl.col("path").str.contains("burst-"))
        books = load_ledger(store).filter(pl.col("delivery_id").is_in(taken["delivery_id"].implode()))
    for partner, paths in dropped.items():
        assert taken.filter(pl.col("agency") == partner)["path"].to_list() == paths
    assert books["accepted"].sum() == books["received"].sum()
    failed = {"flow_runs": {"state": {"type": {"any_": ["FAILED", "CRASHED"]}}}}
    assert service.ask("/flow_runs/filter", failed) == []


def test_a_command_beside_the_service_is_noticed_without_being_told(service: LiveService) -> None:
    before = len(service.events("trama.cluster.changed"))
    command = service.command("retract", "MX-FGR/BURST", "--reason", "test", "--store", str(service.store))
    subprocess.run(command, capture_output=True, env=service.environment(), check=True, timeout=60)
    wait_until(lambda: len(service.events("trama.cluster.changed")) > before, 60, service.log)


def test_a_landing_folder_that_goes_and_comes_back_is_told_and_loses_nothing(service: LiveService) -> None:
    before, away = len(ledger(service)), service.landing.with_name("away")
    service.landing.rename(away)
    wait_until(lambda: len(service.events("trama.landing.lost")) == 1, 60, service.log)
    assert [each.kind for each in read_service(folder_of(service)).faults] == ["landing"]
    made = write_delivery(away.parent / "unmounted", "US-HSI", "back.ndjson", [make_record("US-HSI", 20)])
    made.rename(away / "US-HSI" / made.name)
    away.rename(service.landing)
    wait_until(lambda: len(service.events("trama.landing.found")) == 1, 60, service.log)
    wait_until(lambda: len(ledger(service)) == before + 1, 60, service.log)
    assert service.process is not None
    assert read_service(folder_of(service)) == ServiceState(service.process.pid)


def folder_of(service: LiveService) -> Path:
    return service.store.with_name(f"{service.store.name}.service")


def test_a_second_service_on_the_store_is_refused_politely(service: LiveService) -> None:
    assert service.process is not None
    command = service.serve_command(service.port + 1)
    done = subprocess.run(command, capture_output=True, env=service.environment(), check=False, timeout=30)
    assert done.returncode == 2
    assert f"process {service.process.pid}" in done.stderr.decode()


def test_killed_at_any_moment_it_loses_nothing_and_does_nothing_twice(service: LiveService) -> None:
    rng, made = random.Random(7), service.out.parent / "more"
    before = len(ledger(service))
    for kill in range(_KILLS):
        for number in range(2):
            record = make_record("US-HSI", 3 + kill * 2 + number)
            service.drop(write_delivery(made, "US-HSI", f"late-{kill}-{number}.ndjson", [record]))
            time.sleep(rng.uniform(0.0, 0.9))
        service.kill()
        service.start()
    wait_until(lambda: len(ledger(service)) == before + 2 * _KILLS, 40, service.log)
    wait_until(lambda: b"the reports are new" in service.log.read_bytes(), 40, service.log)
    command = service.command("status", "--store", str(service.store), "--json")
    done = subprocess.run(command, capture_output=True, env=service.environment(), check=True, timeout=30)
    counts = json.loads(done.stdout.splitlines()[-1])
    assert counts["received"] == counts["accepted"] + counts["quarantined"] + counts["duplicates"]
    assert (counts["deliveries"], counts["duplicates"]) == (before + 2 * _KILLS, 0)
    running = {
        "flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}},
        "flows": {"name": {"any_": ["delivery"]}},
    }
    wait_until(lambda: service.ask("/flow_runs/filter", running) == [], 20, service.log)


def test_told_to_end_it_finishes_what_it_is_doing(service: LiveService) -> None:
    before, landed = ledger(service), len(service.events("trama.delivery.landed"))
    record = make_record("MX-FGR", 14)
    service.drop(write_delivery(service.out.parent / "last", "MX-FGR", "last.ndjson", [record]))
    wait_until(lambda: len(service.events("trama.delivery.landed")) > landed, 20, service.log)
    assert service.stop() == 0
    assert len(ledger(service)) == len(before) + 1
    assert service.log.read_text().splitlines()[-1].endswith("when it starts again.")
    assert not service.store.with_name("live.duckdb.service").joinpath("address").exists()
