"""A slip of paper is keyed in without a network: by its signs, or by a photo of its square."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page, expect

from tests.browser.phone import Phone, count
from tools.example_server import Server
from tools.sign_in import sign_in


@pytest.fixture(scope="module")
def phone(
    server: Server, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Phone]:
    """A facilitator's phone, out of reach."""
    phone = Phone(browser, server, tmp_path_factory.mktemp("paper"))
    phone.set_up("facilitator-bombali")
    phone.send()
    phone.wait_for_the_rest()
    phone.offline()
    yield phone
    phone.stop()


def a_code(page: Page) -> str:
    """The code of a promise, as the list of papers has it."""
    link = page.locator("a[data-code^='P-']").first
    return link.get_attribute("data-code") or ""


def photo_of(said: str, path: Path) -> Path:
    """A square code, as a slip prints it, with a little of the paper around it."""
    segno.make(said, error="l", boost_error=False, micro=False).save(
        str(path), scale=9, border=6
    )
    return path


def test_a_slip_is_keyed_in_by_its_signs_without_a_network(
    phone: Phone, server: Server
) -> None:
    before = count(server, "agreement_report")
    phone.go("/paper/")
    code = a_code(phone.page).lower().replace("-", " ")
    phone.page.get_by_label("The code", exact=True).fill(code)
    phone.page.get_by_role("button", name="Go to the form").click()
    heading = phone.page.get_by_role("heading", name="Report on this commitment", level=1)
    expect(heading).to_be_visible()
    phone.page.locator("[name=side]").first.check()
    phone.page.locator("[name=state][value=kept]").check()
    phone.page.locator("[name=why]").fill("Marked on the slip.")
    phone.page.locator("[name=when_1]").fill("in June")
    phone.page.locator("main form.form .btn").last.click()
    expect(phone.page.locator(".messages")).to_contain_text("Saved on this phone")
    phone.offline(False)
    phone.send()
    assert count(server, "agreement_report") == before + 1
    phone.offline()


def test_a_photo_of_the_square_opens_the_form_and_is_kept_nowhere(
    phone: Phone, tmp_path: Path
) -> None:
    phone.go("/paper/")
    code = a_code(phone.page)
    field = phone.page.get_by_label("Or a photo of the square beside a line")
    field.set_input_files([Path("kinbridge/web/static/web/icon-192.png")])
    expect(phone.page.get_by_text("No such code can be read in it")).to_be_visible()
    field.set_input_files(
        [photo_of("https://elsewhere.example/?code=../x", tmp_path / "x.png")]
    )
    expect(phone.page.get_by_text("No such code can be read in it")).to_be_visible()
    address = f"https://kinbridge.example/paper/?code={code}"
    field.set_input_files([photo_of(address, tmp_path / "slip.png")])
    heading = phone.page.get_by_role("heading", name="Report on this commitment", level=1)
    expect(heading).to_be_visible()
    assert phone.page.url.startswith(f"{phone.server.url}/do/report_on_commitment/")


def test_the_phones_own_camera_opens_the_form_after_unlocking(phone: Phone) -> None:
    phone.go("/paper/")
    code = a_code(phone.page)
    phone.unlock(f"/paper/?code={code}")
    heading = phone.page.get_by_role("heading", name="Report on this commitment", level=1)
    expect(heading).to_be_visible()
    assert not phone.page.url.endswith(code)


def test_a_laptop_reads_the_same_photo(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page(base_url=server.url)
    sign_in(page, "mentor")
    page.goto("/paper/")
    page.get_by_text("All lines that are yours to key in").click()
    code = a_code(page)
    field = page.get_by_label("Or a photo of the square beside a line")
    field.set_input_files([photo_of(f"{server.url}/paper/?code={code}", tmp_path / "s.png")])
    expect(page.get_by_role("heading", name="Report on this commitment")).to_be_visible()
