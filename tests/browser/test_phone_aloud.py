"""For those who read little: a voice where the phone has one, and targets that a thumb hits."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.phone import Phone, key_of
from tools.example_server import Server

# The browser of the tests has no voices; these stand for those of a phone.
VOICES = """{
  const said = [];
  const getVoices = () => [
    { lang: "en-GB", localService: true }, { lang: "ar-SA", localService: false },
  ];
  const speak = ({ text }) => said.push(text);
  const cancel = () => { said.length = 0; };
  const value = { said, getVoices, speak, cancel };
  Object.defineProperty(window, "speechSynthesis", { value });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""
SMALL = """() => [...document.querySelectorAll("main a, main button, header a, .phone-strip *")]
  .filter((one) => one.matches("a, button"))
  .filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML)"""


def test_a_page_is_read_aloud_where_the_phone_itself_has_a_voice(
    server: Server, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    phone = Phone(browser, server, tmp_path_factory.mktemp("phone"))
    page = phone.page
    try:
        page.add_init_script(VOICES)
        phone.set_up("facilitator-bombali")
        phone.offline()
        phone.go("/guide/")
        expect(page.get_by_role("button", name="Read aloud")).to_have_count(6)
        page.locator("#listen").get_by_role("button", name="Read aloud").click()
        said = page.evaluate("speechSynthesis.said")
        assert said[0] == "How do I listen?"
        assert len(said) == 4
        assert page.locator("#listen [aria-pressed=true]").count() == 1
        page.evaluate("document.documentElement.lang = 'ar'")  # only a voice far away
        phone.go("/")
        expect(page.locator("main h1")).to_contain_text("today")
        expect(page.locator("read-aloud")).to_have_count(0)
        community = key_of(server, "community_community", name="Bombali cluster")
        for path in ("/guide/", "/communities/", f"/do/begin_pause/{community}/"):
            phone.go(path)
            expect(page.locator("main h1")).to_be_visible()
            assert page.evaluate(SMALL) == [], path
    finally:
        phone.stop()
