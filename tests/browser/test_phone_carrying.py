"""What waits goes to another phone: by photos of codes, by the camera."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.phone import SLOW, Phone, count, key_of
from tools.example_server import Server

REASONS = ("The rains came early", "A market week", "Mourning in two houses")
Carrier = Callable[..., Phone]


def note_pause(phone: Phone, reason: str) -> None:
    """Fill in a short form, out of reach."""
    community = key_of(phone.server, "community_community", name="Bombali cluster")
    phone.go(f"/do/begin_pause/{community}/")
    expect(phone.page.get_by_role("heading", name="Note a pause", level=1)).to_be_visible()
    phone.page.locator("[name=reason]").fill(reason)
    phone.page.locator("[name=when_1]").fill("in June")
    phone.page.locator("main form.form .btn").last.click()
    expect(phone.page.locator(".messages")).to_contain_text("Saved on this phone")


@pytest.fixture
def writer(out_of_reach: Phone) -> Phone:
    """Whose forms are carried."""
    return out_of_reach


@pytest.fixture
def carrier(server: Server, browser: Browser, tmp_path: Path) -> Iterator[Carrier]:
    """``carrier()`` is the phone of somebody else."""
    phones = []

    def made(*arguments: str) -> Phone:
        phones.append(Phone(browser, server, tmp_path / "carrier", *arguments))
        phones[0].set_up("facilitator-moyamba")
        phones[0].send()
        phones[0].wait_for_the_rest()
        return phones[0]

    yield made
    for phone in phones:
        phone.stop()


def this_phone(phone: Phone, section: str) -> Locator:
    """A part of the page about this phone, opened."""
    phone.go("/phone/waiting/")
    part = phone.page.locator("details", has=phone.page.get_by_text(section))
    part.locator("summary").click()
    return part


def codes(phone: Phone) -> list[bytes]:
    """A picture of each code that the phone shows, one after the other."""
    part = this_phone(phone, "Carry it to another phone")
    part.get_by_role("button", name="Show codes").click()
    return codes_shown(part)


def codes_shown(part: Locator) -> list[bytes]:
    """A picture of each code that is shown in a part of a page."""
    which, hold = part.locator("[data-which]"), part.get_by_role("button", name="Hold")
    expect(which).to_contain_text(" of ")
    hold.click()
    shown: dict[str, bytes] = {}
    while (said := which.inner_text()) not in shown:
        drawn = part.locator("canvas").evaluate("(canvas) => canvas.toDataURL()")
        shown[said] = base64.b64decode(drawn.partition(",")[2])
        hold.click()
        expect(which).not_to_have_text(said)
    assert len(shown) == int(said.split()[-1])
    return list(shown.values())


def arrived(server: Server) -> int:
    return sum(count(server, "community_pause", reason=reason) for reason in REASONS)


def test_another_persons_phone_takes_photos_of_the_codes_and_sends_what_it_cannot_read(
    writer: Phone, carrier: Carrier, server: Server, tmp_path: Path
) -> None:
    for reason in REASONS:
        note_pause(writer, reason)
    pictures = []
    for n, picture in enumerate(codes(writer)):
        pictures.append(tmp_path / f"{n}.png")
        pictures[-1].write_bytes(picture)
    phone = carrier()
    phone.offline()
    part = this_phone(phone, "Take in what another phone carries")
    photos, said = part.get_by_label("Photos of codes"), part.locator("[data-which]")
    photos.set_input_files([Path("kinbridge/web/static/web/icon-192.png")])
    expect(said).to_contain_text("No code can be read")
    photos.set_input_files(pictures[3:])
    expect(said).to_have_text(f"{len(pictures) - 3} of {len(pictures)} codes read")
    photos.set_input_files(pictures[:4])
    expect(phone.page.locator(".messages")).to_contain_text("3 things were taken in")
    expect(phone.page.locator("main")).to_contain_text("3 things are carried here")
    assert "rains" not in phone.page.locator("body").inner_text()
    assert arrived(server) == 0
    phone.offline(False)
    phone.send()
    expect(phone.page.locator("main")).not_to_contain_text("carried here")
    assert arrived(server) == 3
    writer.offline(False)
    writer.send()
    expect(writer.page.locator("[data-strip]")).not_to_contain_text("wait")
    writer.offline()
    assert arrived(server) == 3


def film(pictures: list[bytes], browser: Browser, file: Path) -> None:
    """The codes held a little askew, each for a second: a film for a pretended camera."""
    wide, high = 640, 480
    page = browser.new_page()
    with file.open("wb") as out:
        out.write(f"YUV4MPEG2 W{wide} H{high} F5:1 Ip A1:1 C420jpeg\n".encode())
        for picture in pictures:
            grey = bytes(page.evaluate(GREY, [picture.hex(), wide, high]))
            out.write((b"FRAME\n" + grey + b"\x80" * (wide * high // 2)) * 5)
    page.close()


GREY = """async ([hex, wide, high]) => {
  const bytes = new Uint8Array(hex.match(/../g).map((two) => parseInt(two, 16)));
  const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const pen = new OffscreenCanvas(wide, high).getContext("2d");
  pen.fillStyle = "#b9a68c";
  pen.fillRect(0, 0, wide, high);
  pen.translate(wide / 2, high / 2);
  pen.rotate(0.15);
  pen.drawImage(picture, -200, -200, 400, 400);
  const { data } = pen.getImageData(0, 0, wide, high);
  return Array.from({ length: wide * high }, (_, n) => data[4 * n + 1]);
}"""


def test_a_camera_reads_the_codes_as_they_pass(
    writer: Phone, carrier: Carrier, server: Server, browser: Browser, tmp_path: Path
) -> None:
    note_pause(writer, "A wedding")
    film(codes(writer), browser, tmp_path / "codes.y4m")
    phone = carrier(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'codes.y4m'}",
    )
    part = this_phone(phone, "Take in what another phone carries")
    part.get_by_role("button", name="Read codes with the camera").click()
    expect(phone.page.locator(".messages")).to_contain_text("has arrived", timeout=SLOW)
    expect(phone.page.locator("video")).to_have_count(0)
    phone.send()
    assert count(server, "community_pause", reason="A wedding") == 1
