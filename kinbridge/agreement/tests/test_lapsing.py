"""An agreement that nobody looks at again lapses: reminders rest, everybody is told, it can be
renewed, and what fell in between is not asked for afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.agreement.models import Agreement, Commitment, Reminder, Responsible, Rhythm
from kinbridge.agreement.operations import remind_due, renew_agreement, review_agreement
from kinbridge.agreement.operations.lapsing import lapsing, let_lapse
from kinbridge.agreement.tests.conftest import CHAIR, MORNING, NURSE, SATURDAYS, put_forward
from kinbridge.agreement.tests.test_keeping import LEAVING
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.linkage.models import Linkage
from kinbridge.notices.models import Channel, Contact, Notice
from kinbridge.notices.words import faults, fits
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, act_of, when

A_DAY = timedelta(days=1)
LATER = MORNING + 70 * A_DAY  # three Saturdays on


def later(cast: Cast) -> Act:
    return act_of(cast.mentor, at=LATER, received_at=LATER)


@pytest.fixture
def lapsed(cast: Cast, rhythm: Rhythm, responsibles: list[Responsible]) -> Agreement:
    """Both meant to look at it again long ago; a reminder would be due this morning."""
    Contact.objects.create(
        person=cast.mentor, channel=Channel.SMS, to="+23276111222", made_at=MORNING,
        confirmed_at=MORNING,
    )  # fmt: skip
    ago = MORNING.date() - timedelta(days=181)
    Agreement.objects.update(review_on=ago, review_words="", review_sorts_on=ago)
    found: Agreement = Agreement.objects.with_state().get(pk=rhythm.belongs_to.pk)
    return found


def test_nobody_is_reminded_of_a_lapsed_agreement_and_all_are_told_once(
    lapsed: Agreement, rhythm: Rhythm
) -> None:
    assert lapsed.state == "lapsed"
    for at in (MORNING, MORNING, LATER):
        assert remind_due(at=at) == 0
    assert let_lapse(at=LATER) == 0
    told = {notice.to: notice.words for notice in Notice.objects.all()}
    assert set(told) == {NURSE, CHAIR, "nurse@example.org", "+23276111222"}
    assert Notice.objects.count() == len(told)
    assert "Reminders rest until you renew" in told[NURSE]
    assert "You have 1 message waiting" in told["+23276111222"]
    for words in told.values():
        assert fits(words)
        assert not [fault for fault in faults(words) if "tells what" in fault]
    rhythm.refresh_from_db()
    assert rhythm.is_resting
    assert Responsible.objects.exclude(number="").count() == 2  # to go on with after a renewal


def test_it_lapses_half_a_year_after_the_day_both_named_and_never_after_mere_words(
    lapsed: Agreement,
) -> None:
    Agreement.objects.update(review_on=MORNING.date() - timedelta(days=180))
    assert not lapsing(at=MORNING).exists()
    assert lapsing(at=MORNING + A_DAY).get() == lapsed
    Agreement.objects.update(review_on=None, review_words="after the harvest 2020")
    assert not lapsing(at=MORNING + 4000 * A_DAY).exists()


def test_the_mentor_and_both_sides_find_it_on_their_first_page(
    cast: Cast, client: Client, lapsed: Agreement
) -> None:
    found = {}
    for who in ("facilitator", "mentor", "official", "manager", "outsider"):
        client.force_login(cast.person(who))
        found[who] = "It has lapsed" in client.get(reverse("home")).content.decode()
    assert found == {
        "facilitator": True, "mentor": True, "official": True, "manager": False,
        "outsider": False,
    }  # fmt: skip
    client.force_login(cast.mentor)
    page = client.get(reverse("agreement", args=[lapsed.key])).content.decode()
    assert "Lapsed: every side has signed" in page
    let_lapse(at=MORNING)
    page = client.get(reverse("reminders", args=[lapsed.key])).content.decode()
    assert "It rests, because the agreement has lapsed." in page
    assert Deed.RENEW_AGREEMENT.value in page


def test_a_review_wakes_it_without_what_fell_in_between(
    cast: Cast, lapsed: Agreement, rhythm: Rhythm
) -> None:
    remind_due(at=MORNING)
    told: dict[str, Any] = {"words": "We go on.", "when": RoughDate(LATER.date())}
    told |= {"next_review": RoughDate(LATER.date() + 300 * A_DAY), "act": later(cast)}
    review_agreement(agreement=lapsed, **told)
    assert not Notice.objects.filter(words__contains="Reminders rest").exists()  # taken back
    assert remind_due(at=LATER) == 0
    assert remind_due(at=MORNING + 91 * A_DAY) == 2
    assert {row.day for row in Reminder.objects.all()} == {date(2026, 6, 13)}
    assert let_lapse(at=LATER + 481 * A_DAY) == 1


def test_a_renewal_wakes_it_once_both_have_signed(
    cast: Cast, do: Doer, lapsed: Agreement, linkage: Linkage
) -> None:
    remind_due(at=MORNING)
    told: dict[str, Any] = {"words": "It was good.", "when": RoughDate(LATER.date())}
    new = renew_agreement(agreement=lapsed, act=later(cast), **told)
    rhythm = Rhythm.objects.get(commitment__agreement=new)
    june = MORNING + 91 * A_DAY
    assert rhythm.next_on == june.date()
    assert remind_due(at=june) == 0  # nobody has signed
    next_year = LATER.date() + 300 * A_DAY
    Agreement.objects.filter(pk=new.pk).update(review_on=next_year, review_sorts_on=next_year)
    draft = put_forward(cast, do, new)
    for side in ("community", linkage.key):
        do(Deed.SIGN_AGREEMENT, about=draft, by=cast.mentor, side=side, role="chief",
           how="thumb", before="two teachers", when=when(on="2026-06-20"))  # fmt: skip
    assert remind_due(at=june + 28 * A_DAY) == 2
    assert not Reminder.objects.filter(rhythm__commitment__agreement=lapsed).exists()


def test_an_ending_of_what_has_lapsed_keeps_no_number(
    cast: Cast, do: Doer, lapsed: Agreement, rhythm: Rhythm
) -> None:
    remind_due(at=MORNING)
    do(Deed.END_AGREEMENT, about=lapsed, by=cast.mentor, side="community", **LEAVING)
    rhythm.refresh_from_db()
    assert (rhythm.next_on, rhythm.next_at) == (None, None)
    assert not Responsible.objects.exclude(number="").exists()


def test_a_rhythm_set_anew_while_it_has_lapsed_rests_as_well(
    cast: Cast, do: Doer, lapsed: Agreement, theirs: Commitment, linkage: Linkage,
    rhythm: Rhythm,
) -> None:  # fmt: skip
    remind_due(at=MORNING)
    do(Deed.SET_RHYTHM, about=theirs, by=cast.official, side=linkage.key, **SATURDAYS)
    rhythm.refresh_from_db()
    assert rhythm.next_at is not None
    assert remind_due(at=MORNING) == 0
    assert Rhythm.objects.resting().get() == rhythm
    assert Notice.objects.count() == 4
