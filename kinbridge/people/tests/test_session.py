"""How long a session lasts, and what becomes of a form that came too late."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.people.lifetimes import DAY, HALF_DAY, LIFETIMES, MONTH, lifetime
from kinbridge.people.models import Grant, Person
from kinbridge.people.roles import Deed, Role
from kinbridge.people.tests.conftest import signed_in, with_passphrase
from tests.cast import PASSPHRASE, Cast, posted, when


def age(client: Client, *, began: timedelta = timedelta(0), seen: timedelta) -> None:
    """Let time pass for a session."""
    session = client.session
    session["signed_in_at"] -= int(began.total_seconds())
    session["seen_at"] -= int(seen.total_seconds())
    session.save()


def test_every_role_has_its_lifetime_and_the_shortest_counts() -> None:
    assert set(LIFETIMES) == set(Role)
    assert lifetime([Role.FACILITATOR]) == MONTH
    assert lifetime([Role.FACILITATOR, Role.MENTOR, Role.AUDITOR]) == HALF_DAY
    assert lifetime([]) == DAY


@pytest.mark.parametrize(
    ("who", "rest", "is_in"),
    [
        ("facilitator", timedelta(days=29), True),
        ("mentor", timedelta(minutes=59), True),
        ("mentor", timedelta(minutes=61), False),
        ("official", timedelta(minutes=61), False),
        ("administrator", timedelta(minutes=14), True),
        ("administrator", timedelta(minutes=16), False),
        ("auditor", timedelta(minutes=16), False),
    ],
)
def test_a_session_ends_when_nobody_was_there(
    cast: Cast, who: str, rest: timedelta, is_in: bool
) -> None:
    client = signed_in(with_passphrase(cast.person(who)))
    age(client, seen=rest)
    assert (client.get(reverse("account")).status_code == 200) is is_in


@pytest.mark.parametrize(
    ("who", "long", "is_in"),
    [
        ("facilitator", timedelta(days=29), True),
        ("facilitator", timedelta(days=31), False),
        ("manager", timedelta(hours=23), True),
        ("manager", timedelta(hours=25), False),
        ("administrator", timedelta(hours=13), False),
    ],
)
def test_a_session_ends_however_busy_it_is(
    cast: Cast, who: str, long: timedelta, is_in: bool
) -> None:
    client = signed_in(with_passphrase(cast.person(who)))
    age(client, began=long, seen=timedelta(0))
    assert (client.get(reverse("account")).status_code == 200) is is_in


def test_use_keeps_a_session_awake_and_is_noted_once_a_minute(cast: Cast) -> None:
    client = signed_in(with_passphrase(cast.mentor))
    age(client, seen=timedelta(minutes=50))
    client.get(reverse("account"))
    age(client, seen=timedelta(seconds=30))
    before = client.session["seen_at"]
    client.get(reverse("account"))
    assert client.session["seen_at"] == before
    age(client, seen=timedelta(minutes=50))
    assert client.get(reverse("account")).status_code == 200


def test_the_page_of_signing_in_says_why(cast: Cast) -> None:
    client = signed_in(with_passphrase(cast.mentor))
    age(client, seen=timedelta(hours=2))
    answer = client.get("/account/?x=1", follow=True)
    assert answer.redirect_chain[0][0] == "/sign-in/?next=/account/%3Fx%3D1"
    assert "nobody was here for a while" in answer.content.decode()


def test_a_new_role_shortens_the_session_at_once(cast: Cast, facilitator: Person) -> None:
    client = signed_in(facilitator)
    age(client, seen=timedelta(hours=2))
    today = timezone.localdate()
    Grant.objects.create(
        person=facilitator,
        role=Role.MANAGER,
        area=cast.district,
        from_on=today,
        until_on=today,
    )
    assert client.get(reverse("account")).status_code == 302


def test_closing_an_account_ends_its_sessions(facilitator: Person) -> None:
    client = signed_in(facilitator)
    Person.objects.filter(pk=facilitator.pk).update(is_active=False)
    assert client.get(reverse("account")).status_code == 302


def late_form(cast: Cast) -> tuple[Client, str]:
    """A mentor sends a form after her session has ended."""
    client = signed_in(with_passphrase(cast.mentor))
    age(client, seen=timedelta(hours=2))
    address = reverse("do", args=[Deed.RECORD_GATHERING, cast.community.key])
    fields = {
        "key": "00000000-0000-4000-8000-000000000001",
        "kind": "small_group",
        "when": when(words="last week"),
        "where": "under the <cotton> tree",
    }
    answer = client.post(address, posted(fields))
    assert answer["Location"].startswith(reverse("sign_in"))
    return client, address


def test_a_form_that_came_too_late_waits_for_its_writer(cast: Cast) -> None:
    client, address = late_form(cast)
    answer = client.post(reverse("sign_in"), {"username": "mentor", "password": PASSPHRASE})
    assert answer["Location"] == reverse("kept_form")
    page = client.get(reverse("kept_form")).content.decode()
    assert f'action="{address}"' in page
    assert 'name="where" value="under the &lt;cotton&gt; tree"' in page
    assert not apps.get_model(
        "community", "Gathering"
    ).objects.exists()  # it is sent by its writer
    assert client.get(reverse("kept_form"))["Location"] == reverse("home")


def test_a_kept_form_is_shown_to_nobody_else(cast: Cast, facilitator: Person) -> None:
    client, _address = late_form(cast)
    client.post(reverse("sign_in"), {"username": "facilitator", "password": PASSPHRASE})
    assert client.get(reverse("kept_form"))["Location"] == reverse("home")


def test_a_passphrase_is_never_kept_in_a_form(cast: Cast) -> None:
    client = signed_in(with_passphrase(cast.mentor))
    age(client, seen=timedelta(hours=2))
    client.post(reverse("passphrase"), {"passphrase": PASSPHRASE, "new": "x"})
    assert "kept_form" not in client.session


def test_without_a_kept_form_one_goes_home(facilitator: Person) -> None:
    assert signed_in(facilitator).get(reverse("kept_form"))["Location"] == reverse("home")
