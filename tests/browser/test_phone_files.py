"""A photo of a flip chart travels from a phone: stripped, when its person says so, uncut."""

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from kinbridge.foundation.tests.test_sounds import SOUND, recording
from tests.browser.phone import SLOW, Phone, count, key_of
from tests.browser.test_phone import record_gathering, save
from tests.browser.test_phone_lock import found_in, serious
from tools.example_server import Server

CANARY = "Canary-phones-of-Makeni"
LINE = "Object.defineProperty(navigator, 'connection', { value: { type: 'cellular' } })"
A_PIECE = 32_768
DRAWN = ("photo", "chart.jpg", "image/jpeg")
SPOKEN = ("reading", "Recording_7.m4a", "audio/mp4")


@pytest.fixture
def phone(server: Server, browser: Browser, tmp_path: Path) -> Iterator[Phone]:
    """A phone on mobile data."""
    made = Phone(browser, server, tmp_path / "phone")
    made.page.add_init_script(LINE)
    made.set_up("facilitator-bombali")
    yield made
    made.stop()


@pytest.fixture
def community(server: Server) -> str:
    return key_of(server, "community_community", name="Bombali cluster")


def flip_chart() -> bytes:
    """As a camera makes it: large, and with the place and the phone written in."""
    exif = Image.Exif()
    exif[0x010F] = CANARY
    exif.get_ifd(0x8825).update({1: "N", 2: (8.0, 29.0, 0.0)})
    drawn = Image.frombytes("RGB", (700, 500), random.Random(7).randbytes(3 * 700 * 500))
    made = io.BytesIO()
    drawn.save(made, "JPEG", exif=exif, quality=90)
    assert CANARY.encode() in made.getvalue()
    return made.getvalue()


def choose(page: Page, content: bytes, how: tuple[str, str, str] = DRAWN) -> None:
    field, name, kind = how
    page.locator(f"[name={field}]").set_input_files(
        FilePayload(name=name, mimeType=kind, buffer=content)
    )


def take_photo(page: Page, words: str) -> None:
    """Fill in the form of a photo that is open."""
    choose(page, flip_chart())
    page.locator("[name=words]").fill(words)
    page.get_by_label("No child and no name").check()
    save(page)
    expect(page.locator(".messages")).to_contain_text("Saved on this phone")


def photo_of_a_new_gathering(phone: Phone, community: str, where: str, words: str) -> None:
    """Out of reach: a gathering, and a photo of what was drawn there."""
    phone.offline()
    record_gathering(phone, community, where)
    phone.page.locator(".waiting-here a").first.click()
    phone.page.locator(".go-on").get_by_role("link", name="Add a photo").click()
    expect(phone.page.locator("[name=photo]")).to_be_visible()
    take_photo(phone.page, words)


class Counted:
    """Pieces on their way; after so many the line is cut."""

    def __init__(self, page: Page, most: int) -> None:
        self.bytes, self.left = 0, most
        page.route("**/file/arriving/**", self.carry)

    def carry(self, route: Route) -> None:
        piece = len(route.request.post_data_buffer or b"")
        if piece and not self.left:
            return route.abort()
        self.left -= bool(piece)
        self.bytes += piece
        return route.continue_()


def test_a_photo_goes_when_its_person_says_so_and_goes_on_where_it_was_cut(
    phone: Phone, community: str, server: Server
) -> None:
    page = phone.page
    photo_of_a_new_gathering(phone, community, "at the kola tree", "What girls drew")
    expect(page.locator("[data-strip]")).to_contain_text("2 things wait to be sent")
    first = Counted(page, most=3)
    phone.offline(False)
    phone.send()
    assert count(server, "community_gathering", where="at the kola tree") == 1
    file = page.locator("[data-file]")
    expect(file).to_contain_text("when this phone is on Wi-Fi")
    expect(page.locator("[data-strip]")).to_contain_text("One thing waits")
    assert serious(phone) == []
    assert first.bytes == 0
    file.get_by_role("button", name="Send it now").click()
    expect(file.locator("progress")).to_have_js_property("value", 3 * A_PIECE, timeout=SLOW)
    size = int(file.locator("progress").evaluate("(one) => one.max"))
    assert size > 5 * A_PIECE
    page.get_by_role("button", name="Lock").click()
    page.unroute_all(behavior="ignoreErrors")
    second = Counted(page, most=1000)
    phone.type_pin()
    expect(page.locator("[data-strip]")).to_contain_text("Sent")
    expect(page.locator("[data-strip]")).not_to_contain_text("wait", timeout=SLOW)
    assert (first.bytes, second.bytes) == (3 * A_PIECE, size - 3 * A_PIECE)
    assert count(server, "community_attachment", words="What girls drew") == 1
    arrived = [path.read_bytes() for path in (server.data / "files/arriving").iterdir()]
    assert [len(one) for one in arrived] == [size]
    assert CANARY.encode() not in arrived[0]
    phone.kill()
    for text in (CANARY, "What girls drew"):
        assert found_in(phone.folder, text) == []


