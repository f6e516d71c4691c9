"""Signing in as an account of the worked example, the way a person does."""

from playwright.sync_api import Page

from kinbridge.examples.loading import HERE
from kinbridge.examples.reading import read


def sign_in(page: Page, who: str) -> None:
    """Fill in the sign-in page and arrive at the home page."""
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(who)
    page.locator("input[name=password]").fill(_passphrase_of(who))
    page.locator("main form button").first.click()
    page.wait_for_url("**/")


def _passphrase_of(who: str) -> str:
    accounts = read(HERE / "sierra_leone.yaml").part("setting").parts("accounts")
    return next(a.words("passphrase") for a in accounts if a.words("sign_in_name") == who)
