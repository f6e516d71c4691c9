"""Signing in as an account of the worked example, the way a person does."""

from pathlib import Path

import yaml
from playwright.sync_api import Page

EXAMPLE = Path(__file__).parent.parent / "kinbridge" / "examples" / "sierra_leone.yaml"


def sign_in(page: Page, who: str) -> None:
    """Fill in the sign-in page and arrive at the home page."""
    page.goto("/sign-in/")
    page.locator("#id_username").fill(who)
    page.locator("#id_password").fill(passphrase_of(who))
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/")


def passphrase_of(who: str) -> str:
    """What everybody knows of an example."""
    accounts = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["setting"]["accounts"]
    return str(next(a["passphrase"] for a in accounts if a["sign_in_name"] == who))
