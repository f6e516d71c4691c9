"""The lock of a phone: PINs, several people, going out; what a thief finds in its files."""

import base64
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.conftest import SignIn
from tests.browser.phone import PIN, Phone, count, key_of
from tools.example_server import Server
from tools.sign_in import sign_in

SERIOUS = {"serious", "critical"}
CANARY = "Kingfisher-over-the-ford"


@pytest.fixture
def new_phone(server: Server, browser: Browser, tmp_path: Path) -> Iterator[Phone]:
    made = Phone(browser, server, tmp_path / "phone")
    yield made
    made.stop()


def written(text: str) -> dict[str, bytes]:
    """A text as it may lie in a file."""
    raw = text.encode()
    told = {"raw": raw, "utf-16": text.encode("utf-16-le"), "hex": raw.hex().encode()}
    for shift in range(3):  # base64 depends on where a text begins
        inner = base64.b64encode(b"." * shift + raw)[4 if shift else 0 : -4]
        told[f"base64 {shift}"] = inner
    return told


def found_in(folder: Path, text: str) -> list[str]:
    forms = written(text)
    return [
        f"{file.relative_to(folder)}: {how}"
        for file in folder.rglob("*")
        if file.is_file()
        for content in [file.read_bytes()]
        for how, told in forms.items()
        if told in content
    ]


