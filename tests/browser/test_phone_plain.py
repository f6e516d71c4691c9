"""Where a phone keeps nothing: no service worker, no script; and the road by keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.phone import PIN, SCREEN, SLOW, Phone, count, key_of
from tests.browser.test_phone_carrying import note_pause, this_phone
from tools.example_server import Server
from tools.sign_in import sign_in


@pytest.fixture(params=["no service worker", "no script"])
def plain(request: pytest.FixtureRequest, server: Server, browser: Browser) -> Iterator[Page]:
    """A browser in which nothing can be kept, on the screen of a phone."""
    context: BrowserContext = browser.new_context(
        base_url=server.url,
        viewport=SCREEN,  # type: ignore[arg-type]
        locale="en",
        service_workers="block",
        java_script_enabled=request.param != "no script",
    )
    yield context.new_page()
    context.close()


def test_without_worker_or_script_the_same_addresses_are_plain_pages(
    plain: Page, server: Server, request: pytest.FixtureRequest
) -> None:
    where = f"by the mill, {request.node.callspec.id}"
    sign_in(plain, "facilitator-bombali")
    plain.get_by_role("link", name="Communities", exact=True).click()
    plain.wait_for_url("**/communities/")
    plain.get_by_role("link", name="Bombali cluster", exact=True).click()
    expect(plain.get_by_role("heading", name="Bombali cluster", level=1)).to_be_visible()
    community = key_of(server, "community_community", name="Bombali cluster")
    plain.goto(f"/do/record_gathering/{community}/")
    plain.get_by_label("small group").check()
    plain.locator("[name=when_1]").fill("in March")
    plain.locator("[name=where]").fill(where)
    plain.locator("main form.form .btn").last.click()
    expect(plain.locator(".messages")).to_contain_text("Saved")
    assert count(server, "community_gathering", where=where) == 1
    for path in ("/now/", "/serious/", "/guide/"):
        answer = plain.goto(path)
        assert answer is not None
        assert answer.ok
        expect(plain.locator("main h1")).to_be_visible()


@pytest.fixture
def phones(
    server: Server, browser: Browser, tmp_path: Path
) -> Iterator[Callable[[str], Phone]]:
    """``phones("facilitator-bombali")`` is the phone that this person has set up."""
    made = []

    def set_up(who: str) -> Phone:
        made.append(Phone(browser, server, tmp_path / who))
        made[-1].set_up(who)
        return made[-1]

    yield set_up
    for phone in made:
        phone.stop()


def test_the_main_road_of_a_phone_goes_by_keyboard_alone(
    phones: Callable[[str], Phone], server: Server
) -> None:
    phone = phones("facilitator-moyamba")
    page = phone.page
    phone.offline()
    tab_to(page, "Lock")
    page.keyboard.press("Enter")
    expect(page.locator("#pin")).to_be_focused()
    page.keyboard.type(f"{PIN}\n")
    phone.opened()
    for name in ("Communities", "Moyamba cluster", "Note a pause"):
        tab_to(page, name)
        page.keyboard.press("Enter")
        expect(page.locator("main h1")).to_contain_text(name)
    for name, words in (("reason", "The rains came by keyboard"), ("when_1", "in June")):
        tab_to(page, name)
        page.keyboard.type(words)
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Saved on this phone")
    phone.offline(False)
    for name in ("waits to be sent", "Send now"):
        tab_to(page, name)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="This phone")).to_be_visible()
    expect(page.locator("[data-strip]")).not_to_contain_text("wait", timeout=SLOW)
    assert count(server, "community_pause", reason="The rains came by keyboard") == 1


FOCUSED = """() => {
  const one = document.activeElement;
  const seen = getComputedStyle(one);
  const isSeen = seen.outlineStyle !== "none" || seen.boxShadow !== "none";
  return [one.name || one.textContent.trim(), isSeen];
}"""


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Press Tab until something of this name has the focus, which is seen."""
    for _n in range(most):
        page.keyboard.press("Tab")
        said, is_seen = page.evaluate(FOCUSED)
        if said == name or (name in said and len(said) < len(name) + 40):
            assert is_seen, f"{name} does not show that it has the focus"
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def take_in(phone: Phone, file: Path) -> None:
    """Take in the file of another phone, and send what came."""
    part = this_phone(phone, "Take in what another phone carries")
    part.get_by_label("A file").set_input_files(file)
    expect(phone.page.locator(".messages")).to_be_visible(timeout=SLOW)
    expect(phone.page.locator("[data-strip]")).to_contain_text("Sent")
    phone.page.wait_for_timeout(500)  # what was said stays when the page is renewed
    expect(phone.page.locator(".messages")).to_be_visible()
    phone.send()


def test_a_saved_file_of_unsent_forms_goes_from_another_phone(
    phones: Callable[[str], Phone], server: Server, tmp_path: Path
) -> None:
    reason, file = "Harvest in the low fields", tmp_path / "unsent.json"
    writer = phones("facilitator-bombali")
    writer.offline()
    note_pause(writer, reason)
    part = this_phone(writer, "Carry it to another phone")
    with writer.page.expect_download() as told:
        part.get_by_role("button", name="Save to a file").click()
    told.value.save_as(file)
    assert reason not in file.read_text()
    carrier = phones("facilitator-moyamba")
    for _twice in range(2):
        take_in(carrier, file)
        assert count(server, "community_pause", reason=reason) == 1
    assert reason not in carrier.page.locator("main").inner_text()
    writer.offline(False)
    writer.send()
    expect(writer.page.locator("[data-strip]")).not_to_contain_text("wait")
    assert count(server, "community_pause", reason=reason) == 1
