"""A passkey, made and used in a real browser with a device of its own (by CDP)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SignIn
from tools.example_server import LAPTOP, Server
from tools.sign_in import passphrase_of

WHO = "auditor"


def with_device(page: Page, *, verifies: bool = True) -> None:
    """Give the browser a device that keeps passkeys and asks for a finger or a PIN."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verifies,
                "automaticPresenceSimulation": True,
            }
        },
    )


@pytest.fixture
def page(signed_in: SignIn) -> Iterator[Page]:
    """The auditor, with a device, on the page where passkeys are made."""
    opened = signed_in(WHO, wide=True)
    complaints: list[str] = []
    opened.on(
        "console", lambda said: complaints.append(said.text) if said.type == "error" else None
    )
    with_device(opened)
    opened.goto("/account/passkeys/")
    yield opened
    assert [text for text in complaints if "Content Security Policy" in text] == []


def make_passkey(page: Page, passphrase: str) -> None:
    page.get_by_label("Name of this passkey").fill("the test's own device")
    page.get_by_label("Your passphrase").fill(passphrase)
    page.get_by_role("button", name="Make the passkey").click()


def test_a_passkey_is_made_then_opens_the_house_alone(page: Page) -> None:
    make_passkey(page, passphrase_of(WHO))
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have them").click()
    expect(page.get_by_text("the test's own device")).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/")
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()

    page.locator("#id_username").fill(WHO)
    page.locator("#id_password").fill(passphrase_of(WHO))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/")

    page.goto("/account/")
    page.get_by_role("link", name="Forget it").click()
    page.get_by_label("Your passphrase").fill(passphrase_of(WHO))
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_text("The passkey is forgotten here.")).to_be_visible()


def test_a_wrong_passphrase_is_told_beside_the_button(page: Page) -> None:
    make_passkey(page, "not the passphrase at all")
    expect(page.get_by_role("alert")).to_have_text("This is not your passphrase.")


def test_a_device_that_does_not_know_its_owner_makes_nothing(signed_in: SignIn) -> None:
    page = signed_in(WHO, wide=True)
    with_device(page, verifies=False)
    page.goto("/account/passkeys/")
    make_passkey(page, passphrase_of(WHO))
    expect(page.get_by_role("alert")).to_have_text(
        "The passkey was not made. You can try again."
    )


def test_without_scripts_the_page_says_what_works(signed_in: SignIn) -> None:
    page = signed_in(WHO, script=False)
    page.goto("/account/passkeys/")
    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
    expect(page.get_by_text("Codes from an app work without.")).to_be_visible()


def test_without_a_passkey_the_button_says_so(server: Server, browser: Browser) -> None:
    context = browser.new_context(base_url=server.url, viewport=LAPTOP)  # type: ignore[arg-type]
    page = context.new_page()
    with_device(page)
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text(
        "The passkey was not used. You can try again."
    )
    context.close()
