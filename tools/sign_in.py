"""Signing in as an account of the worked example, the way a person does."""

from playwright.sync_api import Page

from kinbridge.examples.loading import HERE
from kinbridge.examples.reading import read


def sign_in(page: Page, who: str) -> None:
    """Fill in the sign-in page and arrive at the home page."""
    page.goto("/sign-in/")
    page.locator("#id_username").fill(who)
    page.locator("#id_password").fill(passphrase_of(who))
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/")


def passphrase_of(who: str) -> str:
    """The passphrase of an account of the worked example."""
    accounts = read(HERE / "sierra_leone.yaml").part("setting").parts("accounts")
    return next(a.words("passphrase") for a in accounts if a.words("sign_in_name") == who)
