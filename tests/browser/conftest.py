"""A real server with the worked example, and a real browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.phone import Phone
from tools.example_server import CHROMIUM, LAPTOP, PHONE, QUIET, Server, running
from tools.sign_in import sign_in


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A fresh server, the same for all tests of the session."""
    with running(tmp_path_factory.mktemp("data")) as answering:
        yield answering


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def out_of_reach(
    server: Server, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Phone]:
    """A facilitator's phone with all that it keeps, without a network."""
    phone = Phone(browser, server, tmp_path_factory.mktemp("out_of_reach"))
    phone.set_up("facilitator-bombali")
    phone.send()
    phone.wait_for_the_rest()
    phone.offline()
    yield phone
    phone.stop()


SignIn = Callable[..., Page]


@pytest.fixture
def signed_in(server: Server, browser: Browser) -> Iterator[SignIn]:
    """``signed_in("mentor", script=False)`` opens the home page of an example account."""
    contexts = []

    def opening(
        who: str, *, wide: bool = False, script: bool = True, locale: str = "en"
    ) -> Page:
        context = browser.new_context(
            base_url=server.url,
            viewport=LAPTOP if wide else PHONE,  # type: ignore[arg-type]
            java_script_enabled=script,
            locale=locale,
        )
        contexts.append(context)
        page = context.new_page()
        sign_in(page, who)
        return page

    yield opening
    for context in contexts:
        context.close()
