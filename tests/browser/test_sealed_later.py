"""What becomes of a sealed letter in the days after: real browsers, one clock.

Keys change with the month, the sender is asked whether help arrived, keys come to a second
device, and somebody of the panel is gone before the letter arrives.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, expect

from kinbridge.referral.minutes import EPOCH, GRACE, epoch_at, first_day
from tests.browser.desks import beside
from tests.browser.sealing import SEALING, SLOW, Desk, Sender, desks_at_work
from tools.example_server import Server, running

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime.now(UTC)
# The story begins five days before the keys of a month end: in this month, or in the next.
LAST_DAYS = EPOCH - 5 * DAY


def _begins() -> timedelta:
    epoch = epoch_at(NOW)
    at = datetime.combine(first_day(epoch), NOW.time(), UTC) + LAST_DAYS
    return (at if at > NOW else at + EPOCH) - NOW


class Days:
    """A server and devices, all by one clock that is set forward between two days."""

    def __init__(self, chromium: BrowserType, data: Path, folder: Path) -> None:
        self.chromium, self.data, self.folder = chromium, data, folder
        self.ahead, self.port = 0.0, 0
        self._open = ExitStack()
        self._sender: Sender | None = None

    def go_to(self, later: timedelta) -> None:
        """Everything is switched off, and on again at a later moment."""
        self.stop()
        self.ahead = (_begins() + later).total_seconds()
        again = running(self.data, port=self.port, ahead=self.ahead)
        self.server: Server = self._open.enter_context(again)
        self.port = int(self.server.url.rpartition(":")[2])  # devices know it by its address

    def stop(self) -> None:
        self._open.close()
        self._open, self._sender = ExitStack(), None

    def sender(self) -> Sender:
        """The sender's phone, as it was left."""
        if self._sender is None:
            folder = self.folder / "sender"
            self._sender = Sender(self.chromium, self.server, folder, self.ahead)
            self._open.callback(self._sender.context.close)
        return self._sender

    def desk(self, who: str, device: str = "") -> Desk:
        """A desk at one of its devices, signed in."""
        made = Desk(self.chromium, self.server, self.folder / (device or who), self.ahead)
        self._open.callback(made.context.close)
        made.sign_in(who)
        return made

    @contextmanager
    def first_day(self) -> Iterator[dict[str, Desk]]:
        """Desks make their keys, which are vouched for."""
        chromium, server = self.chromium, self.server
        with desks_at_work(chromium, server, self.folder, self.ahead) as desks:
            yield desks

    def asked(self, sql: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.data / "kinbridge.sqlite3") as database:
            return list(database.execute(sql))


@pytest.fixture(scope="module")
def days(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days]:
    made = Days(
        browser.browser_type, tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("later")
    )
    yield made
    made.stop()


EPOCHS = """
  async (point) => {
    const { ask } = await import("/static/referral/drawer.js");
    const [row] = await ask("keys", (store) => store.getAll());
    return row.mailboxes.map(({ epoch }) => epoch);
  }
"""
SEALED_FOR = (
    "SELECT DISTINCT m.epoch FROM referral_slot s JOIN referral_mailbox m ON m.kid = s.kid"
    " JOIN referral_referral r ON r.id = s.referral_id ORDER BY r.id, m.epoch"
)


def into_a_file(desk: Desk, file: Path) -> None:
    """The keys of a desk, for its other device."""
    desk.page.get_by_text("Your keys on this device").click()
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name="A file for a second device").click()
    download.value.save_as(file)


def test_a_letter_waits_sealed_while_the_month_of_its_keys_ends(days: Days) -> None:
    days.go_to(timedelta(0))
    old = epoch_at(NOW + _begins())
    with days.first_day() as desks:
        sender = days.sender()
        sender.prepare()
        sender.answer(hours="Heron in the old month")
        sender.seal()
        expect(sender.card).to_contain_text("Stored", timeout=SLOW)
        desk = desks["desk-health"]
        desk.look()
        into_a_file(desk, days.folder / "keys.json")
        assert desk.page.evaluate(EPOCHS) == [old, old + 1, old + 2]


