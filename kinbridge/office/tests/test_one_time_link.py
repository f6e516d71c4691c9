"""One-time links: how somebody comes in, and comes in again."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.journal.models import Entry
from kinbridge.office import operations
from kinbridge.office.models import OneTimeLink
from kinbridge.office.operations import (
    LINK_LASTS,
    LINKS_KEPT,
    LinkIsOver,
    NotYoursToGive,
    forget_links,
    use_link,
)
from kinbridge.office.tests.bringing import act, grant, invite
from kinbridge.people.models import Person
from kinbridge.people.operations.factors import begin_codes
from kinbridge.people.queries import has_second_factor
from kinbridge.people.roles import Role
from tests.cast import PASSPHRASE, Cast


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real hash, with less work."""
    monkeypatch.setattr("kinbridge.people.passphrases.Argon2id.memory_cost", 8 * 4)
    monkeypatch.setattr("kinbridge.people.passphrases.Argon2id.time_cost", 1)


def link_for(person: Person, by: Person, *, forgets_factors: bool = False) -> str:
    _link, secret = operations.make_link(
        person=person, forgets_factors=forgets_factors, act=act(by)
    )
    return reverse("welcome", args=[secret])


def with_codes(person: Person) -> Person:
    """Somebody whose sign-in asks for codes."""
    device = begin_codes(person=person)
    device.confirmed = True
    device.save()
    return person


def test_an_invited_person_comes_in_by_the_link(cast: Cast, client: Client) -> None:
    made = invite(cast.mentor, cast.chiefdom)
    client.force_login(cast.mentor)
    answer = client.post(reverse("one_time_link", args=[made.key]))
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    found = re.search(r"<code>http://testserver(/welcome/[\w-]{22}/)</code>", page)
    assert found is not None
    theirs = Client()
    assert "second-village" in theirs.get(found[1]).content.decode()
    assert theirs.post(found[1], {"new": PASSPHRASE})["Location"] == reverse("sign_in")
    fields = {"username": "second-village", "password": PASSPHRASE}
    assert theirs.post(reverse("sign_in"), fields)["Location"] == reverse("home")


def test_a_link_opens_once(cast: Cast, client: Client) -> None:
    address = link_for(invite(cast.mentor, cast.chiefdom), cast.mentor)
    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200  # looking does not use it up
    assert client.post(address, {"new": PASSPHRASE}).status_code == 302
    answer = client.post(address, {"new": "another one that is long"})
    assert answer.status_code == 409
    assert "Ask for a new one" in answer.content.decode()


def test_whoever_is_second_at_the_same_moment_is_refused(cast: Cast) -> None:
    made = invite(cast.mentor, cast.chiefdom)
    secret = link_for(made, cast.mentor).split("/")[2]
    use_link(secret=secret, passphrase=PASSPHRASE, at=timezone.now())
    with pytest.raises(LinkIsOver):
        use_link(secret=secret, passphrase="not this one either", at=timezone.now())


def test_a_new_link_makes_the_old_one_worthless(cast: Cast, client: Client) -> None:
    made = invite(cast.mentor, cast.chiefdom)
    old, new = link_for(made, cast.mentor), link_for(made, cast.mentor)
    assert client.get(old).status_code == 409
    assert client.get(new).status_code == 200


def test_a_link_is_good_for_two_days(cast: Cast, client: Client) -> None:
    address = link_for(invite(cast.mentor, cast.chiefdom), cast.mentor)
    OneTimeLink.objects.update(until_at=timezone.now() + timedelta(seconds=30))
    assert client.get(address).status_code == 200
    OneTimeLink.objects.update(until_at=timezone.now())
    assert client.get(address).status_code == 409
    assert timedelta(hours=48) == LINK_LASTS


def test_only_a_digest_of_the_secret_is_stored(cast: Cast) -> None:
    secret = link_for(invite(cast.mentor, cast.chiefdom), cast.mentor).split("/")[2]
    stored = OneTimeLink.objects.values().get()
    assert secret not in str(stored)
    assert secret not in str(Entry.objects.values_list("payload", flat=True))


