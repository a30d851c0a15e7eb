"""What is new in the service's pages is new since a day, not since the delivery before."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from flows.job import Job
from flows.service import steps
from flows.service.facts import save_published
from flows.service.places import Places, choose_watch
from flows.service.watcher import find_in
from flows.settings import Settings
from flows.steps.link import link_step
from flows.steps.report import report_step
from tests.flows.conftest import AS_OF
from tests.flows.tiny_world import make_record, write_delivery, write_world


def test_deliveries_of_one_day_are_told_together_until_a_later_day_comes(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    places = Places(store, write_world(tmp_path / "landing"), tmp_path / "out", choose_watch(store))
    job = Job(store, Settings(as_of=datetime.fromisoformat(AS_OF), threads=1))
    assert _publish(places, job) == ""
    told = []
    for number, day in ((8, 18), (9, 18), (10, 17), (11, 19)):
        record = make_record("US-HSI", number, reported_at=f"2024-03-{day}T08:00:00Z")
        write_delivery(places.landing, "US-HSI", f"{number}.ndjson", [record])
        told.append(_publish(places, job))
        report_step(tmp_path / "whole", job)  # a folder of its own, written as often
        assert _publish(places, job) == told[-1]
    since = "Since the report with records up to"
    assert [re.split(" [(]|;", each)[0] for each in told] == [
        f"{since} 16 Mar 2024: 1 new record",
        f"{since} 16 Mar 2024: 2 new records",
        f"{since} 16 Mar 2024: 3 new records",
        f"{since} 18 Mar 2024: 1 new record",
    ]
    pages = [next((each / "clusters").iterdir()) for each in (places.out / "reports", tmp_path / "whole")]
    assert pages[0].read_bytes() == pages[1].read_bytes()


def _publish(places: Places, job: Job) -> str:
    """Take in what lies there, publish it, and read what the only page says is new."""
    steps.take_in(find_in(places.landing), job)
    link_step(job)
    made = steps.publish(job, places)
    save_published(places.published, made.published)
    (page,) = (places.out / "reports" / "clusters").iterdir()
    found = re.search(r'<p class="news">(.*?)</p>', page.read_text(encoding="utf-8"))
    return re.sub("<[^>]*>", "", found[1]) if found else ""