def test_a_photo_goes_by_itself_on_wifi_and_can_be_held_back_and_deleted(
    phone: Phone, community: str, server: Server
) -> None:
    page = phone.page
    for words in ("To be kept", "To be deleted"):
        photo_of_a_new_gathering(phone, community, f"at the ford: {words}", words)
    phone.offline(False)
    phone.send()
    expect(page.locator("[data-file]")).to_have_count(2)
    keep, delete = (page.locator("[data-file]").nth(n) for n in (0, 1))
    page.once("dialog", lambda dialog: dialog.accept())
    delete.get_by_role("button", name="Delete it").click()
    expect(page.locator("[data-file]")).to_have_count(1)
    keep.get_by_role("button", name="Hold it back").click()
    expect(keep).to_contain_text("held back")
    page.evaluate("navigator.connection.type = 'wifi'")
    phone.send()
    expect(page.locator("[data-file]")).to_contain_text("0 kB of")
    keep.get_by_role("link").click()
    expect(page.locator("[data-file]")).to_contain_text("held back")
    save(page)  # nothing need be chosen again
    expect(page.locator(".messages")).to_contain_text("Saved on this phone")
    phone.go("/phone/waiting/")
    keep.get_by_role("button", name="Send it now").click()
    expect(page.locator("[data-strip]")).not_to_contain_text("wait", timeout=SLOW)
    both = [
        count(server, "community_attachment", words=f"To be {how}")
        for how in ("kept", "deleted")
    ]
    assert sorted(both) == [0, 1]


def test_what_is_no_photo_is_said_at_once(phone: Phone, community: str, server: Server) -> None:
    page = phone.page
    gathering = key_of(server, "community_gathering", kind="feedback")
    phone.offline()
    phone.go(f"/do/add_photo/{gathering}/")
    expect(page.locator("[name=photo]")).to_be_visible()
    page.get_by_label("No child and no name").check()
    save(page)
    expect(page.locator(".has-errors")).to_contain_text("Please fill this in")
    choose(page, b"no picture")
    save(page)
    expect(page.locator(".has-errors")).to_contain_text("cannot be read")


def test_a_recording_of_the_text_read_aloud_goes_without_what_the_phone_wrote_beside_it(
    phone: Phone, server: Server
) -> None:
    page = phone.page
    draft = key_of(server, "agreement_draft", number="2")
    phone.offline()
    phone.go(f"/do/add_reading/{draft}/")
    expect(page.locator("[name=reading]")).to_be_visible()
    page.get_by_label("No child and no name").check()
    choose(page, b"no sound", SPOKEN)
    save(page)
    expect(page.locator(".has-errors")).to_contain_text("cannot be read")
    came = recording()
    choose(page, came, SPOKEN)
    page.locator("[name=words]").fill("Krio, by the chair")
    save(page)
    expect(page.locator(".messages")).to_contain_text("Saved on this phone")
    phone.offline(False)
    phone.send()
    going = Counted(page, most=1000)
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator("[data-strip]")).not_to_contain_text("wait", timeout=SLOW)
    assert going.bytes == len(came)
    assert count(server, "community_attachment", words="Krio, by the chair") == 1
    arrived = [path.read_bytes() for path in (server.data / "files/arriving").iterdir()]
    [sound] = [one for one in arrived if SOUND in one]
    assert (len(sound), sound.index(SOUND)) == (len(came), came.index(SOUND))
    for told in (b"Canary", b"+08.48"):
        assert told in came
        assert told not in sound
    phone.kill()
    assert found_in(phone.folder, "Krio, by the chair") == []
