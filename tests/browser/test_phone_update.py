"""A new version comes behind a form that is being written, and takes its place later."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.phone import SLOW, Phone, count, key_of
from tools.example_server import running

WAITING = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  return registration.waiting !== null;
}"""
CACHES = "async () => (await caches.keys()).filter((name) => name.startsWith('phone-')).length"


def test_a_new_version_waits_until_nothing_is_being_written(
    browser: Browser, tmp_path: Path
) -> None:
    with running(tmp_path / "data") as old:
        phone = Phone(browser, old, tmp_path / "phone")
        phone.set_up("facilitator-moyamba")
        page = phone.page
        community = key_of(old, "community_community", name="Moyamba cluster")
        phone.go(f"/do/begin_pause/{community}/")
        expect(page.get_by_role("heading", name="Note a pause", level=1)).to_be_visible()
        page.locator("[name=reason]").fill("Begun on the old page")
        page.wait_for_function("navigator.serviceWorker.controller !== null", timeout=SLOW)
        port = int(old.url.rpartition(":")[2])
    with running(tmp_path / "data", port=port, version="99.1") as new:
        page.wait_for_function(WAITING, timeout=SLOW)
        assert page.evaluate(CACHES) == 2
        expect(page.locator("[name=reason]")).to_have_value("Begun on the old page")
        page.locator("[name=when_1]").fill("in June")
        page.locator("main form.form .btn").last.click()
        expect(page.locator(".messages")).to_contain_text("It has arrived", timeout=SLOW)
        assert count(new, "community_pause", reason="Begun on the old page") == 1
        page.get_by_role("button", name="Lock").click()
        expect(page.locator("form[data-unlock]")).to_be_visible()
        assert not page.evaluate(WAITING)
        page.wait_for_function(f"async () => (await ({CACHES})()) === 1", timeout=SLOW)
        phone.type_pin()
        phone.opened()
        expect(page.get_by_role("heading", name="Note a pause", level=1)).to_have_count(0)
        phone.stop()