def test_after_the_month_its_letters_still_open_on_both_devices(
    days: Days,
) -> None:
    """Ten days later the month of the keys is over."""
    old, file = epoch_at(NOW + _begins()), days.folder / "keys.json"
    days.go_to(10 * DAY)
    desk = days.desk("desk-health")
    desk.unlock()
    expect(desk.said).to_contain_text("were handed in", timeout=SLOW)
    assert desk.page.evaluate(EPOCHS) == [old, old + 1, old + 2, old + 3]
    second = days.desk("desk-health", "second device")
    expect(second.part("make")).to_be_visible(timeout=SLOW)
    second.page.get_by_text("I have keys on another device").click()
    second.page.get_by_label("Take in their file").set_input_files(file)
    expect(second.said).to_contain_text("Taken in", timeout=SLOW)
    second.unlock()
    # It makes no keys of its own for a month that the first device has made some for.
    expect(second.said).to_contain_text("Another device of yours made the keys", timeout=SLOW)
    assert second.page.evaluate(EPOCHS) == [old, old + 1, old + 2]
    second.act("open", "Opened")
    expect(second.page.locator("[data-letters]")).to_contain_text("Heron in the old month")
    desk.act("open", "Opened")
    expect(desk.page.locator("[data-letters]")).to_contain_text("Heron in the old month")

    # The file once more: now both have the same.
    into_a_file(desk, file)
    second.page.get_by_text("Your keys on this device").click()
    second.page.get_by_label("Take in newer keys from another device").set_input_files(file)
    expect(second.part("unlock")).to_be_visible(timeout=SLOW)
    second.unlock()
    expect(second.part("open")).to_be_visible(timeout=SLOW)
    assert second.page.evaluate(EPOCHS) == [old, old + 1, old + 2, old + 3]


def test_what_is_sealed_after_the_month_is_sealed_for_the_new_keys(days: Days) -> None:
    old, sender = epoch_at(NOW + _begins()), days.sender()
    sender.open()
    sender.answer(hours="Heron in the new month")
    sender.seal()
    expect(sender.card).to_contain_text("Stored", timeout=SLOW)
    assert days.asked(SEALED_FOR) == [(old,), (old + 1,)]


def test_the_sender_is_asked_and_silence_has_its_age_on_both_sides(days: Days) -> None:
    days.go_to(10 * DAY + HOUR)
    desk = days.desk("desk-health")
    desk.unlock()
    expect(desk.part("open")).to_be_visible(timeout=SLOW)
    desk.act("open", "Opened")
    desk.page.locator("[name=phone]").first.fill("+23230000001")
    desk.act("accept", "Accepted")
    sender = days.sender()
    sender.page.goto(SEALING)
    expect(sender.card).to_contain_text("Accepted. Somebody has taken it on.", timeout=SLOW)
    expect(sender.card.locator("[data-if=asks]")).to_have_count(0)

    days.go_to(10 * DAY + 4 * HOUR)
    sender = days.sender()
    sender.page.goto(SEALING)
    expect(sender.card).to_contain_text("Did help arrive?", timeout=SLOW)
    expect(sender.card).to_contain_text("Last news 3 hours ago")
    expect(sender.card).to_contain_text("What has happened since is not known")
    sender.card.get_by_role("button", name="I do not know yet").click()
    expect(sender.card).to_contain_text("you said: not known", timeout=SLOW)
    expect(sender.card).to_contain_text("Did help arrive?")

    _desk_knows_no_more(days)
    sender.card.get_by_role("button", name="yes, help arrived").click()
    expect(sender.card).to_contain_text("Closed.", timeout=SLOW)
    expect(sender.card).not_to_contain_text("Last news")
    closed = "SELECT closed_as FROM referral_referral WHERE closed_at IS NOT NULL"
    assert days.asked(closed) == [("confirmed",)]


def _desk_knows_no_more(days: Days) -> None:
    """The desk sees what the sender said, how long ago, and nothing invented."""
    desk = days.desk("desk-health")
    letter = desk.page.locator("[data-letters] > article").first
    expect(letter).to_contain_text("The sender does not know yet whether help arrived")
    expect(letter).to_contain_text("What has happened since is not known")
    assert not days.asked("SELECT 1 FROM referral_referral WHERE closed_at IS NOT NULL")


