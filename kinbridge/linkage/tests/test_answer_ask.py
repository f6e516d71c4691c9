"""An office answers an ask, and learns nothing else."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.directory.models import Helper
from kinbridge.goals.models import Goal
from kinbridge.linkage.models import Ask, Linkage, State
from kinbridge.linkage.tests.conftest import named
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted

ANSWER = {"answer": "coming", "words": "On the next market day."}


def test_an_office_answers_in_two_clicks(cast: Cast, client: Client, sent: Linkage) -> None:
    """Choosing an answer and sending it, both on the page of the ask."""
    ask = Ask.objects.get()
    client.force_login(cast.official)
    page = client.get(reverse("ask", args=[ask.key])).content.decode()
    form = re.search(
        r'<form class="form" method="post" action="([^"]+)"(.*?)</form>', page, re.S
    )
    assert form is not None
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[2]))
    answer = client.post(form[1], {**hidden, "answer": "coming"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("ask", args=[ask.key])
    assert "We will come to you, to talk" in answer.content.decode()
    ask.refresh_from_db()
    assert ask.is_answered
    assert ask.linkage.state == State.ASKED


def test_the_community_and_its_mentor_read_the_answer(
    cast: Cast, do: Doer, client: Client, sent: Linkage
) -> None:
    do(Deed.ANSWER_ASK, about=Ask.objects.get(), by=cast.official, **ANSWER)
    client.force_login(cast.mentor)
    page = client.get(reverse("linkage", args=[sent.key])).content.decode()
    assert "On the next market day." in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("official", 302),
        ("mentor", 302),
        ("facilitator", 302),
        ("manager", 404),
        ("outsider", 404),
    ],
)
def test_who_may_answer(
    cast: Cast, client: Client, sent: Linkage, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    form = posted({"key": uuid.uuid4(), **ANSWER})
    address = reverse("do", args=[Deed.ANSWER_ASK, Ask.objects.get().key])
    assert client.post(address, form).status_code == status


def test_an_answer_without_a_choice_keeps_what_was_typed(
    cast: Cast, client: Client, sent: Linkage
) -> None:
    client.force_login(cast.official)
    form = posted({"key": uuid.uuid4(), "words": "On the next market day."})
    answer = client.post(reverse("do", args=[Deed.ANSWER_ASK, Ask.objects.get().key]), form)
    assert answer.status_code == 422
    assert "On the next market day." in answer.content.decode()


def test_being_named_is_shown_on_no_page_of_the_one_who_was_named(
    cast: Cast, do: Doer, client: Client, goal: Goal
) -> None:
    """The office stands in the directory, a community names it with words, ties and talk; its
    official finds no trace on any page, and every page and form about it stays closed."""
    entry = do(
        Deed.ADD_HELPER, about=cast.district, by=cast.mentor, name="Health Office",
        kind="service", formality="formal", level="district", organisation=cast.office,
    )  # fmt: skip
    client.force_login(cast.official)
    seen = [reverse("home"), reverse("helpers"), reverse("helper", args=[entry.key])]
    before = [_told(client, url) for url in seen]
    told = named(named_as="those who never answer", helper=entry, tried_before="The door shut.")
    linkage = do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **told)
    tie = {"who": "a cousin", "how_well": "close"}
    do(Deed.ADD_TIE, about=linkage, by=cast.facilitator, **tie)
    unchecked = named(named_as="the quiet officer", level="district")
    do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **unchecked)
    client.force_login(cast.official)
    assert [_told(client, url) for url in seen] == before
    closed = [
        reverse("linkage", args=[linkage.key]),
        reverse("who_might_help", args=[goal.key]),
        reverse("ways", args=[cast.community.key]),
        reverse("helper", args=[Helper.objects.get(name="the quiet officer").key]),
    ]
    assert {client.get(url).status_code for url in closed} <= {403, 404}
    assert not Linkage.objects.visible_to(cast.official).exists()


def _told(client: Client, url: str) -> str:
    page = client.get(url).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page)
