"""The main road, walked in a browser: from the dialogue to two reports that differ."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn

DAY = "2014-02-01"
PROMISE = "Teach the young people and mothers"


def follow(page: Page, words: str) -> None:
    """Follow the first link that says this."""
    page.get_by_role("link", name=words).first.click()
    page.wait_for_load_state()


def save(page: Page) -> None:
    """Send the form; nothing is to be complained of."""
    page.locator("main form .actions button").click()
    page.wait_for_load_state()
    expect(page.locator(".errors")).to_have_count(0)


def open_story(page: Page) -> None:
    """The story of the cluster with the agreement."""
    follow(page, "Communities")
    page.get_by_role("link", name="Bombali cluster", exact=True).click()


def open_agreement(page: Page, state: str) -> None:
    """The agreement that has come so far, from the community's story."""
    open_story(page)
    told = page.locator(".record", has_text=state).filter(has_text="So that girls can grow up")
    told.locator("a[href^='/agreement/']").click()


def add_offer(mentor: Page, offer: str) -> None:
    """In the dialogue, the community offers something."""
    open_story(mentor)
    mentor.locator("a[href^='/dialogue/']").first.click()
    follow(mentor, "Add a concern, request or offer")
    mentor.locator("input[name=side]").first.check()
    mentor.locator("input[name=kind][value=offer]").check()
    mentor.fill("textarea[name=words]", offer)
    save(mentor)
    expect(mentor.get_by_text(offer)).to_be_visible()


def add_commitment(mentor: Page, what: str) -> None:
    """In the draft, the community promises it."""
    open_agreement(mentor, "being drafted")
    follow(mentor, "Add a commitment")
    mentor.locator("input[name=side]").first.check()
    mentor.fill("textarea[name=what]", what)
    mentor.fill("input[name=who]", "the youth group")
    mentor.fill("input[name=how_often]", "every market day")
    save(mentor)
    expect(mentor.get_by_text(what).first).to_be_visible()


def print_agreement(mentor: Page) -> None:
    """The print is a PDF."""
    address = mentor.get_by_role("link", name="Print").get_attribute("href")
    printed = mentor.request.get(str(address))
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF")


def report(page: Page, state: str, why: str) -> None:
    """Report on the promise for one's own side."""
    promise = page.locator("section.two-sides, li.record", has_text=PROMISE)
    promise.get_by_role("link", name="Report on this commitment").first.click()
    page.locator("input[name=side]").first.check()
    page.locator(f"input[name=state][value={state}]").check()
    page.fill("textarea[name=why]", why)
    page.fill("input[name=when_0]", DAY)
    save(page)


@pytest.mark.parametrize("script", [True, False])
def test_an_offer_a_commitment_a_print_and_two_reports_that_differ(
    signed_in: SignIn, script: bool
) -> None:
    offer = f"We bring the drum, {'with' if script else 'without'} script"
    mentor = signed_in("mentor", script=script)
    add_offer(mentor, offer)
    add_commitment(mentor, offer)
    print_agreement(mentor)

    official = signed_in("official-health", script=script)
    official.locator("a[href^='/agreement/']").first.click()
    report(official, "partly", f"{offer}: the road was closed")

    facilitator = signed_in("facilitator-bombali", script=script)
    open_agreement(facilitator, "in force")
    report(facilitator, "not_yet", f"{offer}: nobody came")
    for words in ("the road was closed", "nobody came", "The reports differ"):
        expect(facilitator.get_by_text(words).first).to_be_visible()
