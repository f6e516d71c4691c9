"""Something serious: one page, nothing sent, nothing kept."""

import re

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.fixture
def page(cast: Cast, client: Client) -> str:
    return client.get("/serious/?in=en").content.decode()


def test_it_needs_no_account_and_is_the_same_for_everybody(cast: Cast, client: Client) -> None:
    answer = client.get("/serious/?in=en")
    client.force_login(cast.facilitator)

    assert answer.status_code == 200
    assert not answer.cookies
    assert client.get("/serious/?in=en").content == answer.content


def test_nothing_on_it_can_be_sent_or_typed(page: str) -> None:
    main = page[page.index("<main") : page.index("</main>")]

    assert not re.search(r"<(form|input|textarea|select|button)\b", main)
    links = set(re.findall(r'href="(?!tel:|https?:|/static/)([^"]*)"', main))
    assert links == {"about:blank", "/now/?in=en", "/serious/seal/?in=en"}


def test_the_duty_to_report_is_said_before_anything_is_asked(page: str) -> None:
    assert page.index("Not known: ask the safeguarding lead.") < page.index("What is it about?")


def test_numbers_stand_before_the_questions_and_at_the_ends(page: str) -> None:
    assert page.index('href="tel:116"') < page.index("What is it about?")
    for end in page.split('<div class="end is-')[1:]:
        way = end.split('"', 1)[0]
        assert ('href="tel:116"' in end) is (way in {"crime", "professional"}), way


def test_it_prompts_and_never_judges(page: str) -> None:
    assert "no verdict" in page
    assert not re.search(r"no matter for (the )?authorit", page)
    assert page.count("If a child may be in danger, go back") >= 2


def test_an_end_names_the_law_that_it_rests_on(page: str) -> None:
    assert "Prohibition of Child Marriage Act, sections 1 and 2" in page
    assert "Convention on the Rights of the Child, article 34" in page


def test_consent_is_told_by_age_before_something_is_passed_on(page: str) -> None:
    assert "Before you pass it on" in page
    assert "15–17" in page
    assert "not yet checked against the law of this country" in page


def test_each_question_closes_the_other_answers(page: str) -> None:
    names = re.findall(r'<details name="([^"]+)">', page)
    groups = {name: names.count(name) for name in names}
    assert groups["act"] == 13
    assert min(groups.values()) >= 3


@pytest.mark.django_db
def test_without_a_country_one_says_which(client: Client) -> None:
    assert "Something serious" in client.get("/serious/?in=en").content.decode()
    assert client.get("/serious/in/SL/").status_code == 200
    assert client.get("/serious/in/XX/").status_code == 404
