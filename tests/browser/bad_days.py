"""Bad days with real browsers and a real server, by the dice of a seed.

Three phones of one facilitator, two of them with clocks wrong by years. Each day something is
written on several of them while things go wrong, and in the evening everybody reaches the
server. What must hold then is looked at in the server's database and on the phones.
"""

import difflib
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from playwright.sync_api import Browser, CDPSession, Error, Route, expect

from benchmarks.days.served import Server
from tests.browser.phone import SLOW, Phone, count, key_of

WHO, COMMUNITY = "facilitator-moyamba", "Moyamba cluster"
YEAR = 365 * 24 * 3600 * 1000
TRIES = 4  # a machine with much to do shows late what it has
CLOCKS = [0, -4 * YEAR, 9 * YEAR]  # ms that each phone's clock is wrong
WRONG_CLOCK = """
  const Right = Date, off = %d;
  Date = class extends Right {
    constructor(...told) { if (told.length) super(...told); else super(Right.now() + off); }
    static now() { return Right.now() + off; }
  };
"""
WORDS = """
  [...document.querySelectorAll("main > :not(.as-of, .messages)")]
    .map((one) => one.innerText).join("\\n")
"""
WAITS = "document.querySelector('[data-strip]').textContent"


class Field:
    """A server that can be killed, and three phones that can, too."""

    def __init__(self, browser: Browser, data: Path, folder: Path) -> None:
        self.server = Server(data)
        self.server.start()
        self.phones = [
            WornPhone(browser, self.server, folder / f"phone-{n}", clock)
            for n, clock in enumerate(CLOCKS)
        ]
        for phone in self.phones:
            phone.set_up(WHO)
        self.community = key_of(self.server, "community_community", name=COMMUNITY)

    def close(self) -> None:
        for phone in self.phones:
            phone.stop()
        self.server.end()


class WornPhone(Phone):
    """A phone with a clock of its own, on, off, locked or in the middle of things."""

    def __init__(self, browser: Browser, server: Server, folder: Path, clock: int) -> None:
        self.clock = clock
        self.session: CDPSession | None = None
        super().__init__(browser, server, folder)

    def start(self) -> None:
        super().start()
        self.page.set_default_timeout(30_000)
        if self.clock:
            self.page.add_init_script(WRONG_CLOCK % self.clock)

    def wake(self) -> None:
        """It is on, and somebody is in."""
        with suppress(Error):
            if self.page.locator(".phone-strip").is_visible():
                return
        self.unlock("/")
        self.opened()

    def revive(self) -> None:
        """Killed, and switched on again."""
        self.kill()
        self.start()

    def settled(self) -> None:
        """No exchange is under way."""
        expect(self.page.locator("[data-strip]")).not_to_contain_text("Sending", timeout=SLOW)

    @property
    def said(self) -> str:
        return str(self.page.evaluate(WAITS))

    def full(self, room: int | None) -> None:
        """The disk has so many bytes for the site; none says that it is as it was."""
        if self.session:
            self.session.detach()  # with it goes what it said
        self.session = self.context.new_cdp_session(self.page) if room else None
        if self.session:
            told = {"origin": self.server.url, "quotaSize": room}
            self.session.send("Storage.overrideQuotaForOrigin", told)

    def shows(self, path: str) -> str:
        """The words of a page, but for how old it is."""
        self.visit(path)
        return str(self.page.evaluate(WORDS))


