"""What homes and a community's story ask of agreements, in few queries."""

from datetime import date
from typing import Any

import pytest

from kinbridge.agreement.models import Agreement, Commitment, Draft
from kinbridge.agreement.queries import (
    agreements_of,
    not_read_back,
    own_agreements,
    reviews_coming,
    seen_differently,
    unreported,
)
from kinbridge.agreement.tests.conftest import report
from kinbridge.community.models import accompanied_by
from kinbridge.linkage.models import Linkage
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when

TODAY = date(2026, 3, 10)


def fresh(person: Person) -> Person:
    """The person as a page has them: roles known, and whom they accompany."""
    again = Person.objects.get(pk=person.pk)
    assert again.grants
    accompanied_by(again)
    return again


@pytest.fixture
def differing(
    cast: Cast, do: Doer, in_force: Agreement, theirs: Commitment, linkage: Linkage
) -> Agreement:
    """The health team says kept, the community says partly."""
    told = report("kept", linkage.key)
    do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.official, **told)
    do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.facilitator, **report("partly"))
    return in_force


def test_the_agreements_of_a_community_come_in_four_queries(
    cast: Cast, differing: Agreement, django_assert_max_num_queries: Any
) -> None:
    official = fresh(cast.official)
    with django_assert_max_num_queries(4):
        (shown,) = agreements_of(cast.community, official)
        assert shown.agreement.state_name == "in force"
        assert [promise.side.name for promise in shown.promises] == [
            "The Three Villages",
            "District health team",
        ]
        assert shown.differs
    mentor = fresh(cast.mentor)
    with django_assert_max_num_queries(4):
        assert agreements_of(cast.community, mentor)[0].differs


def test_a_manager_is_given_agreements_without_reports(
    cast: Cast, differing: Agreement
) -> None:
    (shown,) = agreements_of(cast.community, cast.manager)
    assert len(shown.promises) == 2
    assert not any(promise.is_told for promise in shown.promises)


def test_an_official_has_the_own_agreements_at_hand(
    cast: Cast, differing: Agreement, other_official: Person
) -> None:
    assert [row.agreement for row in own_agreements(cast.official)] == [differing]
    assert own_agreements(other_official) == []
    assert own_agreements(cast.mentor) == []


def test_an_official_is_asked_for_reports_on_the_own_promises_only(
    cast: Cast, do: Doer, in_force: Agreement, theirs: Commitment, linkage: Linkage
) -> None:
    assert list(unreported(cast.official)) == [theirs]
    assert not unreported(cast.mentor).exists()
    do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.facilitator, **report())
    assert list(unreported(cast.official)) == [theirs]  # that was the other side
    do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.official, **report("kept", linkage.key))
    assert not unreported(cast.official).exists()


def test_nobody_is_asked_for_reports_before_it_is_in_force(
    cast: Cast, theirs: Commitment
) -> None:
    assert not unreported(cast.official).exists()


def test_a_mentor_sees_where_two_reports_differ(cast: Cast, differing: Agreement) -> None:
    assert [shown.agreement for shown in seen_differently(cast.mentor)] == [differing]
    for who in (cast.outsider, cast.manager, cast.official):
        assert seen_differently(who) == []


def test_a_mentor_sees_which_draft_waits_to_be_read_back_to_whom(
    cast: Cast, do: Doer, draft: Draft, django_assert_max_num_queries: Any
) -> None:
    do(Deed.READ_BACK_DRAFT, about=draft, by=cast.facilitator, voice="girls", answer="agrees",
       what_they_said="Yes.", when=when(on="2026-03-01"))  # fmt: skip
    mentor = fresh(cast.mentor)
    with django_assert_max_num_queries(2):
        ((waiting, groups),) = not_read_back(mentor)
    assert waiting == draft
    assert "boys" in groups
    assert "girls" not in groups
    assert not_read_back(cast.manager) == []


def test_a_draft_that_every_group_has_heard_waits_no_more(
    cast: Cast, do: Doer, draft: Draft
) -> None:
    for voice in ("girls", "boys", "women", "men", "elders", "people_with_disabilities"):
        do(Deed.READ_BACK_DRAFT, about=draft, by=cast.facilitator, voice=voice,
           answer="agrees", what_they_said="Yes.", when=when(on="2026-03-01"))  # fmt: skip
    assert not_read_back(cast.mentor) == []


def test_a_signed_draft_waits_no_more(cast: Cast, in_force: Agreement) -> None:
    assert not_read_back(cast.mentor) == []


def test_a_review_comes_up_and_is_followed_by_the_next(
    cast: Cast, do: Doer, in_force: Agreement
) -> None:
    assert not reviews_coming(cast.mentor, TODAY).exists()  # the middle of the year is far
    may = date(2026, 5, 20)
    assert list(reviews_coming(cast.mentor, may)) == [in_force]
    told = {"words": "Good.", "next_review": when(on="2027-07-01")}
    do(
        Deed.REVIEW_AGREEMENT,
        about=in_force,
        by=cast.mentor,
        when=when(on="2026-03-09"),
        **told,
    )
    assert not reviews_coming(cast.mentor, may).exists()
    assert list(reviews_coming(cast.mentor, date(2027, 6, 1))) == [in_force]
    assert not reviews_coming(cast.manager, date(2027, 6, 1)).exists()
