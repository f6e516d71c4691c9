"""First visit: bytes and seconds until a facilitator sees her communities, on 2G and without

Real Chromium, the worked example, a screen of 360 × 640. *Cold*: nothing kept, 50 kbit/s down
and up, 2 s a round trip, as Chromium's own throttling does it for each request. That leaves out
connecting (TCP and TLS: two to three round trips more, once), lost packets, and a slow
processor; the limit of bytes is on what was sent over the line, heads included. *Set up*: from
the click that chooses a PIN, with the worker, the script that unlocks, and the first pages.
*Offline*: from the worker and the phone's own store, without a network. *The worker*: what it
fetches beside that, over a counted line; its seconds are computed, two for each round of
requests that wait for one another, and the bits.
"""

import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from benchmarks.days.line import line_to
from tools.example_server import CHROMIUM, QUIET, Server, running
from tools.sign_in import passphrase_of, sign_in

WHO, PIN = "facilitator-bombali", "482915"
BITS, ROUND_TRIP = 50_000, 2_000  # a second; milliseconds
MOST_FIRST, MOST_PAGE, MOST_OFFLINE = 40_000, 12_000, 1.0
SLOW = 240_000  # ms


class Line:
    """What goes over the line to one page and its worker, as Chromium counts it."""

    def __init__(self, context: BrowserContext, page: Page, *, slow: bool) -> None:
        self.session: CDPSession = context.new_cdp_session(page)
        self.bytes = self.requests = 0
        self.session.on("Network.loadingFinished", self._ended)
        self.session.send("Network.enable")
        if slow:
            rate = BITS / 8
            told = {"offline": False, "latency": ROUND_TRIP}
            told |= {"downloadThroughput": rate, "uploadThroughput": rate}
            self.session.send("Network.emulateNetworkConditions", told)

    def _ended(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])
        self.requests += event["encodedDataLength"] > 0

    def taken(self) -> tuple[int, int]:
        """Bytes down and requests since the last time."""
        told = self.bytes, self.requests
        self.bytes = self.requests = 0
        return told


