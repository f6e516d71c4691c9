"""Now and Something serious, on a cheap phone: few taps, no trace, without a network, on one
sheet of paper, and read aloud."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.browser.phone import Phone
from tests.browser.test_pages import faults
from tools.example_server import PHONE, Server

TAPS = 4  # from the first one to whom to call
KEPT = """async () => [
  localStorage.length, sessionStorage.length, document.cookie,
  (await indexedDB.databases()).length, location.href, history.length]"""


@pytest.fixture
def context(server: Server, browser: Browser) -> Iterator[BrowserContext]:
    """A browser that nobody signed in with."""
    opened = browser.new_context(base_url=server.url, viewport=PHONE, locale="en")  # type: ignore[arg-type]
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_four_taps_lead_to_whom_to_call_and_leave_no_trace(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_role("link", name="Something serious").click()
    before = page.evaluate(KEPT)
    sent: list[str] = []

    def note(request: Request) -> None:
        # The browser fetches the tab's picture when it finds the time, whatever is tapped.
        if not request.url.endswith("/icon.svg"):
            sent.append(request.url)

    page.on("request", note)

    page.get_by_text("Somebody did something sexual to a child").click()
    page.locator("summary:visible", has_text="Today, or in the last five days").click()
    call = page.locator(".end:visible a[href='tel:116']")

    expect(call).to_be_visible()
    assert page.evaluate(KEPT) == before
    assert sent == []


def test_no_way_to_an_end_is_longer(page: Page) -> None:
    page.goto("/serious/?in=en")
    depths = page.evaluate(
        """() => [...document.querySelectorAll(".end")].map((end) => {
             let depth = 0;
             for (let at = end; (at = at.parentElement.closest("details"));) depth += 1;
             return depth; })"""
    )
    assert 1 + max(depths) <= TAPS
    assert len(depths) > 20


def test_one_answer_closes_the_others(page: Page) -> None:
    page.goto("/serious/?in=en")
    page.get_by_text("Everyday care").click()
    page.get_by_text("A child is in danger now").click()

    assert page.locator(".triage > details[open]").count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_leaving_shows_another_page(server: Server, browser: Browser, script: bool) -> None:
    context = browser.new_context(
        base_url=server.url,
        viewport=PHONE,  # type: ignore[arg-type]
        java_script_enabled=script,
    )
    page = context.new_page()
    page.goto("/sign-in/")
    page.goto("/serious/?in=en")
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url("about:blank")
    if script:  # it went in the place of the page: back leads past it
        page.go_back()
        assert page.url.endswith("/sign-in/")
    context.close()


def test_now_opens_without_a_network_once_it_was_seen(page: Page) -> None:
    page.goto("/now/?in=en")
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    page.wait_for_function("caches.keys().then((names) => names.length)")
    page.context.set_offline(True)
    page.goto("/now/")

    expect(page.get_by_role("heading", name="Listen. Believe.")).to_be_visible()
    assert page.locator("a[href='tel:116']").count() == 1
    width = page.evaluate("getComputedStyle(document.querySelector('.number')).borderTopWidth")
    assert width == "2px"  # it looks as it should


def test_a_phone_that_was_set_up_has_both_on_its_lock_screen(
    server: Server, browser: Browser, tmp_path
) -> None:
    phone = Phone(browser, server, tmp_path)
    phone.set_up("facilitator-bombali")
    phone.page.wait_for_function("navigator.serviceWorker.controller")
    phone.context.set_offline(True)
    phone.page.reload()
    expect(phone.page.get_by_role("heading", name="Who is there?")).to_be_visible()

    phone.page.get_by_role("link", name="Something serious").click()
    expect(phone.page.get_by_role("heading", name="What is it about?")).to_be_visible()
    phone.page.get_by_role("link", name="Now", exact=True).click()
    expect(phone.page.get_by_role("heading", name="How many hours are left")).to_be_visible()
    phone.context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", ["/now/", "/serious/"])
def test_nothing_stands_in_the_way(page: Page, path: str, language: str) -> None:
    page.goto(f"{path}?in={language}")
    found = faults(page)
    for summary in page.locator(".triage > details > summary").all()[:6]:
        summary.click()
        found += faults(page)
    assert found == []


def test_a_screen_reader_is_told_number_step_and_hours(page: Page) -> None:
    page.goto("/now/?in=en")
    told = page.locator("main").aria_snapshot()

    for line in (
        'heading "Now" [level=1]',
        'link "116 Free line for rape and abuse',
        'heading "Promise no secrecy." [level=3]',
        'columnheader "Against HIV"',
        'rowheader "one day ago"',
        'cell "48 hours left"',
    ):
        assert line in told, told


def test_a_screen_reader_is_told_questions_and_answers(page: Page) -> None:
    page.goto("/serious/?in=en")
    page.get_by_text("A child is in danger now").click()
    told = page.locator("main").aria_snapshot()

    for line in ('heading "What is it about?"', 'heading "Crime or danger now"', "Call now"):
        assert line in told, told


@pytest.mark.parametrize("language", ["en", "ar"])
def test_now_prints_on_one_sheet(page: Page, language: str) -> None:
    page.goto(f"/now/?in={language}")
    for paper in ("A4", "Letter"):
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1