class BadDay:
    """What is written, and all that happens to it."""

    def __init__(self, field: Field, seed: int, counts: "Counter[str]") -> None:
        self.field, self.seed, self.counts = field, seed, counts
        self.chance = Random(seed)
        self.typed: list[str] = []

    def run(self) -> None:
        """Two or three things go wrong, one of them in its turn; then the evening."""
        kinds = self.kinds()
        happenings = [kinds[self.seed % len(kinds)], self.chance.choice(kinds)]
        phones = self.chance.sample(self.field.phones, 2)
        for happening, phone in zip(happenings, phones, strict=True):
            phone.wake()
            self.counts[happening.__name__] += 1
            happening(phone)
        self.evening()

    def kinds(self) -> list[Callable[[WornPhone], None]]:
        return [
            self.cut_before_it_leaves, self.answer_lost, self.answer_cut, self.arrives_twice,
            self.server_is_down, self.server_killed, self.browser_killed_while_sending,
            self.browser_killed_while_typing, self.network_gone_in_a_form, self.storage_full,
        ]  # fmt: skip

    def evening(self) -> None:
        """Everybody reaches the server, and then knows what the others sent."""
        for is_again in (False, True):
            for phone in self.field.phones:
                phone.offline(False)
                phone.wake()
                for _try in range(5):
                    if is_again or "wait" in phone.said:
                        phone.send()
                    if "wait" not in phone.said:
                        break

    # --- what is typed ---

    def words(self) -> str:
        self.typed.append(f"seed {self.seed} place {len(self.typed)}")
        return self.typed[-1]

    def fill_in(self, phone: WornPhone) -> None:
        """A form stands filled in."""
        phone.go(f"/do/record_gathering/{self.field.community}/")
        expect(phone.page.get_by_role("heading", name="Record a gathering")).to_be_visible()
        phone.page.get_by_label("small group").check()
        phone.page.locator("[name=when_1]").fill("in March")
        phone.page.locator("[name=where]").fill(self.words())

    def save(self, phone: WornPhone) -> None:
        phone.page.locator("main form.form .btn").last.click()
        expect(phone.page.locator(".messages")).to_contain_text("Saved on this phone")

    def write(self, phone: WornPhone) -> None:
        self.fill_in(phone)
        self.save(phone)
        phone.settled()

    # --- what goes wrong ---

    @contextmanager
    def _on_its_way(self, phone: WornPhone, what: Callable[[Route], None]) -> Iterator[None]:
        phone.page.route("**/exchange/", what)
        yield
        phone.page.unroute_all(behavior="ignoreErrors")

    def cut_before_it_leaves(self, phone: WornPhone) -> None:
        with self._on_its_way(phone, lambda route: route.abort()):
            self.write(phone)

    def answer_lost(self, phone: WornPhone) -> None:
        def lose(route: Route) -> None:
            route.fetch(timeout=SLOW)
            route.abort()

        with self._on_its_way(phone, lose):
            self.write(phone)

    def answer_cut(self, phone: WornPhone) -> None:
        def cut(route: Route) -> None:
            body = route.fetch(timeout=SLOW).body()
            at = self.chance.randrange(len(body))
            route.fulfill(status=200, body=body[:at], content_type="application/json")

        with self._on_its_way(phone, cut):
            self.write(phone)

    def arrives_twice(self, phone: WornPhone) -> None:
        def twice(route: Route) -> None:
            route.fetch(timeout=SLOW)
            route.fulfill(response=route.fetch(timeout=SLOW))

        with self._on_its_way(phone, twice):
            self.write(phone)

    def server_is_down(self, phone: WornPhone) -> None:
        self.field.server.end(signal.SIGKILL)
        self.write(phone)
        self.field.server.start()

    def server_killed(self, phone: WornPhone) -> None:
        """In the middle of the exchange, or a little before or after."""
        self.fill_in(phone)
        self.save(phone)
        time.sleep(self.chance.random() * 0.4)
        self.field.server.end(signal.SIGKILL)
        self.field.server.start()
        phone.settled()

    def browser_killed_while_sending(self, phone: WornPhone) -> None:
        """Perhaps before the form was kept: then its words stand there as a draft."""
        self.fill_in(phone)
        time.sleep(self.chance.choice([0.3, 1.5]))
        phone.page.evaluate(
            "setTimeout(() => document.querySelector('main .form .actions .btn').click(), 0)"
        )
        time.sleep(self.chance.random() * 0.5)
        phone.revive()
        phone.wake()
        phone.send()
        if not count(self.field.server, "community_gathering", where=self.typed[-1]):
            self._go_on_with_the_draft(phone)

    def browser_killed_while_typing(self, phone: WornPhone) -> None:
        self.fill_in(phone)
        time.sleep(1.5)  # what was typed longer ago than this is on the disk
        phone.revive()
        phone.wake()
        self._go_on_with_the_draft(phone)

    def _go_on_with_the_draft(self, phone: WornPhone) -> None:
        phone.go(f"/do/record_gathering/{self.field.community}/")
        expect(phone.page.locator("[name=where]")).to_have_value(self.typed[-1])
        self.save(phone)

    def network_gone_in_a_form(self, phone: WornPhone) -> None:
        self.fill_in(phone)
        phone.offline()
        self.save(phone)
        self.write(phone)

    def storage_full(self, phone: WornPhone) -> None:
        """Old pages leave for the form; or it says that it cannot, and whoever has made room
        goes on."""
        usage = int(phone.page.evaluate("navigator.storage.estimate().then((e) => e.usage)"))
        room = self.chance.choice([usage, 2_000])
        phone.revive()  # the browser looks at its room anew
        phone.full(room)
        phone.unlock("/")
        is_open = phone.page.locator(".phone-strip:visible")
        refused = phone.page.get_by_text("This phone has no space left")
        expect(is_open.or_(refused).first).to_be_visible(timeout=SLOW)
        if refused.is_visible():
            self.counts["said that it is full"] += 1
            phone.full(None)
            phone.revive()
            phone.wake()
        self.fill_in(phone)
        self.save(phone)
        phone.full(None)

    # --- what must hold ---

    def breaches(self) -> list[str]:
        """Each thing typed is there once, nothing waits, and all phones show the same."""
        found = []
        for words in self.typed:
            n = count(self.field.server, "community_gathering", where=words)
            if n != 1:
                found.append(f"{words} is there {n} times")
        for n, phone in enumerate(self.field.phones):
            if "wait" in phone.said or "needs" in phone.said:
                found.append(f"phone {n}: {phone.said}")
        return found + self._unlike()

    def _unlike(self) -> list[str]:
        """What phones show differently, when each has been in touch once more or twice."""
        page, found = f"/community/{self.field.community}/", []
        for _try in range(TRIES):
            first, *others = [phone.shows(page).splitlines() for phone in self.field.phones]
            found = [
                f"phone 0 and {n}: {line}"
                for n, other in enumerate(others, 1)
                for line in difflib.ndiff(first, other)
                if line[:1] in "-+"
            ]
            if not found:
                break
            for phone in self.field.phones:
                phone.send()
        return found


def gatherings(server: Server) -> int:
    """All gatherings that bad days have left on the server."""
    with sqlite3.connect(server.data / "kinbridge.sqlite3") as database:
        asked = "SELECT COUNT(*) FROM community_gathering WHERE \"where\" LIKE 'seed %'"
        return int(database.execute(asked).fetchone()[0])
