"""The one table of who may, and roles over places."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kinbridge.people.deeds import registry
from kinbridge.people.models import Grant, Person
from kinbridge.people.roles import MAY, Deed, Role, may
from tests.cast import Cast


def test_every_deed_has_its_line_in_the_table() -> None:
    assert set(MAY) == set(Deed)
    assert all(MAY.values())


def test_every_deed_that_is_done_is_defined_once() -> None:
    # A sealed letter comes with a token, by no form (``DECISIONS`` 1).
    by_form = {deed for deed in Deed if not deed.startswith("see_")} - {Deed.SEAL_REFERRAL}
    assert set(registry) == by_form


def test_a_role_without_the_line_may_not() -> None:
    assert may(frozenset({Role.FACILITATOR}), Deed.RECORD_GATHERING)
    assert not may(frozenset({Role.OFFICIAL}), Deed.RECORD_GATHERING)
    assert not may(frozenset(), Deed.SEE_HELPERS)


@pytest.mark.parametrize(
    "role", [Role.OFFICIAL, Role.ADMINISTRATOR, Role.AUDITOR, Role.EVALUATOR]
)
def test_who_does_not_accompany_reads_no_community(role: Role) -> None:
    for deed in (Deed.SEE_COMMUNITY, Deed.SEE_TALK, Deed.SEE_JOURNAL):
        assert role not in MAY[deed]


def test_managers_never_read_what_was_said_in_gatherings() -> None:
    assert Role.MANAGER not in MAY[Deed.SEE_TALK]


def test_a_role_reaches_below_its_place_and_not_beside_it(cast: Cast) -> None:
    assert cast.mentor.roles_over(cast.village) == {Role.MENTOR}
    assert cast.mentor.roles_over(cast.province) == frozenset()
    assert cast.mentor.roles_over(cast.elsewhere) == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        {"until_on": date(2020, 2, 1)},
        {"from_on": date(2098, 1, 1)},
        {"ended_at": timezone.now()},
    ],
)
def test_a_role_that_is_over_opens_nothing(cast: Cast, change: dict[str, object]) -> None:
    Grant.objects.filter(person=cast.facilitator).update(**change)
    again = Person.objects.get(pk=cast.facilitator.pk)
    assert not again.holds(Deed.RECORD_GATHERING)


def test_a_role_lasts_through_its_last_day(cast: Cast) -> None:
    today = timezone.localdate()
    Grant.objects.filter(person=cast.facilitator).update(until_on=today)
    assert Person.objects.get(pk=cast.facilitator.pk).holds(Deed.RECORD_GATHERING)
    Grant.objects.filter(person=cast.facilitator).update(until_on=today - timedelta(days=1))
    assert not Person.objects.get(pk=cast.facilitator.pk).holds(Deed.RECORD_GATHERING)


def test_a_guarded_role_opens_nothing_until_a_second_person_approves(cast: Cast) -> None:
    Grant.objects.filter(person=cast.administrator).update(approved_by=None)
    assert not Person.objects.get(pk=cast.administrator.pk).holds(Deed.SEE_PEOPLE)


def test_nobody_approves_their_own_role(cast: Cast) -> None:
    grant = Grant.objects.get(person=cast.administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(approved_by=cast.administrator)
