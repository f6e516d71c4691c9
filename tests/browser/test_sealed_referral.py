"""A referral from end to end, in real browsers: sealed by a facilitator, opened at a desk; and
all that can be wrong with a device, with keys and with recipients.
"""

import json
import secrets
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desks import beside
from tests.browser.phone import Phone
from tests.browser.sealing import SEALING, Desk, Sender, desks_at_work
from tests.browser.test_phone_carrying import codes_shown
from tests.browser.test_phone_lock import found_in, written
from tools.example_server import Server, running


@dataclass
class World:
    """A server, a sender, desks."""

    server: Server
    sender: Sender
    desks: dict[str, Desk]
    folder: Path


@pytest.fixture(scope="module")
def world(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Everybody with their own device, and a server of their own."""
    folder = tmp_path_factory.mktemp("sealed")
    chromium = browser.browser_type
    with (
        running(tmp_path_factory.mktemp("data")) as server,
        desks_at_work(chromium, server, folder) as desks,
    ):
        sender = Sender(chromium, server, folder / "sender")
        sender.prepare()
        yield World(server, sender, desks, folder)
        sender.context.close()


@pytest.fixture
def sender(world: World) -> Iterator[Sender]:
    """The sender's device, on line, with nothing under way."""
    yield world.sender
    world.sender.context.set_offline(False)
    world.sender.page.goto(SEALING)
    world.sender.page.evaluate(
        "async () => { const { change } = await import('/static/referral/drawer.js');"
        " await change('letters', (store) => store.clear()); }"
    )
    assert world.sender.complaints == []


def stored(world: World) -> int:
    with sqlite3.connect(world.server.data / "kinbridge.sqlite3") as database:
        return int(database.execute("SELECT COUNT(*) FROM referral_referral").fetchone()[0])


def waits_for(desk: Desk) -> int:
    """How many letters have a slot for a desk."""
    desk.look()
    return desk.page.locator("[data-letters] > article").count()


def test_what_is_sealed_here_and_opened_there_lies_nowhere_between(
    world: World, sender: Sender
) -> None:
    hours, number = f"Kingfisher {secrets.token_hex(8)}", f"+2327{secrets.randbelow(10**7):07}"
    sender.open()
    sender.answer(hours=hours, callback=number)
    sender.seal()
    expect(sender.card).to_contain_text("Stored, and nobody has opened it yet", timeout=30_000)

    desk = world.desks["desk-health"]
    desk.look()
    desk.act("open", "Opened")
    for told in (hours, number, "12 to 14", "asking would not be safe"):
        expect(desk.page.locator("[data-letters]")).to_contain_text(told)
    desk.page.locator("[name=phone]").fill("+23230000001")
    desk.act("accept", "Accepted")
    with desk.page.expect_download() as download:
        desk.page.locator("button[data-act=file]").first.click()
    handed = json.loads(download.value.path().read_text())
    assert handed["referral"]["sender"] == {
        "role": "facilitator", "callback": number, "hours": hours,
    }  # fmt: skip
    assert "secret" not in handed["referral"]

    sender.renew()
    expect(sender.card).to_contain_text("Accepted. Somebody has taken it on.", timeout=30_000)
    expect(sender.card).to_contain_text("nurse on duty, The district hospital")
    desk.page.goto("about:blank")
    sender.page.goto("about:blank")
    database = world.server.data
    for text in (hours, number):
        assert found_in(database, text) == [], "database, journal and files of the server"
        for device in (sender, desk):
            assert found_in(device.folder, text) == [], "storage of a browser"
            whole = b"\n".join(device.heard)
            assert [how for how, told in written(text).items() if told in whole] == []


def test_whoever_is_marked_gets_no_slot_and_too_few_get_nothing(
    world: World, sender: Sender
) -> None:
    health, welfare = world.desks["desk-health"], world.desks["desk-welfare"]
    waiting = {desk: waits_for(desk) for desk in (health, welfare)}
    sender.open()
    sender.answer()
    expect(sender.panel).to_have_count(3)
    sender.panel.filter(has_text="nurse on duty").locator("input").check()
    sender.page.locator("[data-seals]").click()
    expect(sender.panel).to_have_count(2)
    expect(sender.page.locator("[data-aside]")).to_be_visible()
    sender.seal()
    expect(sender.card).to_contain_text("Stored", timeout=30_000)
    assert waits_for(health) == waiting[health]
    assert waits_for(welfare) == waiting[welfare] + 1

    before = stored(world)
    sender.open()
    sender.answer()
    for who in ("nurse on duty", "officer on duty"):
        sender.panel.filter(has_text=who).locator("input").check()
    sender.page.locator("[data-seals]").click()
    nobody = sender.page.locator("[data-receives] [data-if=none]")
    expect(nobody).to_contain_text("Call the national line")
    expect(sender.page.locator("[data-seals]")).to_be_hidden()
    assert stored(world) == before


def test_without_a_network_it_waits_sealed_sounds_and_goes_when_there_is_one(
    world: World, sender: Sender
) -> None:
    page, before = sender.page, stored(world)
    sender.open()
    sender.context.set_offline(True)
    sender.answer()
    sender.seal()
    expect(sender.card).to_contain_text("NOT CONFIRMED. It waits on this phone: call.")
    expect(sender.card.get_by_role("link", name="Call 116")).to_be_visible()
    assert stored(world) == before
    page.evaluate(
        "async () => { const drawer = await import('/static/referral/drawer.js');"
        " const [one] = await drawer.letters();"
        " await drawer.note(one.ref, { sealedAt: Date.now() - 21 * 60_000 }); }"
    )
    expect(page.locator("letters-alarm")).to_contain_text("Not confirmed. Call now.")
    expect(page.locator("letters-alarm")).to_be_visible(timeout=20_000)
    sender.context.set_offline(False)
    expect(sender.card).to_contain_text("Stored", timeout=40_000)
    assert stored(world) == before + 1


def test_another_phone_takes_a_letter_along_and_reads_nothing(
    world: World, sender: Sender, browser: Browser
) -> None:
    before = stored(world)
    sender.open()
    sender.page.wait_for_load_state("networkidle")
    sender.context.set_offline(True)
    sender.answer(hours="Heron at the weir")
    sender.seal()
    sender.card.get_by_role("button", name="Let another phone take it along").click()
    codes: Any = [
        {"name": f"{number}.png", "mimeType": "image/png", "buffer": picture}
        for number, picture in enumerate(codes_shown(sender.card))
    ]
    carrier = browser.new_context(base_url=world.server.url)
    page = carrier.new_page()
    page.goto(SEALING)
    page.get_by_text("Take somebody’s letter along").click()
    with page.expect_response("**/s/", timeout=30_000):
        page.get_by_label("Photos of codes").set_input_files(codes)
    expect(page.locator("[data-carry] [data-codes]")).to_contain_text("It is here now")
    expect(page.locator("letters-list")).to_be_hidden(timeout=30_000)
    assert "Heron" not in page.content()
    assert stored(world) == before + 1
    sender.context.set_offline(False)
    sender.renew()
    expect(sender.card).to_contain_text("Stored", timeout=30_000)
    assert stored(world) == before + 1
    carrier.close()


def test_a_locked_phone_seals_shows_the_alarm_before_its_pin_and_sends(
    world: World, browser: Browser, tmp_path: Path
) -> None:
    phone, before = Phone(browser, world.server, tmp_path / "phone"), stored(world)
    phone.set_up("facilitator-moyamba")
    phone.page.evaluate(
        "async () => { const drawer = await import('/static/referral/drawer.js');"
        " for (let n = 0; n < 200 && !(await drawer.thing('at')); n += 1)"
        " await new Promise((done) => { setTimeout(done, 500); }); }"
    )
    phone.page.goto(SEALING)
    expect(phone.page.locator("form[data-seal]")).to_be_visible(timeout=60_000)
    phone.page.wait_for_load_state("networkidle")
    phone.page.goto("/")
    expect(phone.page.locator("form[data-unlock]")).to_be_visible()
    phone.offline()
    phone.page.goto(SEALING)
    sender = Sender.of(phone.context)
    sender.answer(ward="Chiefdom of the Moyamba cluster")
    nobody = phone.page.locator("[data-receives] [data-if=none]")
    expect(nobody).to_be_visible()  # only the nation's desk serves Moyamba
    for _screen in range(2):
        phone.page.locator("[data-step]:not([hidden]) [data-go=back]").last.click()
    phone.page.locator("#ward").select_option(label="Chiefdom of the Bombali cluster")
    for _screen in range(2):
        sender.on()
    sender.seal()
    phone.page.goto("/")
    expect(phone.page.locator("letters-alarm")).to_contain_text("is on its way")
    expect(phone.page.locator("letters-alarm")).to_be_visible()
    phone.offline(False)
    until = time.monotonic() + 60
    while stored(world) == before and time.monotonic() < until:
        phone.page.wait_for_timeout(1000)
    assert stored(world) == before + 1
    phone.stop()


def test_sending_needs_no_sign_in(world: World, sender: Sender) -> None:
    before = stored(world)
    sender.context.clear_cookies()
    sender.open()
    sender.answer(urgency="U3")
    sender.seal()
    expect(sender.card).to_contain_text("Stored", timeout=30_000)
    assert stored(world) == before + 1


def test_a_device_that_is_not_prepared_and_one_without_scripts_say_whom_to_call(
    world: World, browser: Browser
) -> None:
    for script, says in (
        (True, "is not prepared"),
        (False, "If no questions appear here, call"),
    ):
        context = browser.new_context(base_url=world.server.url, java_script_enabled=script)
        page = context.new_page()
        page.goto(SEALING)
        expect(page.get_by_text(says)).to_be_visible()
        expect(page.locator("#numbers a[href='tel:116']")).to_be_visible()
        expect(page.locator("form[data-seal]")).to_be_hidden()
        context.close()


@pytest.mark.parametrize(
    ("news", "says"),
    [
        ("{ seen: 99 }", "no longer holds"),
        (
            "{ statement: (await drawer.thing('statement')).replace('e', 'f') }",
            "no longer holds",
        ),
        ("{ foreign: [] }", "another than the one this phone knows"),
    ],
    ids=["rolled back", "changed", "another root"],
)
def test_a_directory_that_nobody_vouches_for_seals_nothing(
    sender: Sender, news: str, says: str
) -> None:
    sender.page.goto(SEALING)
    old = sender.page.evaluate(
        "async () => { const drawer = await import('/static/referral/drawer.js');"
        " const old = { seen: await drawer.thing('seen'), foreign: null };"
        " old.statement = await drawer.thing('statement');"
        f" await drawer.keep({news}); return old; }}"
    )
    sender.page.reload()
    expect(sender.page.get_by_text(says)).to_be_visible()
    expect(sender.page.locator("form[data-seal]")).to_be_hidden()
    sender.page.evaluate(
        "async (old) => (await import('/static/referral/drawer.js')).keep(old)", old
    )


def test_a_lost_passphrase_opens_nothing_and_new_keys_are_another_identity(
    world: World,
) -> None:
    desk = world.desks["desk-nation"]
    desk.page.goto("/mailbox/")
    desk.unlock("not the passphrase at all")
    expect(desk.said).to_contain_text("does not open these keys", timeout=30_000)
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.get_by_role("button", name="The passphrase is lost").click()
    desk.make_keys()
    desk.page.reload()
    expect(desk.page.get_by_text("waits for a second person to verify it")).to_be_visible()


def test_who_is_no_longer_in_use_between_sealing_and_delivery_gets_nothing(
    world: World, sender: Sender
) -> None:
    """After the test above the national desk waits to be verified: a dead recipient."""
    before = stored(world)
    sender.open()
    sender.context.set_offline(True)
    sender.answer()
    expect(sender.panel).to_have_count(3)
    sender.seal()
    sender.context.set_offline(False)
    expect(sender.card).to_contain_text("no longer in use, and gets nothing", timeout=40_000)
    assert stored(world) == before + 1

    beside(world.server, "suspend")
    sender.open()
    sender.context.set_offline(True)
    sender.answer()
    sender.seal()
    sender.context.set_offline(False)
    expect(sender.card).to_contain_text("It could not be delivered", timeout=40_000)
    assert stored(world) == before + 1


def test_the_servers_log_tells_no_word_of_a_letter(world: World) -> None:
    world.server.process.terminate()
    told = world.server.process.stdout
    said = told.read() if told else ""
    assert "Kingfisher" not in said
    assert "envelope" not in said
