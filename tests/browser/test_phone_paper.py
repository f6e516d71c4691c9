"""Paper without a network: a slip is keyed in by its signs or by a photo of its square, and a
printed agreement is checked to the letter."""

import base64
import json
import subprocess
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page, expect

from tests.browser.phone import Phone, count, key_of
from tools.example_server import Server
from tools.sign_in import sign_in

TITLE = "So that girls can grow up first"


@pytest.fixture
def phone(out_of_reach: Phone) -> Phone:
    """Where paper is keyed in."""
    return out_of_reach


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
    field = phone.page.get_by_label("Or a photo of the square on the paper")
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


def test_a_photo_of_an_agreements_square_opens_its_signatures(
    phone: Phone, tmp_path: Path
) -> None:
    phone.go("/paper/")
    link = phone.page.locator("a[data-code][href^='/do/sign_agreement/']").first
    foot, form = link.get_attribute("data-code") or "", link.get_attribute("href") or ""
    said = {"n": 1, "d": base64.urlsafe_b64encode(bytes.fromhex(foot) + bytes(28)).decode()}
    told = base64.b64encode(json.dumps(said).encode()).decode().rstrip("=")
    square = photo_of(f"https://kinbridge.example/check/?c=e30.{told}.e30", tmp_path / "a.png")
    phone.page.get_by_label("Or a photo of the square on the paper").set_input_files([square])
    heading = phone.page.get_by_role("heading", name="Record a signature", level=1)
    expect(heading).to_be_visible()
    assert phone.page.url.endswith(form)


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
    field = page.get_by_label("Or a photo of the square on the paper")
    field.set_input_files([photo_of(f"{server.url}/paper/?code={code}", tmp_path / "s.png")])
    expect(page.get_by_role("heading", name="Report on this commitment")).to_be_visible()


# The corner of the last sheet where the square code stands, as a share of the sheet.
READ_CODE = """async (picture) => {
  const { look } = await import("/static/web/phone/codes.js");
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const sheet = await createImageBitmap(new Blob([bytes]));
  const { width, height } = sheet;
  const [left, top] = [0.08 * width, 0.74 * height];
  const code = await createImageBitmap(sheet, left, top, 0.28 * width, 0.19 * height);
  return look(code, code.width, code.height);
}"""


def printed_code(page: Page, server: Server, folder: Path) -> str:
    """What the square code on a printed agreement says, as a camera reads it."""
    key = key_of(server, "agreement_agreement", title=TITLE)
    sheet = folder / "agreement.pdf"
    sheet.write_bytes(page.request.get(f"/agreement/{key}/agreement.pdf").body())
    told = ["pdftoppm", "-r", "300", "-png", "-gray", str(sheet), str(folder / "page")]
    subprocess.run(told, check=True)
    last = max(folder.glob("page-*.png"))
    return str(page.evaluate(READ_CODE, base64.b64encode(last.read_bytes()).decode()))


def test_a_printed_agreement_is_checked_without_a_network_to_the_letter(
    phone: Phone, server: Server, browser: Browser, tmp_path: Path
) -> None:
    laptop = browser.new_page(base_url=server.url)
    sign_in(laptop, "mentor")
    said = printed_code(laptop, server, tmp_path)
    assert said.startswith(f"{server.url}/check/?c=")
    page = phone.page
    page.goto(said.removeprefix(server.url))  # out of reach, as the phone's own camera does
    expect(page.get_by_text("The code is genuine: draft 2")).to_be_visible()
    for sentence, answer in (
        (TITLE, "Yes: just these words were agreed upon."),
        (TITLE.replace("first", "First"), "No: not in just these words."),
        (f"{TITLE}.", "No: not in just these words."),
    ):
        page.locator("#text").fill(sentence)
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.locator("[data-said]")).to_contain_text(answer)
        expect(page.locator("[data-said]")).to_contain_text("The code is genuine")
    code = page.locator("#c").input_value()
    place = code.index(".") + 10
    other = "A" if code[place] != "A" else "B"
    page.locator("#c").fill(code[:place] + other + code[place + 1 :])
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("[data-said]")).to_contain_text("This code was not made here")
