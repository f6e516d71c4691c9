"""Signing in as an account of the worked example, the way a person does."""

from playwright.sync_api import Page

from kinbridge.examples.loading import passphrase_of


def sign_in(page: Page, who: str) -> None:
    """Fill in the sign-in page and arrive at the home page."""
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(who)
    page.locator("input[name=password]").fill(passphrase_of(who))
    page.locator("main form button").first.click()
    page.wait_for_url("**/")
