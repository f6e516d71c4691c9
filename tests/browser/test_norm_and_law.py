"""Norm and law, walked in a browser: from a practice to a rule that the community makes."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.test_main_road import follow, save

DAY = "2014-03-01"


def choose(page: Page, name: str, *values: str) -> None:
    """Tick what is offered under a name."""
    for value in values:
        page.locator(f"[name={name}][value='{value}']").check()


def tell_of_a_practice(page: Page, said: str) -> None:
    """What is done, and why people value it; the danger is asked for first."""
    page.goto("/communities/")
    page.get_by_role("link", name="Bombali cluster", exact=True).click()
    follow(page, "Norm and law")
    follow(page, "Record a practice")
    asked = page.locator("main form legend, main form label").first
    expect(asked).to_contain_text("put someone in danger")
    choose(page, "danger", "some")
    choose(page, "whose", "community")
    page.select_option("[name=topic]", "age_of_marriage")
    page.fill("[name=words]", said)
    choose(page, "voices", "women")
    page.fill("[name=valued_for]", "It keeps her from shame, they say.")
    page.fill("[name=done_otherwise]", "Some mothers wait.")
    page.fill("[name=when_0]", DAY)
    save(page)
    follow(page, said)


def lay_beside_the_law(page: Page) -> None:
    """The law's own words are offered, and chosen; nobody types a law."""
    follow(page, "Say where they meet")
    law = page.locator("label", has_text="Nobody may marry a child").first
    expect(law).to_be_visible()
    law.click()
    page.fill("[name=meet]", "Both want her safe.")
    page.fill("[name=apart]", "The law says eighteen, people say when school ends.")
    choose(page, "voices", "women")
    page.fill("[name=when_0]", DAY)
    save(page)
    expect(page.get_by_text("meet in part, and stand apart in part")).to_be_visible()


def ask_a_group(page: Page, voice: str, leaning: str, said: str) -> None:
    """One group is asked, and its view stands beside the others."""
    follow(page, "Record what a group thinks")
    choose(page, "voice", voice)
    choose(page, "leaning", leaning)
    page.fill("[name=words]", said)
    page.fill("[name=when_0]", DAY)
    save(page)
    expect(page.get_by_text(said).first).to_be_visible()


def make_a_by_law(page: Page, said: str) -> None:
    """The community decides; an agreement that goes with it is tied to the rule."""
    follow(page, "Record a by-law")
    page.fill("[name=words]", said)
    choose(page, "voices", "women", "girls")
    choose(page, "deciding_body", "whole_community")
    page.locator("[name=agreements]").first.check()
    page.fill("[name=when_0]", DAY)
    save(page)
    rule = page.locator("li, article, section", has_text=said).last
    expect(rule).to_be_visible()
    expect(page.locator("main a[href^='/agreement/']").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_mentor_goes_from_a_practice_to_the_law_to_a_by_law(
    signed_in: SignIn, script: bool
) -> None:
    how = "with" if script else "without"
    practice = f"A husband is looked for when she leaves school, {how} script"
    page = signed_in("mentor", script=script)
    tell_of_a_practice(page, practice)
    lay_beside_the_law(page)
    ask_a_group(page, "girls", "stop", f"Let us finish, {how} script.")
    ask_a_group(page, "elders", "go_on", f"Our mothers did so, {how} script.")
    make_a_by_law(page, f"No marriage before the school year ends, {how} script.")

    follow(page, "Norm and law")
    page.locator("main a[href$='/norm-and-law/age_of_marriage/']").first.click()
    expect(page.get_by_text(practice).first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("%")  # no score of anything
