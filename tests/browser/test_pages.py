"""Every kind of page, on a phone and on a laptop, in both writing directions: nothing serious
for a screen reader, nothing that scrolls sideways, nothing too heavy."""

import gzip
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from tests.browser.conftest import SignIn

COMMUNITY_PAGE = 60_000  # bytes compressed in all: the limit
SERIOUS = {"serious", "critical"}
# Where each kind of page is found from the page before: by the beginning of its address.
FROM_STORY = ["/goal/", "/linkage/", "/dialogue/", "/agreement/", "/do/set_goal/"]
FIXED = ["/", "/communities/", "/helpers/", "/people/", "/account/", "/diverged/"]


def addresses(page: Page) -> list[str]:
    """One page of every kind that a mentor meets."""
    page.goto("/communities/")
    page.locator("main a[href^='/community/']").first.click()
    story = urlparse(page.url).path
    links = [a.get_attribute("href") or "" for a in page.locator("main a").all()]
    found = [next(link for link in links if link.startswith(start)) for start in FROM_STORY]
    goal = next(link for link in found if link.startswith("/goal/"))
    tabs = [f"{story}{part}/" for part in ("gatherings", "findings", "journal")]
    return [*FIXED, story, *tabs, *found, f"{goal}who-might-help/"]


def faults(page: Page) -> list[str]:
    """What a person with a screen reader or a small phone would stumble over here."""
    found = [
        f"{page.url}: {fault['id']} {fault['nodes'][0]['html'][:120]}"
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in SERIOUS
    ]
    size = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    width, visible = page.evaluate(size)
    if width > visible:
        found.append(f"{page.url}: scrolls sideways, {width} in {visible}")
    return found


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("wide", [False, True])
def test_nothing_serious_stands_in_the_way_on_any_page(
    signed_in: SignIn, locale: str, wide: bool
) -> None:
    page = signed_in("mentor", wide=wide, locale=locale)
    found = []
    for address in addresses(page):
        page.goto(address)
        found += faults(page)
    assert found == []


def test_the_sign_in_page_is_open_to_everybody(signed_in: SignIn) -> None:
    page = signed_in("mentor")
    page.context.clear_cookies()
    page.goto("/sign-in/")
    assert faults(page) == []


def test_a_communitys_page_is_light_with_all_that_belongs_to_it(signed_in: SignIn) -> None:
    page = signed_in("facilitator-bombali")
    page.goto("/communities/")
    story = page.locator("main a[href^='/community/']").first.get_attribute("href")
    fresh = signed_in("facilitator-bombali")
    weighed: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.ok:
            weighed[response.url] = len(gzip.compress(response.body()))

    fresh.context.new_cdp_session(fresh).send(
        "Network.setCacheDisabled", {"cacheDisabled": True}
    )
    fresh.on("response", weigh)
    fresh.goto(str(story), wait_until="networkidle")
    assert len(weighed) > 1
    assert sum(weighed.values()) <= COMMUNITY_PAGE, weighed


def test_keyboard_users_skip_to_the_page_and_see_where_they_are(signed_in: SignIn) -> None:
    page = signed_in("facilitator-bombali", wide=True)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
