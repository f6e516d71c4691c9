"""A phone without space: said early; old pages leave by and by; what waits stays."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.phone import SLOW, Phone, count, key_of
from tools.example_server import Server

QUOTA = (
    20_000_000  # bytes; set before anything is written, for the browser remembers the old one
)

# Another store of the same site takes all that is left.
FILL = """async () => {
  const opened = indexedDB.open("junk", 1);
  opened.onupgradeneeded = () => opened.result.createObjectStore("junk");
  await new Promise((done) => { opened.onsuccess = done; });
  for (const size of [500_000, 50_000, 4_000]) {
    for (let isFull = false; !isFull;) {
      const tx = opened.result.transaction("junk", "readwrite", { durability: "strict" });
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size; at += 50_000) {
        crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 50_000)));
      }
      tx.objectStore("junk").put(bytes, Math.random());
      isFull = await new Promise((done) => {
        tx.oncomplete = () => done(false);
        tx.onabort = () => done(true);
      });
    }
  }
  opened.result.close();
}"""


def set_quota(phone: Phone, **told: int) -> None:
    session = phone.context.new_cdp_session(phone.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": phone.server.url, **told})


@pytest.fixture
def phone(
    server: Server, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Phone]:
    """A phone with room for little more than what it keeps."""
    made = Phone(browser, server, tmp_path_factory.mktemp("phone"))
    set_quota(made, quotaSize=QUOTA)
    made.set_up("facilitator-bombali")
    made.send()
    yield made
    made.stop()


def pages_kept(phone: Phone) -> int:
    phone.go("/phone/waiting/")
    told = phone.page.get_by_text("pages are kept here")
    return int(told.inner_text().split()[0])


def write_finding(phone: Phone, words: str) -> None:
    community = key_of(phone.server, "community_community", name="Bombali cluster")
    phone.go(f"/do/record_finding/{community}/")
    expect(phone.page.get_by_role("heading", name="Record a finding", level=1)).to_be_visible()
    phone.page.locator("[name=words]").fill(words)
    phone.page.locator("main form.form .btn").last.click()


def test_a_full_phone_says_so_and_gives_up_old_pages_before_anything_that_waits(
    phone: Phone, server: Server
) -> None:
    page = phone.page
    before, there = pages_kept(phone), count(server, "learning_finding")
    expect(page.locator("[data-strip]")).not_to_contain_text("Little space")
    phone.offline()
    page.evaluate(FILL)
    saved = 0
    while saved < 400:
        write_finding(phone, f"{saved} " + "What people told each other on the way. " * 90)
        expect(page.locator(".messages, .errors")).to_be_visible(timeout=SLOW)
        if page.locator(".errors").count():
            break
        saved += 1
    expect(page.locator("[data-strip]")).to_contain_text("Little space is left")
    expect(page.locator("[name=words]")).to_have_value(re.compile(f"^{saved} What people"))
    expect(page.locator(".errors")).to_contain_text("no space left")
    kept = pages_kept(phone)
    assert 0 < kept < before
    page.get_by_role("link", name="Communities").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Communities")
    set_quota(phone)
    phone.offline(False)
    phone.send()
    expect(page.locator("[data-strip]")).not_to_contain_text("wait", timeout=SLOW)
    assert count(server, "learning_finding") == there + saved
    phone.send()
    expect(page.locator("[data-strip]")).not_to_contain_text("Little space")
    assert pages_kept(phone) >= before