def serious(phone: Phone) -> list[str]:
    told = Axe().run(phone.page).response["violations"]
    return [
        f"{one['id']}: {node['html']}"
        for one in told
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def test_the_files_of_a_locked_phone_tell_nothing_and_a_killed_browser_loses_nothing(
    new_phone: Phone, server: Server
) -> None:
    phone, page = new_phone, new_phone.page
    phone.set_up("facilitator-bombali")
    community = key_of(server, "community_community", name="Bombali cluster")
    phone.offline()
    phone.go(f"/do/begin_pause/{community}/")
    page.locator("[name=reason]").fill(CANARY)
    page.locator("[name=when_1]").fill("in June")
    page.locator("main form.form .btn").last.click()
    expect(page.locator(".messages")).to_contain_text("Saved on this phone")
    phone.go(f"/do/record_finding/{community}/")
    page.locator("[name=words]").fill(f"{CANARY} again")
    phone.go(f"/community/{community}/")
    expect(page.get_by_role("heading", name="Bombali cluster")).to_be_visible()
    page.wait_for_timeout(12_000)  # the browser writes down where it was
    phone.kill()
    assert list(phone.folder.rglob("*IndexedDB*"))
    for text in (CANARY, "kɔmpin in pikin", "Record a gathering", PIN):
        assert found_in(phone.folder, text) == [], text
    phone.start()
    phone.offline()
    page = phone.unlock(f"/do/record_finding/{community}/")
    expect(page.locator("[name=words]")).to_have_value(f"{CANARY} again")
    expect(page.locator("[data-strip]")).to_contain_text("One thing waits to be sent")


def test_easy_pins_are_not_taken(new_phone: Phone) -> None:
    page = new_phone.page
    sign_in(page, "facilitator-moyamba")
    page.goto("/phone/")
    for pin in (
        "12345",
        "123456",
        "876543",
        "111111",
        "121212",
        "250190",
        "19991231",
        "147258",
    ):
        page.locator("#pin").fill(pin)
        page.locator("#again").fill(pin)
        page.locator("form[data-begin] button").click()
        expect(page.locator(".errorlist")).to_be_visible()
        page.locator("#pin").fill("")
    page.locator("#pin").fill(PIN)
    page.locator("#again").fill("482916")
    page.locator("form[data-begin] button").click()
    expect(page.locator(".errorlist")).to_contain_text("not the same")


def test_two_people_on_a_phone_and_ten_wrong_pins(new_phone: Phone, server: Server) -> None:
    phone, page = new_phone, new_phone.page
    phone.set_up("facilitator-bombali")
    page.get_by_role("button", name="Lock").click()
    page.get_by_role("link", name="Somebody else").click()
    phone.set_up("facilitator-moyamba", pin="730461")
    theirs = key_of(server, "community_community", name="Bombali cluster")
    page.get_by_role("link", name="Communities").click()
    expect(page.locator("main .record")).not_to_contain_text(["Bombali cluster"])
    phone.go(f"/community/{theirs}/")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()

    page.clock.install()
    page.goto("/")
    expect(page.locator("form[data-unlock]")).not_to_contain_text("acilitator")
    said = page.locator("[data-progress]")
    for wrong in range(1, 10):
        phone.type_pin("730462", number=2)
        expect(page.locator("#pin")).to_have_value("")
        expect(said).to_contain_text("wrong tr" if wrong < 5 else "next one opens at")
        if wrong == 5:
            phone.type_pin("730461", number=2)
            expect(page.locator("#pin")).to_have_value("")
            expect(said).to_contain_text("next one opens at")
        page.clock.fast_forward("31:00")
    phone.type_pin("730462", number=2)
    expect(said).to_contain_text("the pages are erased")
    expect(page.locator("form[data-unlock] [type=radio]")).to_have_count(1)
    phone.type_pin(PIN)
    phone.opened()


def test_what_waits_outlives_a_lost_pin(new_phone: Phone, server: Server) -> None:
    phone, page = new_phone, new_phone.page
    phone.set_up("facilitator-moyamba")
    community = key_of(server, "community_community", name="Moyamba cluster")
    phone.offline()
    for reason in ("The long rains", "Rain at house no 12"):
        phone.go(f"/do/begin_pause/{community}/")
        page.locator("[name=reason]").fill(reason)
        page.locator("[name=when_1]").fill("in June")
        page.locator("main form.form .btn").last.click()
        expect(page.locator(".messages")).to_contain_text("Saved on this phone")
    phone.go("/phone/waiting/")
    page.get_by_text("Carry it to another phone").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    carried = download.value.path().read_text()
    assert carried.count("ey") >= 2
    assert "rains" not in carried
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove everything of mine").click()
    expect(page.get_by_role("heading", name="Nobody keeps pages here")).to_be_visible()
    phone.offline(False)
    phone.set_up("facilitator-bombali")
    phone.send()
    assert count(server, "community_pause", reason="The long rains") == 0
    page.get_by_role("button", name="Lock").click()
    phone.set_up("facilitator-moyamba")
    phone.send()
    assert count(server, "community_pause", reason="The long rains") == 1
    expect(page.locator("[data-strip]")).to_contain_text("One thing needs you")
    page.locator("main .record a").first.click()
    expect(page.locator("[name=reason]")).to_have_value("Rain at house no 12")


def test_it_locks_by_itself_and_leaves_by_one_button(new_phone: Phone) -> None:
    phone, page = new_phone, new_phone.page
    phone.set_up("facilitator-moyamba")
    page.clock.install()
    phone.unlock("/")
    phone.opened()
    page.clock.run_for(6 * 60_000)
    expect(page.locator("form[data-unlock]")).to_be_visible()
    phone.type_pin()
    phone.opened()
    page.get_by_role("button", name="Exit").click()
    page.wait_for_url("about:blank")


def test_a_phone_that_was_let_go_forgets(
    new_phone: Phone, server: Server, signed_in: SignIn
) -> None:
    phone, page = new_phone, new_phone.page
    phone.set_up("facilitator-moyamba")
    office = signed_in("mentor", wide=True)
    person = key_of(server, "people_person", sign_in_name="facilitator-moyamba")
    office.goto(f"/person/{person}/")
    while office.get_by_role("link", name="Let this phone forget").count():
        office.get_by_role("link", name="Let this phone forget").first.click()
        office.get_by_role("button", name="Let it forget").click()
        office.wait_for_url(f"**/person/{person}/")
    phone.unlock("/")
    expect(page.get_by_role("heading", name="Nobody keeps pages here")).to_be_visible()
    expect(page.locator("main")).to_contain_text("no longer trusted")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everybody_can_use_it(new_phone: Phone, server: Server, language: str) -> None:
    phone, page = new_phone, new_phone.page
    community = key_of(server, "community_community", name="Moyamba cluster")
    with sqlite3.connect(server.data / "kinbridge.sqlite3") as database:
        told = "UPDATE people_person SET language = ? WHERE sign_in_name = ?"
        database.execute(told, [language, "facilitator-moyamba"])
    try:
        phone.begin("facilitator-moyamba")
        assert serious(phone) == []
        phone.choose_pin()
        places = ["/", f"/community/{community}/", f"/do/record_gathering/{community}/"]
        for path in [*places, "/phone/waiting/"]:
            phone.visit(path)
            assert serious(phone) == [], path
        assert page.locator("html").get_attribute("dir") == (
            "rtl" if language == "ar" else "ltr"
        )
        wide = "document.documentElement.scrollWidth > innerWidth"
        assert not page.evaluate(f"() => {wide}")
        page.goto("/")
        expect(page.locator("form[data-unlock]")).to_be_visible()
        assert serious(phone) == []
    finally:
        with sqlite3.connect(server.data / "kinbridge.sqlite3") as database:
            database.execute(told, ["en", "facilitator-moyamba"])
