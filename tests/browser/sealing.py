"""A sender and desks with their devices, for browser tests of sealed referrals."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Locator, Page, expect

from tests.browser.bad_days import WRONG_CLOCK
from tests.browser.desks import DESKS, KEYS_PASSPHRASE, PASSPHRASE, beside
from tools.example_server import CHROMIUM, QUIET, Server
from tools.sign_in import sign_in

SLOW = 60_000  # ms: opening keys takes 64 MiB, and the machine may be busy
SCREEN: Any = {"width": 360, "height": 640}
SEALING = "/serious/seal/"


class Device:
    """A browser with a folder of its own; what it sends and receives is listened to."""

    def __init__(
        self, chromium: BrowserType, server: Server, folder: Path, ahead: float = 0
    ) -> None:
        self.folder = folder
        self.context: BrowserContext = chromium.launch_persistent_context(
            str(folder), executable_path=CHROMIUM, args=QUIET, viewport=SCREEN,
            base_url=server.url, locale="en", accept_downloads=True,
        )  # fmt: skip
        if ahead:
            self.context.add_init_script(WRONG_CLOCK % (1000 * ahead))
        self.listen()

    def listen(self) -> None:
        """Note what comes and goes."""
        self.page: Page = self.context.pages[0]
        self.heard: list[bytes] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda one: self.heard.append(one.post_data_buffer or b""))
        self.page.on("requestfinished", self._hear)
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        self.page.on("console", self._complain)

    def _hear(self, request: Any) -> None:
        self.heard.append(request.url.encode())
        if "/static/" not in request.url:
            self.heard.append(str(request.headers).encode())

    def _complain(self, said: Any) -> None:
        if said.type == "error" and "Content Security Policy" in said.text:
            self.complaints.append(said.text)


class Desk(Device):
    """A focal point's device."""

    def sign_in(self, who: str) -> None:
        """Sign in and go to the letters."""
        self.page.goto("/sign-in/")
        self.page.locator("#id_username").fill(who)
        self.page.locator("#id_password").fill(PASSPHRASE)
        self.page.locator("#id_password").press("Enter")
        self.page.wait_for_url("**/")
        self.page.goto("/mailbox/")

    def part(self, name: str) -> Locator:
        """A part of the desk: make, unlock, open."""
        return self.page.locator(f"[data-part={name}]")

    def make_keys(self) -> None:
        """Make keys, and wait until their public halves were handed in."""
        for field in ("passphrase", "again"):
            self.part("make").locator(f"[name={field}]").fill(KEYS_PASSPHRASE)
        self.part("make").get_by_role("button", name="Make keys").click()
        expect(self.said).to_contain_text("were handed in", timeout=SLOW)

    def unlock(self, passphrase: str = KEYS_PASSPHRASE) -> None:
        """Open the keys."""
        self.part("unlock").locator("[name=passphrase]").fill(passphrase)
        self.part("unlock").get_by_role("button", name="Unlock").click()

    def look(self) -> None:
        """Open the page and the keys anew."""
        self.page.goto("/mailbox/")
        self.unlock()
        expect(self.part("open")).to_be_visible(timeout=SLOW)

    def act(self, what: str, says: str) -> None:
        """Press a button of the first letter, and wait for what is said of it."""
        self.page.locator(f"button[data-act={what}]").first.click()
        expect(self.page.locator("[data-said]")).to_contain_text(says, timeout=SLOW)

    @property
    def said(self) -> Locator:
        """What the desk says."""
        return self.page.locator("letters-desk [role=status]")


class Sender(Device):
    """A facilitator's device."""

    @classmethod
    def of(cls, context: BrowserContext) -> "Sender":
        """The sender on a browser that runs already."""
        made = cls.__new__(cls)
        made.context = context
        made.listen()
        return made

    def prepare(self) -> None:
        """Sign in and look at the page once, so that tokens and keys are here."""
        sign_in(self.page, "facilitator-bombali")
        self.open()

    def open(self) -> None:
        """Open the page, ready to ask."""
        self.page.goto(SEALING)
        ready = "form[data-seal]:not([hidden]), letters-list:not([hidden])"
        expect(self.page.locator(ready).first).to_be_visible(timeout=SLOW)
        another = self.page.locator("[data-another]")
        if another.is_visible():
            another.click()

    def answer(
        self,
        *,
        urgency: str = "U1",
        hours: str = "",
        callback: str = "116",
        ward: str = "Chiefdom of the Bombali cluster",
    ) -> None:
        """Answer everything up to who receives it."""
        page = self.page
        page.locator(f"[name=urgency][value={urgency}]").check()
        page.locator("[name=need][value=health]").check()
        self.on()
        page.locator("[name=age][value='12-14']").check()
        page.locator("[name=consent_child][value=yes]").check()
        page.locator("[name=consent_carer][value=unsafe]").check()
        self.on()
        page.locator("#ward").select_option(label=ward)
        self.on()
        page.locator("#callback").fill(callback)
        page.locator("#hours").fill(hours)
        self.on()

    def on(self) -> None:
        """The next screen."""
        self.page.locator("[data-step]:not([hidden]) [data-go=on]").click()

    @property
    def panel(self) -> Locator:
        """Those who would receive it."""
        return self.page.locator("[data-panel] label")

    @property
    def card(self) -> Locator:
        """The newest letter."""
        return self.page.locator("[data-letters] > article").first

    def seal(self) -> None:
        """Seal and put away."""
        self.page.locator("[data-seals]").click()
        expect(self.card).to_be_visible(timeout=SLOW)

    def renew(self) -> None:
        """Look what became of it."""
        self.page.reload()
        expect(self.card).to_be_visible(timeout=SLOW)


@contextmanager
def desks_at_work(
    chromium: BrowserType, server: Server, folder: Path, ahead: float = 0
) -> Iterator[dict[str, Desk]]:
    """Desks that have made their keys, vouched for by two custodians."""
    beside(server, "people", ahead)
    made: dict[str, Desk] = {}
    for who in DESKS:
        made[who] = Desk(chromium, server, folder / who, ahead)
        made[who].sign_in(who)
        made[who].make_keys()
    beside(server, "publish", ahead)
    yield made
    for desk in made.values():
        desk.context.close()
