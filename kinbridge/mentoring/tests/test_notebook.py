"""A notebook that only its writer reads, and single lines shared with one mentor."""

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto.jwk import JWK

from kinbridge.journal.models import Entry
from kinbridge.mentoring import sealed_pages
from kinbridge.mentoring.models import Notebook, Reflection, SharedLine
from kinbridge.mentoring.operations import begin_notebook
from kinbridge.people.roles import Deed
from tests.cast import NOON, Cast, Doer, posted

WORDS = "river stones are warm at night"
OTHER = "the goat went up the hill again"
SECRET = "Today I spoke more than they did."


@pytest.fixture(autouse=True)
def _quick_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same lock, turned fewer times."""
    monkeypatch.setattr(sealed_pages, "MEMORY", 64)
    monkeypatch.setattr(sealed_pages, "PASSES", 1)


@pytest.fixture
def notebook(cast: Cast) -> Notebook:
    return begin_notebook(person=cast.facilitator, words=WORDS, at=NOON)


@pytest.fixture
def page(cast: Cast, do: Doer, notebook: Notebook) -> Reflection:
    made = do(Deed.WRITE_REFLECTION, about=cast.community, by=cast.facilitator, words=SECRET)
    assert isinstance(made, Reflection)
    return made


def opened(client: Client, words: str) -> tuple[int, str]:
    answer = client.post(reverse("notebook"), {"words": words})
    return answer.status_code, answer.content.decode()


def test_only_the_words_of_its_writer_open_it(
    cast: Cast, client: Client, page: Reflection
) -> None:
    client.force_login(cast.facilitator)
    assert SECRET not in client.get(reverse("notebook")).content.decode()
    status, shown = opened(client, OTHER)
    assert (status, SECRET in shown) == (422, False)
    assert "do not open your notebook" in shown
    status, shown = opened(client, WORDS)
    assert (status, SECRET in shown) == (200, True)


@pytest.mark.parametrize("who", ["mentor", "manager", "administrator"])
def test_nobody_else_finds_a_page_of_it(
    cast: Cast, client: Client, page: Reflection, who: str
) -> None:
    client.force_login(cast.person(who))
    assert list(Reflection.objects.visible_to(cast.person(who))) == []
    assert SECRET not in opened(client, WORDS)[1]
    address = reverse("do", args=[Deed.TEAR_OUT_REFLECTION, page.key])
    assert client.get(address).status_code == 404


def test_what_was_written_lies_readable_nowhere(cast: Cast, page: Reflection) -> None:
    connection.ensure_connection()
    found = []
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            found += [model.__name__ for value in row if SECRET in str(value)]
    assert found == []
    entry = Entry.objects.get(deed=Deed.WRITE_REFLECTION)
    assert entry.payload == {}
    assert entry.stream.name != cast.community.stream


def test_a_page_that_comes_after_the_session_ended_is_not_kept_in_clear(
    cast: Cast, client: Client, notebook: Notebook
) -> None:
    client.force_login(cast.facilitator)
    session = client.session
    session.update({"signed_in_at": 0, "seen_at": 0})
    session.save()
    address = reverse("do", args=[Deed.WRITE_REFLECTION, cast.community.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), "words": SECRET}))
    assert answer.status_code == 302
    assert SECRET not in str(dict(client.session.items()))


def test_writing_asks_for_a_notebook_first(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.WRITE_REFLECTION, cast.community.key])
    told = posted({"key": uuid.uuid4(), "words": SECRET})
    answer = client.post(address, told)
    assert answer.status_code == 422
    assert "Begin your notebook first" in answer.content.decode()
    assert SECRET in answer.content.decode()
    assert not Reflection.objects.exists()
    client.post(reverse("begin_notebook"), {"words": WORDS})
    assert client.post(address, told).status_code == 302


def test_words_that_others_would_guess_are_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    answer = client.post(reverse("begin_notebook"), {"words": "too short"})
    assert answer.status_code == 422
    assert not Notebook.objects.exists()


def test_the_passphrase_of_the_account_does_not_open_it_too(cast: Cast, client: Client) -> None:
    cast.facilitator.set_password(OTHER)
    cast.facilitator.save()
    client.force_login(cast.facilitator)
    answer = client.post(reverse("begin_notebook"), {"words": OTHER})
    assert "This is your passphrase" in answer.content.decode()


def test_beginning_anew_tears_up_the_old_one(
    cast: Cast, client: Client, page: Reflection
) -> None:
    client.force_login(cast.facilitator)
    client.post(reverse("begin_notebook"), {"words": OTHER})
    assert not Reflection.objects.exists()
    assert "Nothing is written in it yet" in opened(client, OTHER)[1]


def test_a_page_is_torn_out_for_good(cast: Cast, do: Doer, page: Reflection) -> None:
    do(Deed.TEAR_OUT_REFLECTION, about=page, by=cast.facilitator)
    assert not Reflection.objects.exists()


def test_a_line_is_read_by_one_mentor_and_nobody_else(
    cast: Cast, client: Client, do: Doer, page: Reflection
) -> None:
    told: dict[str, Any] = {"words": "I steer too much.", "mentor": cast.mentor}
    line = do(Deed.SHARE_LINE, about=cast.community, by=cast.facilitator, **told)
    assert isinstance(line, SharedLine)
    client.force_login(cast.mentor)
    assert "I steer too much." in client.get(reverse("desk")).content.decode()
    for who in ("manager", "administrator", "outsider"):
        assert list(SharedLine.objects.visible_to(cast.person(who))) == []
    assert "steer" not in str(list(Entry.objects.values_list("payload", flat=True)))
    address = reverse("do", args=[Deed.TAKE_BACK_LINE, line.key])
    assert client.get(address).status_code == 403
    do(Deed.TAKE_BACK_LINE, about=line, by=cast.facilitator)
    assert "I steer too much." not in client.get(reverse("desk")).content.decode()


def test_only_mentors_of_the_community_are_offered(
    cast: Cast, client: Client, notebook: Notebook
) -> None:
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.SHARE_LINE, cast.community.key])
    told = {"key": uuid.uuid4(), "words": "A line.", "mentor": cast.manager}
    assert client.post(address, posted(told)).status_code == 422


@given(st.text(min_size=1, max_size=300))
def test_whatever_is_written_comes_back_the_same(text: str) -> None:
    pair = JWK.generate(kty="EC", crv="P-256")
    assert (
        sealed_pages.read(sealed_pages.seal(text, pair.export_public(as_dict=True)), pair)
        == text
    )
    stranger = JWK.generate(kty="EC", crv="P-256")
    with pytest.raises(sealed_pages.NotTheseWords):
        sealed_pages.read(sealed_pages.seal(text, pair.export_public(as_dict=True)), stranger)
