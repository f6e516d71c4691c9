"""A phone: Chromium with a folder of its own, set up with a PIN, on line or not."""

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from tools.example_server import CHROMIUM, QUIET
from tools.sign_in import sign_in

PIN = "482915"
SCREEN = {"width": 360, "height": 640}
SLOW = 90_000  # ms: setting up fetches every page, and the machine may be busy
expect.set_options(timeout=20_000)


class Answering(Protocol):
    """A server, whoever started it."""

    @property
    def url(self) -> str: ...
    @property
    def data(self) -> Path: ...


class Phone:
    """What a person does with a phone."""

    def __init__(
        self, browser: Browser, server: Answering, folder: Path, *arguments: str
    ) -> None:
        self.browser, self.server, self.folder = browser, server, folder
        self.arguments = arguments
        self.start()

    def start(self) -> None:
        """Switch it on."""
        self.context: BrowserContext = self.browser.browser_type.launch_persistent_context(
            str(self.folder),
            executable_path=CHROMIUM,
            args=[*QUIET, *self.arguments],
            viewport=SCREEN,  # type: ignore[arg-type]
            base_url=self.server.url,
            locale="en",
        )
        self.page: Page = self.context.pages[0]

    def kill(self) -> None:
        """The battery is empty: its processes end at once."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                told = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if f"--user-data-dir={self.folder}".encode() in told and b"--type=" not in told:
                os.kill(int(process.name), signal.SIGKILL)
        with suppress(Error):  # it is gone already
            self.context.close()

    def set_up(self, who: str, pin: str = PIN) -> None:
        """Sign in, choose a PIN, and wait until all pages have come."""
        self.begin(who)
        self.choose_pin(pin)

    def begin(self, who: str) -> None:
        """Sign in, and open the page of setting up."""
        sign_in(self.page, who)
        self.page.goto("/phone/")

    def choose_pin(self, pin: str = PIN) -> None:
        """Choose a PIN, and wait until all pages have come."""
        page = self.page
        page.locator("#pin").fill(pin)
        page.locator("#again").fill(pin)
        page.locator("form[data-begin] button").click()
        expect(page.locator(".phone-strip")).to_be_visible(timeout=SLOW)
        page.wait_for_function(
            "() => ![...document.querySelectorAll('template[data-say=sending]')]"
            ".some((one) => document.querySelector('[data-strip]').textContent"
            ".includes(one.content.textContent.trim()))",
            timeout=SLOW,
        )

    def unlock(self, path: str = "/", pin: str = PIN, number: int = 0) -> Page:
        """Open an address, type the PIN."""
        self.page.goto(path)
        return self.type_pin(pin, number)

    def type_pin(self, pin: str = PIN, number: int = 0) -> Page:
        """Type the PIN on the page of the lock."""
        form = self.page.locator("form[data-unlock]")
        if number:
            form.get_by_label(str(number), exact=True).check(force=True)
        form.locator("#pin").fill(pin)
        form.locator("button").click()
        return self.page

    def opened(self) -> None:
        """Wait until somebody is in."""
        expect(self.page.locator(".phone-strip")).to_be_visible()

    def go(self, path: str) -> None:
        """Follow a link to an address, as a page that is open already would."""
        self.page.evaluate(
            "(to) => { const a = document.createElement('a'); a.href = to; "
            "document.querySelector('main').append(a); a.click(); a.remove(); }",
            path,
        )

    def visit(self, path: str) -> None:
        """Follow it, and wait until its page has taken the place of the one before."""
        self.page.evaluate("document.querySelector('main > *').dataset.before = ''")
        self.go(path)
        expect(self.page.locator("main > [data-before]")).to_have_count(0)
        expect(self.page.locator("main h1")).to_be_visible()

    def offline(self, off: bool = True) -> None:
        """Out of reach, or back."""
        self.context.set_offline(off)

    def send(self) -> None:
        """Ask for an exchange, and wait until it has ended."""
        self.go("/phone/waiting/")
        self.page.get_by_role("button", name="Send now").click()
        expect(self.page.locator("[data-strip]")).not_to_contain_text("Sending", timeout=SLOW)

    def wait_for_the_rest(self) -> None:
        """Wait until the worker has all that is rarely needed."""
        last = "caches.match('/static/web/vendor/qr-0.7.0/decode.js')"
        until = time.monotonic() + SLOW / 1000
        while not self.page.evaluate(f"async () => Boolean(await {last})"):
            assert time.monotonic() < until, "the rest never came"
            self.page.wait_for_timeout(200)

    @contextmanager
    def answers_lost(self) -> Iterator[list[int]]:
        """What goes up arrives, and its answers do not."""
        lost: list[int] = []

        def lose(route: Route) -> None:
            lost.append(route.fetch().status)
            route.abort()

        self.page.route("**/exchange/", lose)
        yield lost
        self.page.unroute_all(behavior="ignoreErrors")

    def stop(self) -> None:
        """Switch it off."""
        self.context.close()


def count(server: Answering, table: str, **where: str) -> int:
    """How many rows the server has."""
    tests = " AND ".join(f'"{name}" = ?' for name in where) or "1"
    with sqlite3.connect(server.data / "kinbridge.sqlite3") as database:
        asked = f'SELECT COUNT(*) FROM "{table}" WHERE {tests}'  # noqa: S608 - our own names
        return int(database.execute(asked, list(where.values())).fetchone()[0])


def key_of(server: Answering, table: str, **where: str) -> str:
    """The key of a row, as addresses write it."""
    tests = " AND ".join(f'"{name}" = ?' for name in where)
    with sqlite3.connect(server.data / "kinbridge.sqlite3") as database:
        asked = f'SELECT key FROM "{table}" WHERE {tests} ORDER BY id'  # noqa: S608
        told = str(database.execute(asked, list(where.values())).fetchone()[0])
    return "-".join([told[:8], told[8:12], told[12:16], told[16:20], told[20:]])
