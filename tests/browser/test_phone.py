"""A facilitator's phone: pages without a network, forms that wait and arrive once."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.phone import SLOW, Phone, count, key_of
from tools.example_server import Server


@pytest.fixture(scope="module")
def kept(
    server: Server, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Phone]:
    """A phone that a facilitator has set up."""
    made = Phone(browser, server, tmp_path_factory.mktemp("phone"))
    made.set_up("facilitator-bombali")
    yield made
    made.stop()


@pytest.fixture
def phone(kept: Phone) -> Iterator[Phone]:
    """The same phone, unlocked, at home, on line."""
    kept.offline(False)
    kept.unlock("/")
    kept.opened()
    yield kept
    kept.offline(False)


@pytest.fixture
def community(server: Server) -> str:
    return key_of(server, "community_community", name="Bombali cluster")


def fill_gathering(page: Page, where: str) -> None:
    page.get_by_label("small group").check()
    page.locator("[name=when_1]").fill("in March")
    page.locator("[name=where]").fill(where)
    page.locator("[name=girls]").fill("7")


def save(page: Page) -> None:
    page.locator("main form.form .btn").last.click()


def record_gathering(phone: Phone, community: str, where: str) -> None:
    phone.go(f"/do/record_gathering/{community}/")
    expect(phone.page.get_by_role("heading", name="Record a gathering")).to_be_visible()
    fill_gathering(phone.page, where)
    save(phone.page)
    expect(phone.page.locator(".messages")).to_contain_text("Saved on this phone")


def test_without_a_network_a_communitys_page_opens_within_a_second(
    phone: Phone, community: str
) -> None:
    phone.offline()
    phone.page.goto(f"/community/{community}/")
    phone.type_pin()
    expect(phone.page.get_by_role("heading", name="Bombali cluster")).to_be_visible()
    phone.page.get_by_role("link", name="Today").click()
    expect(phone.page.get_by_role("heading", level=1)).to_contain_text("today")
    began = time.monotonic()
    phone.page.go_back()
    expect(phone.page.get_by_role("heading", name="Bombali cluster")).to_be_visible()
    assert time.monotonic() - began < 1
    expect(phone.page.locator(".as-of")).to_contain_text("As it was")


def test_what_was_written_without_a_network_arrives_once(
    phone: Phone, community: str, server: Server
) -> None:
    phone.offline()
    record_gathering(phone, community, "by the old well")
    expect(phone.page.locator("[data-strip]")).to_contain_text("One thing waits to be sent")
    assert count(server, "community_gathering", where="by the old well") == 0
    phone.page.reload()
    phone.type_pin()
    expect(phone.page.locator("[data-strip]")).to_contain_text("One thing waits to be sent")
    phone.offline(False)
    phone.send()
    expect(phone.page.locator("[data-strip]")).to_contain_text("Sent")
    phone.send()
    assert count(server, "community_gathering", where="by the old well") == 1


def test_an_answer_that_got_lost_counts_nothing_twice(
    phone: Phone, community: str, server: Server
) -> None:
    phone.offline()
    record_gathering(phone, community, "at the lost ford")
    with phone.answers_lost() as lost:
        phone.offline(False)
        phone.send()
        expect(phone.page.locator("[data-strip]")).to_contain_text("One thing waits")
    assert lost
    assert count(server, "community_gathering", where="at the lost ford") == 1
    phone.send()
    expect(phone.page.locator("[data-strip]")).not_to_contain_text("waits")
    assert count(server, "community_gathering", where="at the lost ford") == 1


def test_what_is_typed_while_the_form_goes_up_stays_for_its_person(
    phone: Phone, community: str, server: Server
) -> None:
    page = phone.page
    phone.offline()
    record_gathering(phone, community, "at the old well")
    phone.go("/phone/waiting/")
    page.locator("main .record a").first.click()
    expect(page.locator("[name=where]")).to_have_value("at the old well")
    page.locator("[name=where]").fill("at the new well")
    phone.offline(False)
    expect(page.locator("[data-strip]")).to_contain_text("One thing needs you", timeout=SLOW)
    assert count(server, "community_gathering", where="at the old well") == 1
    expect(page.locator("[name=where]")).to_have_value("at the new well")
    page.get_by_role("button", name="Lock").click()
    phone.type_pin()
    expect(page.locator("[name=where]")).to_have_value("at the new well")
    expect(page.locator("main")).to_contain_text("it had arrived before you changed it")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator("[data-strip]")).not_to_contain_text("needs")


def test_what_comes_back_shows_the_reason_and_all_that_was_typed(
    phone: Phone, community: str, server: Server
) -> None:
    phone.go(f"/do/record_gathering/{community}/")
    expect(phone.page.get_by_role("heading", name="Record a gathering")).to_be_visible()
    fill_gathering(phone.page, "near the mill")
    phone.page.locator("[name=what_was_said]").fill("They met at house no 12.")
    save(phone.page)
    expect(phone.page.locator(".guard mark")).to_have_text("house no 12", timeout=SLOW)
    expect(phone.page.locator("[name=where]")).to_have_value("near the mill")
    expect(phone.page.locator("[name=what_was_said]")).to_have_value("They met at house no 12.")
    expect(phone.page.locator(".has-errors")).to_contain_text("look again")
    expect(phone.page.locator("[data-strip]")).to_contain_text("One thing needs you")
    phone.page.locator("[name=what_was_said]").fill("A girl is not in school.")
    save(phone.page)
    expect(phone.page.locator("[data-strip]")).not_to_contain_text("needs", timeout=SLOW)
    phone.send()
    assert count(server, "community_gathering", where="near the mill") == 1


def test_words_that_may_point_to_a_person_are_shown_before_they_are_saved(
    phone: Phone, community: str, server: Server
) -> None:
    page = phone.page
    phone.offline()
    phone.go(f"/do/record_gathering/{community}/")
    expect(page.get_by_role("heading", name="Record a gathering")).to_be_visible()
    fill_gathering(page, "by the kiln")
    page.locator("[name=what_was_said]").fill("Fatmata, 14, is ill; call 076 555 123.")
    save(page)
    expect(page.locator(".guard mark")).to_have_text(["076 555 123", "Fatmata, 14"])
    expect(page.locator(".has-errors")).to_contain_text("look again")
    expect(page.locator("[data-strip]")).not_to_contain_text("wait")
    page.locator("[name=what_was_said]").fill("Aunt Sallay Stores lent the room.")
    save(page)
    page.get_by_label("I have looked again").check()
    save(page)
    expect(page.locator(".messages")).to_contain_text("Saved on this phone")
    phone.offline(False)
    phone.send()
    expect(page.locator("[data-strip]")).not_to_contain_text("wait")
    assert count(server, "community_gathering", where="by the kiln") == 1


def test_the_same_recorded_twice_is_asked_about_and_may_be_meant(
    phone: Phone, community: str, server: Server
) -> None:
    page = phone.page
    phone.offline()
    for _twice in range(2):
        record_gathering(phone, community, "at the two wells")
    phone.offline(False)
    phone.send()
    expect(page.locator("[data-strip]")).to_contain_text("One thing needs you")
    page.locator("main .record a").first.click()
    expect(page.get_by_role("link", name="Look at what was recorded")).to_be_visible()
    page.get_by_label("Yes, record it once more").check()
    save(page)
    expect(page.locator("[data-strip]")).not_to_contain_text("needs", timeout=SLOW)
    expect(page.locator("[data-strip]")).not_to_contain_text("wait", timeout=SLOW)
    assert count(server, "community_gathering", where="at the two wells") == 2


def test_a_field_left_empty_is_shown_at_once(phone: Phone, community: str) -> None:
    phone.offline()
    phone.go(f"/do/record_gathering/{community}/")
    expect(phone.page.get_by_role("heading", name="Record a gathering")).to_be_visible()
    save(phone.page)
    expect(phone.page.locator(".errors")).to_be_focused()
    expect(phone.page.locator(".has-errors").first).to_contain_text("Please fill this in")


def test_a_thing_made_here_can_be_written_about_before_it_arrived(
    phone: Phone, community: str, server: Server
) -> None:
    page = phone.page
    phone.offline()
    phone.go(f"/do/hold_round/{community}/")
    page.locator("[name=when_1]").fill("last week")
    page.locator("[name=words]").fill("All groups sat down again.")
    save(page)
    page.locator(".waiting-here a").first.click()
    page.locator(".go-on").get_by_role("link", name="Add what was said").click()
    expect(page.locator("[name=words]")).to_have_value("")
    page.locator("[name=harm]").first.select_option(index=1)
    page.locator("[name=side]").first.check()
    page.locator("[name=words]").fill("It is the hardest of all.")
    save(page)
    expect(page.locator("[data-strip]")).to_contain_text("2 things wait to be sent")
    phone.offline(False)
    phone.send()
    expect(page.locator("[data-strip]")).not_to_contain_text("wait")
    assert count(server, "goals_point", words="It is the hardest of all.") == 1


def test_a_correction_carries_only_what_was_touched(phone: Phone, server: Server) -> None:
    key = key_of(server, "community_gathering", kind="feedback")
    page = phone.page
    phone.offline()
    for language in ("Krio", "Temne"):
        phone.go(f"/do/correct_gathering/{key}/")
        page.locator("[name=language]").fill(language)
        save(page)
        expect(page.locator(".messages")).to_contain_text("Saved on this phone")
    phone.go(f"/do/correct_gathering/{key}/")
    expect(page.locator("[name=language]")).to_have_value("Temne")
    phone.offline(False)
    phone.send()
    expect(page.locator("[data-strip]")).not_to_contain_text("wait")
    assert count(server, "community_gathering", kind="feedback", language="Temne") == 1
    assert count(server, "sync_wording", field="language", value='"Krio"') == 0


def test_a_waiting_form_can_be_changed_and_withdrawn(
    phone: Phone, community: str, server: Server
) -> None:
    page = phone.page
    phone.offline()
    record_gathering(phone, community, "in the wrong place")
    record_gathering(phone, community, "nowhere")
    phone.go("/phone/waiting/")
    expect(page.get_by_role("heading", name="This phone")).to_be_visible()
    page.locator("main .record a").first.click()
    expect(page.locator("[name=where]")).to_have_value("in the wrong place")
    page.locator("[name=where]").fill("in the right place")
    save(page)
    expect(page.locator(".messages")).to_contain_text("Saved on this phone")
    expect(page.locator("[data-strip]")).to_contain_text("2 things wait")
    phone.go("/phone/waiting/")
    expect(page.get_by_role("heading", name="This phone")).to_be_visible()
    page.locator("main .record a").nth(1).click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator(".messages")).to_contain_text("Withdrawn")
    phone.offline(False)
    phone.send()
    assert count(server, "community_gathering", where="in the right place") == 1
    assert count(server, "community_gathering", where="in the wrong place") == 0
    assert count(server, "community_gathering", where="nowhere") == 0


def test_what_is_typed_is_kept_as_it_is_typed(phone: Phone, community: str) -> None:
    phone.go(f"/do/begin_pause/{community}/")
    phone.page.locator("[name=reason]").fill("The rains have come")
    phone.page.get_by_role("button", name="Lock").click()
    phone.type_pin()
    expect(phone.page.locator("[name=reason]")).to_have_value("The rains have come")
    phone.page.get_by_role("button", name="Start afresh").click()
    expect(phone.page.locator("[name=reason]")).to_have_value("")


def test_what_was_begun_and_not_saved_is_found_again(phone: Phone, community: str) -> None:
    page = phone.page
    for path in (f"/do/begin_pause/{community}/", f"/do/record_gathering/{community}/"):
        phone.go(path)
        expect(page.locator("main form.form")).to_be_visible()
        page.locator("main form.form input[type=text]").first.fill("Interrupted here")
        phone.go("/phone/waiting/")
        expect(page.get_by_role("heading", name="This phone")).to_be_visible()
    begun = page.locator(".were-begun .record")
    expect(begun).to_have_count(2)
    expect(begun.first).to_contain_text("Record a gathering")
    begun.last.get_by_role("link", name="Note a pause").click()
    expect(page.locator("[name=reason]")).to_have_value("Interrupted here")
    for left in (1, 0):
        phone.go("/phone/waiting/")
        page.once("dialog", lambda dialog: dialog.accept())
        begun.first.get_by_role("button", name="Delete what was typed").click()
        expect(begun).to_have_count(left)
    phone.go(f"/do/begin_pause/{community}/")
    expect(page.locator("[name=reason]")).to_have_value("")


AT_ONCE = """() => new MutationObserver((_seen, watching) => {
  const field = document.querySelector("main [name=reason]");
  if (!field) return;
  watching.disconnect();
  field.value = "Typed as soon as it was there";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}).observe(document.querySelector("main"), { childList: true })"""


def test_also_what_is_typed_the_moment_a_form_is_there(phone: Phone, community: str) -> None:
    phone.go("/")
    expect(phone.page.locator("main h1")).to_be_visible()
    phone.page.evaluate(AT_ONCE)
    phone.go(f"/do/begin_pause/{community}/")
    expect(phone.page.locator("[name=reason]")).to_have_value("Typed as soon as it was there")
    phone.page.get_by_role("button", name="Lock").click()
    phone.type_pin()
    expect(phone.page.locator("[name=reason]")).to_have_value("Typed as soon as it was there")
    phone.page.get_by_role("button", name="Start afresh").click()
    expect(phone.page.locator("[name=reason]")).to_have_value("")


def test_what_is_not_kept_here_says_so(phone: Phone) -> None:
    phone.offline()
    phone.go("/diverged/")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Not kept on this phone")
    phone.offline(False)
    phone.go("/diverged/")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Words that differ")


def test_each_exchange_tells_what_it_cost(phone: Phone) -> None:
    phone.send()
    phone.go("/phone/waiting/")
    expect(phone.page.locator("tbody tr").first).to_contain_text("kB up")


def test_a_thing_of_which_there_is_none_yet_can_be_written_about_before_it_arrived(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    phone = Phone(browser, server, tmp_path / "new")
    page = phone.page
    try:
        phone.set_up("facilitator-moyamba")
        community = key_of(server, "community_community", name="Moyamba cluster")
        phone.offline()
        phone.go(f"/do/begin_pause/{community}/")
        expect(page.get_by_role("heading", name="Note a pause", level=1)).to_be_visible()
        page.locator("[name=reason]").fill("Planting time")
        page.locator("[name=when_1]").fill("since May")
        save(page)
        page.locator(".waiting-here a").first.click()
        page.locator(".go-on").get_by_role("link", name="End this pause").click()
        expect(page.locator(".trail")).to_contain_text("Note a pause")
        page.locator("[name=when_1]").fill("in July")
        save(page)
        expect(page.locator("[data-strip]")).to_contain_text("2 things wait to be sent")
        phone.offline(False)
        phone.send()
        expect(page.locator("[data-strip]")).not_to_contain_text("wait")
        assert count(server, "community_pause", reason="Planting time", ended_words="in July")
    finally:
        phone.stop()
