"""The own account: name, language, passphrase, sessions, closing."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kinbridge.people.models import Passkey, Person
from kinbridge.people.operations.account import (
    NAMES_KEPT,
    blank_closed_accounts,
    shut_account,
)
from kinbridge.people.operations.factors import begin_codes
from kinbridge.people.tests.conftest import signed_in
from tests.cast import NOON, PASSPHRASE, Cast

NEW = "a new one that is long enough"


def test_the_account_shows_the_own_roles_and_their_end(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    page = client.get(reverse("account")).content.decode()
    assert "First Chiefdom" in page
    assert "2099" in page


def test_somebody_without_a_role_is_told_so(cast: Cast, client: Client) -> None:
    cast.facilitator.all_grants.all().delete()
    client.force_login(cast.facilitator)
    assert "hold no role" in client.get(reverse("account")).content.decode()


def test_a_language_is_kept_and_spoken_at_once_and_at_the_next_sign_in(
    facilitator: Person,
) -> None:
    client = signed_in(facilitator)
    answer = client.post(
        reverse("account"), {"display_name": "Facilitator, Bombali", "language": "ar"}
    )
    assert answer.status_code == 302
    page = client.get(reverse("account")).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "Facilitator, Bombali" in page
    client.post(reverse("sign_out"))
    assert 'dir="rtl"' in client.get(reverse("sign_in")).content.decode()
    assert 'dir="rtl"' in signed_in(facilitator).get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("language", "xx"), ("display_name", ""), ("display_name", "long " * 30)],
)
def test_bad_input_is_told_at_its_field(facilitator: Person, field: str, value: str) -> None:
    client = signed_in(facilitator)
    fields = {"display_name": "Somebody new", "language": "en", field: value}
    answer = client.post(reverse("account"), fields)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    facilitator.refresh_from_db()
    assert facilitator.display_name == "Facilitator"


def test_a_language_we_do_not_speak_does_no_harm(cast: Cast, client: Client) -> None:
    Person.objects.filter(pk=cast.facilitator.pk).update(language="tlh")
    client.force_login(cast.facilitator)
    assert 'lang="en"' in client.get(reverse("account")).content.decode()


def test_a_passphrase_is_changed_and_other_sessions_end(facilitator: Person) -> None:
    elsewhere, here = signed_in(facilitator), signed_in(facilitator)
    assert here.get(reverse("passphrase")).status_code == 200
    answer = here.post(reverse("passphrase"), {"passphrase": PASSPHRASE, "new": NEW})
    assert answer["Location"] == reverse("account")
    facilitator.refresh_from_db()
    assert facilitator.check_password(NEW)
    assert here.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("wrong", NEW, "not your passphrase"),
        (PASSPHRASE, "too short", "too short"),
        (PASSPHRASE, "x" * 129, "at most 128"),
        (PASSPHRASE, "the Facilitator", "too similar"),
        (PASSPHRASE, "", "required"),
    ],
)
def test_a_passphrase_that_will_not_do_is_told(
    facilitator: Person, old: str, new: str, message: str
) -> None:
    client = signed_in(facilitator)
    answer = client.post(reverse("passphrase"), {"passphrase": old, "new": new})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    facilitator.refresh_from_db()
    assert facilitator.check_password(PASSPHRASE)


@pytest.mark.parametrize(
    "new",
    [
        "all of small letters here",
        "كلمات كثيرة لا يعرفها أحد",
        " spaces at both ends count ",
        "x" * 60 + "one" + "y" * 65,
    ],
)
def test_any_long_passphrase_will_do_and_is_kept_whole(facilitator: Person, new: str) -> None:
    client = signed_in(facilitator)
    fields = {"passphrase": PASSPHRASE, "new": new}
    assert client.post(reverse("passphrase"), fields).status_code == 302
    again = {"username": "facilitator", "password": new}
    assert Client().post(reverse("sign_in"), again).status_code == 302
    shorter = {**again, "password": new[:-1]}
    assert Client().post(reverse("sign_in"), shorter).status_code == 422


def test_all_other_sessions_can_be_ended(facilitator: Person) -> None:
    elsewhere, here = signed_in(facilitator), signed_in(facilitator)
    assert here.post(reverse("end_other_sessions")).status_code == 302
    assert here.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302
    assert here.get(reverse("end_other_sessions")).status_code == 405


def test_a_closed_account_keeps_its_names_for_ninety_days(facilitator: Person) -> None:
    shut_account(person=facilitator, at=NOON)
    assert blank_closed_accounts(at=NOON + NAMES_KEPT - timedelta(days=1)) == 0
    assert blank_closed_accounts(at=NOON + NAMES_KEPT) == 1
    assert blank_closed_accounts(at=NOON + NAMES_KEPT) == 0
    facilitator.refresh_from_db()
    assert facilitator.display_name == ""
    assert "facilitator" not in facilitator.sign_in_name
    assert not facilitator.has_usable_password()


def test_every_page_of_the_account_is_kept_by_no_cache(facilitator: Person) -> None:
    client = signed_in(facilitator)
    for name in ("account", "passphrase", "begin_codes", "add_passkey"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"]


def test_reading_the_account_writes_nothing(
    facilitator: Person, django_assert_num_queries: object
) -> None:
    client = signed_in(facilitator)
    with django_assert_num_queries(5) as read:  # type: ignore[operator]
        client.get(reverse("account"))
    assert all(query["sql"].startswith("SELECT") for query in read.captured_queries)


def test_cookies_are_for_the_server_alone(facilitator: Person) -> None:
    client = signed_in(facilitator)
    for name in (settings.SESSION_COOKIE_NAME, settings.DEVICE_COOKIE_NAME, "language"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"


PAGES = ("account", "passphrase", "begin_codes", "remove_codes", "add_passkey")


def forms_without_token(page: str) -> list[str]:
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert forms
    return [form for form in forms if 'name="csrfmiddlewaretoken"' not in form]


def test_no_form_can_be_sent_by_another_site(facilitator: Person) -> None:
    client = signed_in(facilitator)
    for name in PAGES:
        assert forms_without_token(client.get(reverse(name)).content.decode()) == []
    assert forms_without_token(Client().get(reverse("sign_in")).content.decode()) == []


def test_no_form_of_the_second_step_can_be_sent_by_another_site(facilitator: Person) -> None:
    device = begin_codes(person=facilitator)
    device.confirmed = True
    device.save()
    Passkey.objects.create(
        person=facilitator, name="x", credential_id="x", public_key=b"", made_at=NOON
    )
    client = Client()
    fields = {"username": "facilitator", "password": PASSPHRASE}
    page = client.post(reverse("sign_in"), fields, follow=True).content.decode()
    assert "<pass-key" in page
    assert forms_without_token(page) == []
