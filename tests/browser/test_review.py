"""A review as a person makes it: marked in the browser, kept, saved as one file, followed by the network."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from flows.steps.decide import decide_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.report import report_step
from schemas.errors import TramaError
from staging.decisions import load_decisions
from staging.network_store import load_network
from tests.browser.conftest import DOUBTFUL, cluster_page, tiny_job
from tests.flows.tiny_world import make_record, write_delivery

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

Open = Callable[[Path], "Page"]


def pair_cell(page: Page) -> Locator:
    """Where the first doubtful pair is judged."""
    return page.locator("#identities td.judgement").first


def link_row(page: Page, *texts: str) -> Locator:
    row = page.locator("#review-links tbody tr")
    for text in texts:
        row = row.filter(has_text=text)
    return row.first


def mark_pair(page: Page, choice: str = "same person", why: str = "Same birthmark.") -> None:
    pair_cell(page).get_by_role("combobox").select_option(choice)
    pair_cell(page).get_by_role("textbox").fill(why)
    page.keyboard.press("Tab")


def save(page: Page, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save decisions").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def entity_of(world: Path, mention: str) -> str:
    with tiny_job(world).opened() as store:
        mentions = load_network(store, ["mentions"])["mentions"]
    record, _, number = mention.partition("#")
    agency, _, record_id = record.partition("/")
    row = mentions.filter(agency=agency, record_id=record_id, person_no=int(number))
    return str(row["entity_id"].item())


def links_of(world: Path) -> pl.DataFrame:
    with tiny_job(world).opened() as store:
        return load_network(store, ["links"])["links"]


def test_a_pair_marked_in_the_page_is_kept_saved_taken_and_followed(
    world: Path, tmp_path: Path, open_page: Open
) -> None:
    page = open_page(cluster_page(world))
    assert not page.locator("#review-bar").is_visible()
    mark_pair(page)
    page.get_by_label("Your name").fill("Analyst 7")
    page.keyboard.press("Tab")
    page.reload()
    assert pair_cell(page).get_by_role("combobox").input_value() == "same"
    assert pair_cell(page).get_by_role("textbox").input_value() == "Same birthmark."
    assert page.get_by_label("Your name").input_value() == "Analyst 7"
    assert page.locator("#review-count").inner_text() == "Decisions not saved yet: 1"
    path = save(page, tmp_path)
    assert path.name.endswith(".decisions.json")
    assert page.locator("#review-count").inner_text() == "Decisions not saved yet: 0"
    (decision,) = json.loads(path.read_text(encoding="utf-8"))["decisions"]
    assert DOUBTFUL in (decision["left"], decision["right"])
    other = decision["right"] if decision["left"] == DOUBTFUL else decision["left"]
    assert entity_of(world, DOUBTFUL) != entity_of(world, other)
    counts = decide_step(path, tiny_job(world))
    assert (counts.stored, counts.stale) == (1, ())
    assert link_step(tiny_job(world)).changed
    assert entity_of(world, DOUBTFUL) == entity_of(world, other)


def test_a_rejected_link_dropped_into_the_landing_folder_leaves_the_network(
    world: Path, open_page: Open
) -> None:
    page = open_page(cluster_page(world))
    row = link_row(page, "Ramiro", "uses the phone")
    row.get_by_role("combobox").select_option("reject")
    row.get_by_role("textbox").fill("Another Ramiro.")
    unsure = link_row(page, "Yesenia", "named together")
    unsure.get_by_role("combobox").select_option("unsure")
    unsure.get_by_role("textbox").fill("Only hearsay.")
    page.get_by_label("Your name").fill("Analyst 7")
    path = save(page, world / "landing" / "MX-FGR")
    counts = ingest_step([path], tiny_job(world))
    assert (counts.accepted, counts.quarantined) == (2, 0)
    rejected = json.loads(path.read_text(encoding="utf-8"))["decisions"]
    assert sorted(each["judgement"] for each in rejected) == ["link_rejected", "unsure"]
    before = links_of(world)
    link_step(tiny_job(world))
    after = links_of(world)
    gone = before.join(after, on=["source_id", "target_id", "kind"], how="anti")
    assert gone["kind"].to_list() == ["uses_phone"]


def test_a_decision_on_records_that_changed_since_is_refused_and_may_be_forced(
    world: Path, tmp_path: Path, open_page: Open
) -> None:
    page = open_page(cluster_page(world))
    mark_pair(page)
    page.get_by_label("Your name").fill("Analyst 7")
    path, job = save(page, tmp_path), tiny_job(world)
    untouched = make_record("US-HSI", 7, handling="RED")
    ingest_step([write_delivery(world / "landing", "US-HSI", "other.ndjson", [untouched])], job)
    link_step(job)
    stale = json.loads(path.read_text(encoding="utf-8"))
    revised = make_record("GT-PNC", 0) | {"revision": 2}
    ingest_step([write_delivery(world / "landing", "GT-PNC", "revised.ndjson", [revised])], job)
    with pytest.raises(TramaError, match="GT-PNC/R-0000 was revision 1 and is revision 2"):
        decide_step(path, job)
    assert len(decide_step(path, job, accepts_stale=True).stale) == len(stale["decisions"])


def test_who_thinks_better_of_it_saves_again_and_the_last_word_holds(
    world: Path, tmp_path: Path, open_page: Open
) -> None:
    page, job = open_page(cluster_page(world)), tiny_job(world)
    page.get_by_label("Your name").fill("Analyst 7")
    mark_pair(page)
    assert decide_step(save(page, tmp_path), job).stored == 1
    page.wait_for_timeout(1100)  # the file is named by the second
    mark_pair(page, "not the same", "Another birthmark.")
    assert page.locator("#review-count").inner_text() == "Decisions not saved yet: 1"
    assert decide_step(save(page, tmp_path), job).stored == 1
    link_step(job)
    with job.opened() as store:
        assert load_decisions(store)["judgement"].to_list() == ["not_same"]


def test_nothing_is_saved_without_a_name_and_a_reason(world: Path, open_page: Open) -> None:
    page = open_page(cluster_page(world))
    page.on("download", lambda _: pytest.fail("a file was saved"))
    pair_cell(page).get_by_role("combobox").select_option("unsure")
    page.get_by_role("button", name="Save decisions").click()
    assert page.locator("#review-told").inner_text().startswith("Write your name first")
    assert page.evaluate("document.activeElement.id") == "reviewer"
    page.keyboard.type("Analyst 7")
    page.get_by_role("button", name="Save decisions").click()
    assert page.locator("#review-told").inner_text() == "Nothing was saved: decisions without a reason: 1"
    assert page.evaluate("document.activeElement.placeholder") == "Reason"


def test_all_of_it_is_done_by_keyboard_alone(world: Path, tmp_path: Path, open_page: Open) -> None:
    page = open_page(cluster_page(world))
    pair_cell(page).get_by_role("combobox").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Same birthmark.")
    page.get_by_label("Your name").focus()
    page.keyboard.type("Analyst 7")
    page.get_by_role("button", name="Save decisions").focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    waiting.value.save_as(tmp_path / "x.json")
    (decision,) = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["decisions"]
    assert (decision["judgement"], decision["why"]) == ("same", "Same birthmark.")


def test_a_saved_file_can_be_gone_on_with_and_all_can_be_forgotten(
    world: Path, tmp_path: Path, open_page: Open
) -> None:
    page = open_page(cluster_page(world))
    mark_pair(page)
    page.get_by_label("Your name").fill("Analyst 7")
    path = save(page, tmp_path)
    page.get_by_role("button", name="Forget all marks").click()
    page.reload()
    assert pair_cell(page).get_by_role("combobox").input_value() == ""
    assert page.get_by_label("Your name").input_value() == ""
    stranger: dict[str, Any] = {"judgement": "same", "left": "A/1#1", "right": "A/2#1", "why": "x"}
    file = json.loads(path.read_text(encoding="utf-8"))
    file["decisions"].append(stranger)
    path.write_text(json.dumps(file), encoding="utf-8")
    page.get_by_label("Go on from a saved file").set_input_files(path)
    page.get_by_text("Taken over from the file: 1 of 2").wait_for()
    assert pair_cell(page).get_by_role("combobox").input_value() == "same"
    path.write_text("[1, null]", encoding="utf-8")
    page.get_by_label("Go on from a saved file").set_input_files(path)
    page.get_by_text("That is no file of decisions.").wait_for()


def test_a_browser_that_keeps_nothing_says_so_and_goes_on(
    world: Path, tmp_path: Path, context: BrowserContext, open_page: Open
) -> None:
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }});"
    context.add_init_script(refuse)
    page = open_page(cluster_page(world))
    assert "keeps nothing" in page.locator("#review-told").inner_text()
    mark_pair(page)
    page.get_by_label("Your name").fill("Analyst 7")
    assert len(json.loads(save(page, tmp_path).read_text(encoding="utf-8"))["decisions"]) == 1


def test_marks_of_an_earlier_state_are_offered_as_a_file_of_their_own(
    world: Path, tmp_path: Path, open_page: Open
) -> None:
    path = cluster_page(world)
    page = open_page(path)
    mark_pair(page)
    page.get_by_label("Your name").fill("Analyst 7")
    page.keyboard.press("Tab")
    revised = make_record("MX-FGR", 0) | {"revision": 2}
    job = tiny_job(world)
    ingest_step([write_delivery(world / "landing", "MX-FGR", "revised.ndjson", [revised])], job)
    link_step(job)
    report_step(world / "out" / "reports", job)
    page.reload()
    assert page.locator("#review-earlier").inner_text().startswith("Unsaved decisions from an earlier state")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save these").click()
    waiting.value.save_as(tmp_path / "earlier.json")
    with pytest.raises(TramaError, match="stale"):
        decide_step(tmp_path / "earlier.json", job)


def test_links_are_filtered_and_searched_whatever_the_accents(world: Path, open_page: Open) -> None:
    page = open_page(cluster_page(world))
    shown = page.locator("#review-links tbody tr")
    everything = shown.count()
    page.locator("#review-search").fill("trevino named")
    assert 0 < shown.count() < everything
    page.locator("#review-search").fill("")
    page.locator("#review-filter").select_option("marked")
    assert shown.count() == 0
    assert page.locator("#review-shown").inner_text() == "0 of 0"


def test_without_scripts_the_pairs_are_there_and_nothing_can_be_marked(
    world: Path, context: BrowserContext
) -> None:
    assert context.browser is not None
    plain = context.browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(cluster_page(world).as_uri())
    assert page.locator("#identities tbody tr").count() > 0
    assert page.get_by_text("Marking needs scripts").is_visible()
    assert not page.locator("#reviewer").is_visible()
    plain.close()
