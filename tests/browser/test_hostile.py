"""Text that means harm, in every field that a partner may fill: it is read, and nothing of it is run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import is_outside

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WATCH = """
window.harm = [];
for (const name of ['alert', 'confirm', 'prompt', 'open'])
  window[name] = (...given) => window.harm.push([name, ...given]);
addEventListener('securitypolicyviolation', (event) =>
  window.harm.push(['policy', event.violatedDirective, event.blockedURI]));
"""
"""Before any script of the page: whatever runs, or is kept from running by the policy alone, is noted."""

PLACES = {"en": "out/reports", "es": "es", "fr": "fr", "partner": "partner"}

POLICIES = ("with the policy", "without the policy")

EVERYWHERE = [(place, policy) for place in ("en", "partner") for policy in POLICIES]
EVERYWHERE += [("es", POLICIES[1]), ("fr", POLICIES[0])]
"""Both ways for the holder and for a partner; in other words the same page is made in the same way."""

everywhere = pytest.mark.parametrize(("place", "watched"), EVERYWHERE, indirect=["watched"])

OWN = ("script:not([type='application/json'])", "style")
"""What runs or draws in a page: its own, once."""


@pytest.fixture(params=POLICIES)
def watched(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on which everything that should not happen is noted."""
    with browser.new_context(bypass_csp=request.param == POLICIES[1], locale="en-GB") as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        faults: list[str] = []
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("request", lambda asked: faults.append(asked.url) if is_outside(asked) else None)
        yield page
        assert faults == []


def check_harmless(page: Page) -> None:
    assert page.evaluate("window.harm") == []
    assert page.locator("img, iframe, object, embed, link, form, base").count() == 0
    for own in OWN:
        assert page.locator(own).count() == 1, own
    assert page.locator("[onerror], [onload], [onclick], [href^=javascript]").count() == 0


def use_everything(page: Page) -> None:
    """Open, press, choose and type wherever the page lets one."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    for head in page.locator("th[data-as] button").all():
        head.click()
    for choice in page.locator("select:visible").all():
        choice.select_option(index=choice.locator("option").count() - 1)
        choice.select_option(index=0)
    for field in page.locator("input[type=search]:visible").all():
        field.fill("script")
        field.press("Enter")
        field.fill("")
    for name in ("#network .tools button:visible", "#network summary:visible"):
        for control in page.locator(name).all():
            if control.is_enabled() and control.is_visible():
                control.click()


@everywhere
def test_nothing_in_a_cluster_s_page_is_run(hostile: Path, watched: Page, place: str) -> None:
    paths = sorted((hostile / PLACES[place] / "clusters").glob("*.html"))
    assert paths
    watched.goto(paths[0].as_uri())
    assert watched.locator("#records tbody tr").count() > 5
    text = watched.locator("main").inner_text()
    assert "alert(1)" in text
    assert "javascript:alert(4)" in text
    use_everything(watched)
    for node in watched.locator(".node:visible").all()[:6]:
        node.dispatch_event("click")
        assert watched.locator("#detail h3").count() == 1
    check_harmless(watched)


@everywhere
def test_nothing_in_an_index_is_run(hostile: Path, watched: Page, place: str) -> None:
    watched.goto((hostile / PLACES[place] / "index.html").as_uri())
    text = watched.locator("main").inner_text()
    assert "alert(1)" in text
    assert "javascript:alert(4)" in text
    use_everything(watched)
    check_harmless(watched)


def test_a_reason_with_markup_stays_text_when_it_is_kept_and_taken_up_again(
    hostile: Path, watched: Page
) -> None:
    watched.goto(next((hostile / "out" / "reports" / "clusters").glob("*.html")).as_uri())
    row = watched.locator("#review-links tbody tr").first
    row.get_by_role("combobox").select_option(index=1)
    row.get_by_role("textbox").fill("<img src=x onerror=alert(9)>")
    watched.keyboard.press("Tab")
    watched.reload()
    assert (
        watched.locator("#review-links tbody tr")
        .first.get_by_role("textbox")
        .input_value()
        .startswith("<img")
    )
    check_harmless(watched)


@pytest.mark.parametrize("guarded", [True, False])
def test_who_watches_would_see_it(browser: Browser, tmp_path: Path, guarded: bool) -> None:
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    (tmp_path / "x.html").write_text(
        f"<!doctype html>{policy}<main><script>alert(1)</script></main>", "utf-8"
    )
    with browser.new_context(bypass_csp=not guarded) as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto((tmp_path / "x.html").as_uri())
        page.wait_for_function("window.harm.length > 0")
        assert page.evaluate("window.harm[0][0]") == ("policy" if guarded else "alert")
