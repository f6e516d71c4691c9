"""How a person says where notices reach them, and proves that it is theirs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from kinbridge.notices.models import Contact, Notice
from kinbridge.notices.operations import queue_notice, send_due
from kinbridge.notices.tests.conftest import NUMBER, Loopback
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer

OWN = reverse("own_contacts")


@pytest.fixture
def mentor(cast: Cast, client: Client) -> Client:
    client.force_login(cast.mentor)
    return client


def add(client: Client, told: str = "076 123 456", way: str = "sms") -> int:
    return client.post(reverse(f"add_{way}"), {way: told}).status_code


def code() -> str:
    words = Notice.objects.order_by("-pk").values_list("words", flat=True)[0]
    found = re.search(r"\d{6}", words)
    assert found
    return found[0]


def confirm(client: Client, told: str) -> int:
    key = Contact.objects.get(channel="sms").key
    return client.post(reverse("confirm_contact", args=[key]), {"code": told}).status_code


def test_a_number_counts_once_its_owner_typed_in_the_code(
    kannel: Loopback, mentor: Client
) -> None:
    assert add(mentor) == 302
    contact = Contact.objects.get()
    assert (contact.to, contact.confirmed_at) == (NUMBER, None)
    send_due(at=timezone.now())
    assert code() in kannel.asked[0]["body"]
    right = code()
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert [confirm(mentor, wrong), confirm(mentor, "12"), confirm(mentor, right)] == [
        422,
        422,
        302,
    ]
    assert Contact.objects.usable().get() == contact
    assert "076" not in mentor.get(OWN).content.decode()
    assert NUMBER in mentor.get(OWN).content.decode()


def test_a_code_is_good_for_half_an_hour_and_five_tries(
    kannel: Loopback, mentor: Client
) -> None:
    add(mentor)
    right = code()
    Contact.objects.update(code_until_at=timezone.now() - timedelta(seconds=1))
    assert confirm(mentor, right) == 422
    Contact.objects.update(code_until_at=timezone.now() + timedelta(hours=1), n_tries=5)
    assert confirm(mentor, right) == 422
    add(mentor)  # a new code
    assert confirm(mentor, code()) == 302


def test_nobody_can_have_a_number_flooded(kannel: Loopback, mentor: Client) -> None:
    assert [add(mentor) for _n in range(4)] == [302, 302, 302, 422]
    assert Notice.objects.count() == 3
    for n in range(7):
        add(mentor, f"+2327612345{n}")
    assert Contact.objects.count() == 6


@pytest.mark.parametrize(
    ("way", "told"), [("sms", "twelve"), ("sms", ""), ("email", "nobody"), ("email", "")]
)
def test_bad_input_is_said_at_the_field_and_kept(
    kannel: Loopback, mentor: Client, settings: Settings, way: str, told: str
) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", "n@example.org"
    answer = mentor.post(reverse(f"add_{way}"), {way: told})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Contact.objects.exists()


def test_a_browser_asks_by_itself_and_only_through_a_known_service(
    mentor: Client, settings: Settings
) -> None:
    settings.PUSH_CONTACT = "mailto:office@example.org"
    for endpoint, status in (("https://127.0.0.1/x", 422),
                             ("https://fcm.googleapis.com/fcm/send/x", 302)):  # fmt: skip
        answer = mentor.post(reverse("add_browser"), {"endpoint": endpoint})
        assert answer.status_code == status
    assert Contact.objects.usable().count() == 1
    page = mentor.get(OWN).content.decode()
    assert "<web-push key=" in page
    assert "a sign in the browser" in page


def test_contacts_are_nobody_elses_business(
    kannel: Loopback, mentor: Client, cast: Cast
) -> None:
    add(mentor)
    key = Contact.objects.get().key
    mentor.force_login(cast.manager)
    assert NUMBER not in mentor.get(OWN).content.decode()
    for name in ("confirm_contact", "remove_contact"):
        assert mentor.post(reverse(name, args=[key])).status_code == 404
    mentor.force_login(cast.mentor)
    assert mentor.post(reverse("remove_contact", args=[key])).status_code == 302
    assert not Contact.objects.exists()
    assert not Notice.objects.exists()


def test_a_closed_account_is_told_nothing_any_more(
    cast: Cast, contact: Contact, do: Doer
) -> None:
    do(Deed.CLOSE_ACCOUNT, about=cast.mentor, by=cast.administrator)
    assert not Contact.objects.exists()


def test_who_had_something_sent_sees_what_became_of_it(
    kannel: Loopback, mentor: Client, cast: Cast
) -> None:
    at = timezone.now()
    queue_notice(key=cast.ngo.key, channel="sms", to="+23277000000", kind="answer",  # type: ignore[arg-type]
                 at=at, words="Thank you.", by=cast.mentor)  # fmt: skip
    assert "waiting" in mentor.get(OWN).content.decode()
    send_due(at=at)
    page = mentor.get(OWN).content.decode()
    assert "sent" in page
    assert "+23277000000" not in page


def test_without_a_gateway_the_page_says_so(mentor: Client) -> None:
    assert "Neither SMS nor e-mail is set up" in mentor.get(OWN).content.decode()


@pytest.mark.parametrize(
    ("language", "told"), [("en", '"You have 1 message waiting."'), ("ar", 'dir: "rtl"'),
                           ("xx", 'dir: "ltr"')],
)  # fmt: skip
def test_the_sign_in_a_browser_has_fixed_words(
    client: Client, db: None, language: str, told: str
) -> None:
    answer = client.get(reverse("push_worker"), {"in": language})
    assert answer["Content-Type"] == "text/javascript"
    assert told in answer.content.decode()
