"""A phone without space: said early; old pages leave by and by; what waits stays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from tests.browser.phone import SLOW, Phone, count, key_of
from tools.example_server import Server

USED = "async () => (await navigator.storage.estimate()).usage"


@pytest.fixture
def phone(
    server: Server, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Phone]:
    made = Phone(browser, server, tmp_path_factory.mktemp("phone"))
    made.set_up("facilitator-bombali")
    made.send()
    yield made
    made.stop()


def pages_kept(phone: Phone) -> int:
    phone.go("/phone/waiting/")
    told = phone.page.get_by_text("pages are kept here")
    return int(told.inner_text().split()[0])


def leave(phone: Phone, session: CDPSession, room: int) -> None:
    """Leave so many bytes beyond what is used."""
    quota = int(phone.page.evaluate(USED)) + room
    session.send(
        "Storage.overrideQuotaForOrigin", {"origin": phone.server.url, "quotaSize": quota}
    )


def test_a_full_phone_says_so_and_gives_up_old_pages_before_anything_that_waits(
    phone: Phone, server: Server
) -> None:
    page = phone.page
    session = phone.context.new_cdp_session(page)
    community = key_of(server, "community_community", name="Bombali cluster")
    before = pages_kept(phone)
    leave(phone, session, 10_000_000)
    phone.offline()
    phone.go(f"/do/record_finding/{community}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Record a finding")
    leave(phone, session, 0)
    words = "What people told each other on the way home. " * 80
    for n in range(12):
        page.locator("[name=words]").fill(f"{n} {words}")
        page.locator("main form.form .btn").last.click()
        expect(page.locator(".messages")).to_contain_text("Saved on this phone", timeout=SLOW)
        phone.go(f"/do/record_finding/{community}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Record a finding")
    expect(page.locator("[data-strip]")).to_contain_text("Little space is left")
    kept = pages_kept(phone)
    assert 0 < kept < before
    page.get_by_role("link", name="Communities").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Communities")
    session.send("Storage.overrideQuotaForOrigin", {"origin": server.url})
    phone.offline(False)
    phone.send()
    expect(page.locator("[data-strip]")).not_to_contain_text("wait", timeout=SLOW)
    assert count(server, "learning_finding") == 12
    assert pages_kept(phone) >= before