def measure() -> Iterator[str]:
    """A table of what a person waits for, and the limits."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        with running(Path(folder) / "data") as server:
            yield "| what | bytes down | requests | seconds |"
            yield "|---|---:|---:|---:|"
            plain = yield from _plain(browser, server)
            offline = yield from _set_up(browser, server, Path(folder) / "phone")
            yield from _worker(browser, server)
    yield ""
    first, page = plain
    yield f"- first visit to a usable list: {_held(first, MOST_FIRST)} bytes"
    yield f"- a community’s page: {_held(page, MOST_PAGE)} bytes"
    yield f"- offline, from the worker: {_held(offline, MOST_OFFLINE)} s"


def _held(came: float, most: float) -> str:
    verdict = "" if came <= most else " **MISSED**"
    return f"{round(came, 2):,} (limit {most:,}){verdict}"


def _row(what: str, told: tuple[int, int], began: float) -> str:
    seconds = time.monotonic() - began
    return f"| {what} | {told[0]:,} | {told[1]} | {seconds:.1f} |"


def _plain(browser: Browser, server: Server) -> Generator[str, None, tuple[int, int]]:
    """As pages, cold: sign in, today, the list, a community."""
    context = browser.new_context(
        base_url=server.url, viewport={"width": 360, "height": 640}, locale="en"
    )
    page = context.new_page()
    page.set_default_timeout(SLOW)
    line = Line(context, page, slow=True)
    began = time.monotonic()
    page.goto("/sign-in/")
    first = line.taken()
    yield _row("cold: the page of signing in", first, began)
    page.locator("#id_username").fill(WHO)
    page.locator("#id_password").fill(passphrase_of(WHO))
    again = time.monotonic()
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/")
    today = line.taken()
    yield _row("signed in: today", today, again)
    again = time.monotonic()
    page.get_by_role("link", name="Communities", exact=True).click()
    page.locator("main .record").first.wait_for()
    page.wait_for_load_state()
    listed = line.taken()
    yield _row("the list of my communities", listed, again)
    again = time.monotonic()
    page.locator("main .record a").first.click()
    page.wait_for_url("**/community/**")
    page.wait_for_load_state()
    community = line.taken()
    yield _row("a community’s page", community, again)
    total = first[0] + today[0] + listed[0]
    context.close()
    return total, community[0]


def _set_up(browser: Browser, server: Server, folder: Path) -> Generator[str, None, float]:
    """Kept on the phone: until the first page opens, until all is kept; then offline."""
    context = browser.browser_type.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=QUIET, base_url=server.url,
        viewport={"width": 360, "height": 640}, locale="en",
    )  # fmt: skip
    page = context.pages[0]
    page.set_default_timeout(SLOW)
    sign_in(page, WHO)
    line = Line(context, page, slow=True)
    page.goto("/phone/")
    page.locator("#pin").fill(PIN)
    page.locator("#again").fill(PIN)
    line.taken()
    began = time.monotonic()
    page.locator("form[data-begin] button").click()
    page.locator(".phone-strip").wait_for()
    page.get_by_role("link", name="Communities", exact=True).click()
    page.locator("main .record").first.wait_for()
    yield _row("set up: from the PIN to the list", line.taken(), began)
    page.get_by_text("Sent ").first.wait_for()
    yield _row("set up: until all pages are kept", line.taken(), began)
    context.set_offline(True)
    slowest = yield from _offline(page)
    context.close()
    return slowest


# What setting up has loaded by then; then the worker, and what it keeps later.
_LOADED = """async () => {
  await import("/static/web/vendor/noble-hashes-2.4.0/argon2.js");
  await import("/phone/script/beginning.js");
}"""
_REGISTERED = """async () => {
  await navigator.serviceWorker.register("/service-worker.js");
  await navigator.serviceWorker.ready;
}"""
_THE_REST = """async () => {
  (await navigator.serviceWorker.ready).active.postMessage("keep the rest");
  while (!(await caches.match("/static/web/vendor/qr-0.7.0/decode.js"))) {
    await new Promise((done) => { setTimeout(done, 200); });
  }
}"""


def _worker(browser: Browser, server: Server) -> Iterator[str]:
    """What the worker fetches, beside the page that set it up."""
    with line_to(int(server.url.rpartition(":")[2])) as line:
        context = browser.new_context(base_url=f"http://localhost:{line.port}", bypass_csp=True)
        page = context.new_page()
        page.set_default_timeout(SLOW)
        sign_in(page, WHO)
        page.goto("/phone/")
        page.evaluate(_LOADED)
        page.wait_for_load_state("networkidle")
        for what, deed in (
            ("the worker: all that opens without a network", _REGISTERED),
            ("the worker: sealing, square codes", _THE_REST),
        ):
            line.taken()
            page.evaluate(deed)
            cost = line.taken()
            yield f"| {what} | {cost.down:,} | {cost.requests} | {cost.seconds:.1f} |"
        context.close()


def _offline(page: Page) -> Generator[str, None, float]:
    began = time.monotonic()
    page.goto("/communities/")
    page.locator("form[data-unlock]").wait_for()
    lock = time.monotonic() - began
    yield _row("offline: from nothing to the lock", (0, 0), began)
    page.locator("#pin").fill(PIN)
    began = time.monotonic()
    page.locator("form[data-unlock] button").click()
    page.locator("main .record").first.wait_for()
    yield _row("offline: from the PIN to the list, Argon2id included", (0, 0), began)
    began = time.monotonic()
    page.locator("main .record a").first.click()
    page.wait_for_url("**/community/**")
    page.locator("main .trail, main h1").first.wait_for()
    yield _row("offline: a community’s page", (0, 0), began)
    return max(lock, time.monotonic() - began)