def test_without_a_network_the_phone_asks_by_its_own_clock(days: Days) -> None:
    """The page of the lock, any page with the alarm: no server is asked."""
    sender = days.sender()
    page = sender.page
    page.goto("/now")
    asks = """
      async (hours) => {
        const { asksAt, isAsking } = await import("/static/referral/alarm.js");
        const at = new Date(Date.now() - hours * 3600e3).toISOString();
        const steps = [{ what: "accepted", at }];
        const state = { state: "accepted", steps, answer_by: [7200, 21600] };
        const isOver = asksAt({ state: { ...state, state: "closed" } }) === Infinity;
        return [isAsking({ state }), isAsking({ state, answeredAt: Date.now() }), isOver];
      }
    """
    assert page.evaluate(asks, 1) == [False, False, True]
    assert page.evaluate(asks, 3) == [True, False, True]
    assert page.evaluate(asks, 7) == [True, False, True]


def test_when_the_time_of_a_key_is_over_it_is_gone_and_the_desk_says_so(days: Days) -> None:
    old = epoch_at(NOW + _begins())
    days.go_to(5 * DAY + GRACE + DAY)
    desk = days.desk("desk-health")
    desk.unlock()
    expect(desk.part("open")).to_be_visible(timeout=SLOW)
    assert desk.page.evaluate(EPOCHS) == [old + 1, old + 2, old + 3]
    letters = desk.page.locator("[data-letters]")
    expect(letters).to_contain_text("has served its time", timeout=SLOW)


def test_who_is_gone_before_delivery_is_replaced_while_the_page_is_open(days: Days) -> None:
    days.go_to(21 * DAY)
    beside(days.server, "spare", days.ahead)
    beside(days.server, "publish", days.ahead)
    sender = days.sender()
    sender.open()
    sender.page.wait_for_load_state("networkidle")
    n = len(days.asked("SELECT 1 FROM referral_referral"))
    sender.answer(hours="Heron sealed twice")
    panel = sender.panel.all_inner_texts()
    sender.context.set_offline(True)
    sender.seal()
    expect(sender.card).to_contain_text("It waits on this phone", timeout=SLOW)
    # All but one of those it was sealed for are gone before there is a network again.
    with sqlite3.connect(days.data / "kinbridge.sqlite3") as database:
        for title in ("nurse on duty", "officer on duty", "duty officer"):
            assert any(title in one for one in panel)
            database.execute(
                "UPDATE referral_focalpoint SET held = 'suspended', held_at = datetime('now')"
                " WHERE title = ?",
                (title,),
            )
    sender.context.set_offline(False)
    expect(sender.card).to_contain_text("Stored", timeout=SLOW)
    holders = days.asked(
        "SELECT p.title FROM referral_slot s JOIN referral_focalpoint p"
        " ON p.id = s.focal_point_id JOIN referral_referral r ON r.id = s.referral_id"
        " WHERE r.id = (SELECT MAX(id) FROM referral_referral) ORDER BY p.rank"
    )
    assert holders == [("midwife in charge",), ("officer in charge",)]
    assert len(days.asked("SELECT 1 FROM referral_referral")) == n + 1
    desk = days.desk("desk-health")
    expect(desk.page.locator("[data-letters] > article")).to_have_count(0)


def test_after_the_page_was_closed_only_its_sender_can_seal_it_anew(days: Days) -> None:
    """The phone cannot read what it sealed: it says so, and asks again."""
    sender = days.sender()
    sender.open()
    sender.page.wait_for_load_state("networkidle")
    sender.answer()
    sender.context.set_offline(True)
    sender.seal()
    expect(sender.card).to_contain_text("It waits on this phone", timeout=SLOW)
    sender.page.goto("about:blank")
    with sqlite3.connect(days.data / "kinbridge.sqlite3") as database:
        database.execute(
            "UPDATE referral_focalpoint SET held = 'suspended', held_at = datetime('now')"
            " WHERE title = 'midwife in charge'"
        )
        database.execute(
            "UPDATE referral_focalpoint SET held = '', held_at = NULL"
            " WHERE title = 'nurse on duty'"
        )
    n = len(days.asked("SELECT 1 FROM referral_referral"))
    sender.context.set_offline(False)
    sender.page.goto(SEALING)
    expect(sender.card).to_contain_text("It could not be delivered", timeout=SLOW)
    assert len(days.asked("SELECT 1 FROM referral_referral")) == n
    beside(days.server, "publish", days.ahead)
    sender.page.reload()
    sender.card.get_by_role("button", name="Seal it anew").click()
    sender.answer()
    sender.seal()
    expect(sender.card).to_contain_text("Stored", timeout=SLOW)
    assert len(days.asked("SELECT 1 FROM referral_referral")) == n + 1
    expect(sender.page.get_by_text("It could not be delivered")).to_have_count(0, timeout=SLOW)