@pytest.mark.parametrize("secret", ["nonsense", "x" * 300, "ﷺ"])
def test_a_link_that_never_was_is_told_as_one_that_is_over(
    db: None, client: Client, secret: str
) -> None:
    assert client.get(reverse("welcome", args=[secret])).status_code == 409


def test_a_passphrase_too_short_is_told_and_the_link_stays(cast: Cast, client: Client) -> None:
    address = link_for(invite(cast.mentor, cast.chiefdom), cast.mentor)
    answer = client.post(address, {"new": "too short"})
    assert answer.status_code == 422
    assert "too short" in answer.content.decode()
    assert client.get(address).status_code == 200


def test_a_lost_passphrase_is_renewed_and_other_sessions_end(
    cast: Cast, client: Client
) -> None:
    cast.facilitator.set_password(PASSPHRASE)
    cast.facilitator.save()
    client.force_login(cast.facilitator)
    address = link_for(cast.facilitator, cast.mentor)
    assert OneTimeLink.objects.get().kind == OneTimeLink.Kind.RENEWAL
    assert client.get(reverse("account")).status_code == 200  # the old one still counts
    Client().post(address, {"new": "a passphrase after that"})
    assert client.get(reverse("account")).status_code == 302
    assert Entry.objects.of("people").count() == 2  # made, used


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("mentor", "facilitator", 200),
        ("manager", "facilitator", 200),
        ("manager", "mentor", 200),
        ("administrator", "manager", 200),
        ("administrator", "second_administrator", 200),
        ("mentor", "manager", 403),
        ("mentor", "mentor", 403),
        ("administrator", "administrator", 403),
        ("manager", "outsider", 404),
        ("facilitator", "mentor", 403),
        ("auditor", "facilitator", 403),
    ],
)
def test_who_may_let_whom_in(
    cast: Cast, client: Client, who: str, whose: str, status: int
) -> None:
    client.force_login(cast.person(who))
    address = reverse("one_time_link", args=[cast.person(whose).key])
    assert client.post(address).status_code == status
    assert client.get(address).status_code in {403, 405}


def test_whoever_holds_more_than_one_may_give_is_not_let_in_by_them(cast: Cast) -> None:
    grant(cast.administrator, cast.facilitator, Role.AUDITOR, cast.nation)
    with pytest.raises(NotYoursToGive):
        link_for(cast.facilitator, cast.mentor)


def test_a_renewed_passphrase_leaves_the_second_factor(cast: Cast, client: Client) -> None:
    client.post(link_for(with_codes(cast.facilitator), cast.mentor), {"new": PASSPHRASE})
    assert has_second_factor(cast.facilitator)


def test_an_administrator_helps_where_the_second_factor_is_lost_too(
    cast: Cast, client: Client
) -> None:
    with_codes(cast.manager)
    client.force_login(cast.administrator)
    page = client.get(reverse("person", args=[cast.manager.key])).content.decode()
    assert 'name="forgets_factors"' in page
    address = reverse("one_time_link", args=[cast.manager.key])
    page = client.post(address, {"forgets_factors": "on"}).content.decode()
    assert "old second factor is forgotten" in page
    found = re.search(r"/welcome/[\w-]{22}/", page)
    assert found is not None
    assert has_second_factor(cast.manager)  # until it is used
    Client().post(found[0], {"new": PASSPHRASE})
    assert not has_second_factor(cast.manager)


@pytest.mark.parametrize(
    ("by", "whose"),
    [("mentor", "facilitator"), ("administrator", "second_administrator")],
)
def test_others_and_for_guarded_roles_nobody_forgets_a_second_factor(
    cast: Cast, by: str, whose: str
) -> None:
    with pytest.raises(NotYoursToGive):
        link_for(cast.person(whose), cast.person(by), forgets_factors=True)


def test_links_are_forgotten_a_month_after_their_end(cast: Cast) -> None:
    link_for(invite(cast.mentor, cast.chiefdom), cast.mentor)
    until = OneTimeLink.objects.get().until_at
    assert forget_links(at=until + LINKS_KEPT - timedelta(seconds=1)) == 0
    assert forget_links(at=until + LINKS_KEPT) == 1
