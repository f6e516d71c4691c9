"""Reports of both sides, reviews, renewal, ending."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.agreement.models import Agreement, Commitment, Draft, Ending, Report, State
from kinbridge.agreement.operations.keeping import AlreadyBeingRenewed
from kinbridge.agreement.operations.standing import AgreementIsOver, NotInForce
from kinbridge.agreement.queries import promises_of, with_promises
from kinbridge.agreement.tests.conftest import TEXT, change, put_forward, report
from kinbridge.agreement.tests.test_drafts import state
from kinbridge.linkage.models import Linkage
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when

RENEWAL = {"words": "It went well; twice a month now.", "when": when(on="2026-03-09")}
LEAVING = {"words": "We go on alone.", "when": when(on="2026-03-09")}


def seen(agreement: Agreement, person: Person) -> Any:
    return promises_of(with_promises(Agreement.objects.all()).get(pk=agreement.pk), person)


def test_the_latest_report_of_each_side_counts_and_all_are_kept(
    cast: Cast, do: Doer, in_force: Agreement, theirs: Commitment, linkage: Linkage
) -> None:
    for day, what, side in (
        ("2026-03-08", "kept", "community"),
        ("2026-03-02", "not_yet", "community"),  # told later, of an earlier day
        ("2026-03-09", "partly", linkage.key),
    ):
        told = report(what, side, when=when(on=day))
        do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.mentor, **told)
    ours, promise = seen(in_force, cast.mentor)
    assert promise.community.latest.state == "kept"
    assert [row.state for row in promise.community.earlier] == ["not_yet"]
    assert promise.others[0].latest.state == "partly"
    assert promise.differs
    assert promise.is_told
    assert not ours.is_told
    assert not ours.differs


def test_two_reports_that_say_the_same_do_not_differ(
    cast: Cast, do: Doer, in_force: Agreement, theirs: Commitment, linkage: Linkage
) -> None:
    for side in ("community", linkage.key):
        do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.mentor, **report("kept", side))
    assert not seen(in_force, cast.mentor)[1].differs


def test_what_a_service_reports_through_the_mentor_is_marked_as_told(
    cast: Cast, client: Client, do: Doer, in_force: Agreement, theirs: Commitment,
    linkage: Linkage,
) -> None:  # fmt: skip
    told = report("kept", linkage.key)
    theirs_by_mentor = do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.mentor, **told)
    assert theirs_by_mentor.as_told
    client.force_login(cast.official)
    page = client.get(reverse("agreement", args=[in_force.key])).content.decode()
    assert "as told to who accompanies the community" in page
    own = do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.official, **told)
    assert not own.as_told


def test_who_may_report_for_whom(
    cast: Cast, client: Client, in_force: Agreement, ours: Commitment, linkage: Linkage
) -> None:
    table = {
        ("facilitator", "community"): 302,
        ("mentor", "community"): 302,
        ("mentor", str(linkage.key)): 302,
        ("official", str(linkage.key)): 302,
        ("official", "community"): 422,
        ("manager", "community"): 403,
        ("outsider", "community"): 404,
        ("administrator", "community"): 404,
    }
    address = reverse("do", args=[Deed.REPORT_ON_COMMITMENT, ours.key])
    outcome = {}
    for who, side in table:
        client.force_login(cast.person(who))
        form = posted({"key": uuid.uuid4(), **report("partly", side)})
        first, second = client.post(address, form), client.post(address, form)
        assert second.status_code == first.status_code
        outcome[who, side] = first.status_code
    assert outcome == table
    assert Report.objects.count() == 4  # each form counted once


def test_nothing_is_reported_before_every_side_has_signed(
    cast: Cast, do: Doer, ours: Commitment
) -> None:
    with pytest.raises(NotInForce):
        do(Deed.REPORT_ON_COMMITMENT, about=ours, by=cast.mentor, **report())


@pytest.mark.parametrize(("told", "after"), [("kept", "active"), ("partly", "agreed")])
@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_the_first_kept_promise_makes_a_linkage_active(
    cast: Cast,
    do: Doer,
    in_force: Agreement,
    linkage: Linkage,
    request: pytest.FixtureRequest,
    told: str,
    after: str,
    whose: str,
) -> None:
    commitment = request.getfixturevalue(whose)
    for _again in range(2):
        do(Deed.REPORT_ON_COMMITMENT, about=commitment, by=cast.mentor, **report(told))
    linkage.refresh_from_db()
    assert linkage.state == after


def test_one_service_that_keeps_its_word_moves_only_its_own_linkage(
    cast: Cast,
    do: Doer,
    agreement: Agreement,
    theirs: Commitment,
    linkage: Linkage,
    other_linkage: Linkage,
    sign: Callable[..., Any],
) -> None:
    agreement.dialogue.linkages.add(other_linkage)
    draft = put_forward(cast, do, agreement)
    for side in ("community", linkage.key, other_linkage.key):
        sign(draft, side)
    do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.mentor, **report())
    linkage.refresh_from_db()
    other_linkage.refresh_from_db()
    assert (linkage.state, other_linkage.state) == ("active", "agreed")
    promise = seen(agreement, cast.mentor)[0]
    assert [row.side.name for row in promise.seen] == [
        "The Three Villages",
        "District health team",
    ]


def test_a_linkage_that_rests_is_left_alone(
    cast: Cast, do: Doer, in_force: Agreement, ours: Commitment, linkage: Linkage
) -> None:
    do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, state="resting", words="Rains.",
       when=when(on="2026-03-02"))  # fmt: skip
    do(Deed.REPORT_ON_COMMITMENT, about=ours, by=cast.mentor, **report())
    linkage.refresh_from_db()
    assert linkage.state == "resting"


def test_a_review_says_when_both_look_again(
    cast: Cast, client: Client, do: Doer, in_force: Agreement
) -> None:
    made = do(
        Deed.REVIEW_AGREEMENT,
        about=in_force,
        by=cast.facilitator,
        when=when(on="2026-03-09"),
        words="Both were content.",
        next_review=when(words="after the rains 2027"),
    )
    assert str(made.next_review) == "after the rains 2027"
    client.force_login(cast.official)
    page = client.get(reverse("agreement", args=[in_force.key])).content.decode()
    assert "Both were content." in page
    assert "after the rains 2027" in page


def test_what_nobody_signed_is_neither_reviewed_nor_renewed(
    cast: Cast, do: Doer, agreement: Agreement
) -> None:
    with pytest.raises(NotInForce):
        do(Deed.REVIEW_AGREEMENT, about=agreement, by=cast.mentor, words="w",
           when=when(on="2026-03-01"), next_review=when(words="later"))  # fmt: skip
    with pytest.raises(NotInForce):
        do(Deed.RENEW_AGREEMENT, about=agreement, by=cast.mentor, **RENEWAL)


def test_a_renewal_begins_with_the_same_words_and_may_be_changed(
    cast: Cast, do: Doer, in_force: Agreement, linkage: Linkage
) -> None:
    renewal = do(Deed.RENEW_AGREEMENT, about=in_force, by=cast.mentor, **RENEWAL)
    assert renewal.follows == in_force
    assert renewal.purpose_translation == in_force.purpose_translation
    assert str(renewal.review) == str(in_force.review)
    copied = Commitment.objects.filter(agreement=renewal).standing()
    assert [row.side for row in copied] == ["community", str(linkage.key)]
    assert copied[1].needs == "fuel for the motorbike"
    assert {row.key for row in copied}.isdisjoint(
        Commitment.objects.filter(agreement=in_force).values_list("key", flat=True)
    )
    assert state(renewal) == State.BEING_DRAFTED
    assert state(in_force) == State.IN_FORCE
    change(cast, do, renewal, title=(TEXT["title"], "Twice a month"))
    with pytest.raises(AlreadyBeingRenewed):
        do(Deed.RENEW_AGREEMENT, about=in_force, by=cast.mentor, **RENEWAL)


def test_the_old_agreement_ends_when_every_side_has_signed_the_new(
    cast: Cast,
    client: Client,
    do: Doer,
    in_force: Agreement,
    linkage: Linkage,
    sign: Callable[..., Any],
) -> None:
    renewal = do(Deed.RENEW_AGREEMENT, about=in_force, by=cast.mentor, **RENEWAL)
    draft = put_forward(cast, do, renewal)
    sign(draft, "community", when=when(on="2026-03-10"))
    assert state(in_force) == State.IN_FORCE
    sign(draft, linkage.key, when=when(on="2026-03-10"))
    assert (state(in_force), state(renewal)) == (State.RENEWED, State.IN_FORCE)
    assert str(Ending.objects.get().when) == "March 10, 2026"
    client.force_login(cast.mentor)
    old = client.get(reverse("agreement", args=[in_force.key])).content.decode()
    assert "a new agreement stands in its place" in old
    assert reverse("agreement", args=[renewal.key]) in old
    new = client.get(reverse("agreement", args=[renewal.key])).content.decode()
    assert "It went well; twice a month now." in new
    both = client.get(reverse("agreements", args=[in_force.dialogue.key])).content.decode()
    assert both.count(TEXT["title"]) == 2


def test_one_that_a_side_has_left_stays_ended_when_it_is_taken_up_again(
    cast: Cast,
    do: Doer,
    in_force: Agreement,
    linkage: Linkage,
    sign: Callable[..., Any],
) -> None:
    renewal = do(Deed.RENEW_AGREEMENT, about=in_force, by=cast.mentor, **RENEWAL)
    do(Deed.END_AGREEMENT, about=in_force, by=cast.mentor, side=linkage.key, **LEAVING)
    draft = put_forward(cast, do, renewal)
    sign(draft, "community")
    sign(draft, linkage.key)
    assert state(in_force) == State.ENDED


def test_a_renewal_that_was_given_up_leaves_room_for_another(
    cast: Cast, do: Doer, in_force: Agreement
) -> None:
    first = do(Deed.RENEW_AGREEMENT, about=in_force, by=cast.mentor, **RENEWAL)
    do(Deed.END_AGREEMENT, about=first, by=cast.mentor, side="community", **LEAVING)
    second = do(Deed.RENEW_AGREEMENT, about=in_force, by=cast.mentor, **RENEWAL)
    assert second != first


def test_either_side_may_end_it_once(
    cast: Cast, client: Client, do: Doer, in_force: Agreement, linkage: Linkage
) -> None:
    made = do(Deed.END_AGREEMENT, about=in_force, by=cast.facilitator, side=linkage.key,
              **LEAVING)  # fmt: skip
    assert made.side == str(linkage.key)
    with pytest.raises(AgreementIsOver):
        do(Deed.END_AGREEMENT, about=in_force, by=cast.mentor, side="community", **LEAVING)
    client.force_login(cast.official)
    page = client.get(reverse("agreement", args=[in_force.key])).content.decode()
    assert "We go on alone." in page
    assert Deed.END_AGREEMENT.value not in page


def test_who_may_review_renew_and_end(cast: Cast, client: Client, in_force: Agreement) -> None:
    table = {  # review, renew, end
        "facilitator": (200, 403, 200),
        "mentor": (200, 200, 200),
        "official": (403, 403, 403),
        "manager": (403, 403, 403),
        "outsider": (404, 404, 404),
    }
    deeds = (Deed.REVIEW_AGREEMENT, Deed.RENEW_AGREEMENT, Deed.END_AGREEMENT)
    addresses = [reverse("do", args=[deed, in_force.key]) for deed in deeds]
    outcome = {}
    for who in table:
        client.force_login(cast.person(who))
        outcome[who] = tuple(client.get(address).status_code for address in addresses)
    assert outcome == table


def test_late_news_of_an_ended_agreement_is_kept(
    cast: Cast, do: Doer, in_force: Agreement, ours: Commitment, draft: Draft
) -> None:
    do(Deed.END_AGREEMENT, about=in_force, by=cast.mentor, side="community", **LEAVING)
    do(Deed.REPORT_ON_COMMITMENT, about=ours, by=cast.facilitator, **report())
    assert Report.objects.count() == 1
