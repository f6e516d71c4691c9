"""The agenda writes itself; days stand in private calendars and on the village's wall."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.agreement.models import Agreement, Commitment, Feed, Reminder, Rhythm
from kinbridge.agreement.operations import answer_reminder, remind_due
from kinbridge.agreement.tests.conftest import MORNING, NURSE, report
from kinbridge.agreement.tests.test_keeping import LEAVING
from kinbridge.linkage.models import Linkage
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when

APRIL = MORNING.replace(month=4, day=11)


def read(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def tell(day: Any, number: str, state: str) -> None:
    reminder = Reminder.objects.get(day=day, responsible__number=number)
    answer_reminder(reminder=reminder, state=state, why="", at=MORNING)


def test_the_agenda_gathers_what_came_together_since_the_last_review(
    cast: Cast, client: Client, do: Doer, in_force: Agreement, rhythm: Rhythm,
    responsibles: Any, ours: Commitment, linkage: Linkage,
) -> None:  # fmt: skip
    client.force_login(cast.facilitator)
    address = ("agenda", in_force.key)
    assert "New in office" in read(client, *address)
    for at in (MORNING, APRIL, MORNING.replace(month=5, day=9)):
        remind_due(at=at)
    tell(MORNING.date(), NURSE, "kept")
    tell(MORNING.date(), responsibles[1].number, "partly")
    tell(APRIL.date(), NURSE, "not_yet")
    for side, state in (("community", "kept"), (linkage.key, "not_yet")):
        do(Deed.REPORT_ON_COMMITMENT, about=ours, by=cast.mentor, **report(state, side))
    do(Deed.BEGIN_PAUSE, about=cast.community, by=cast.facilitator, reason="harvest",
       when=when(on="2026-03-09"))  # fmt: skip
    page = read(client, *address)
    assert "Days: 3. Kept, as those say who told: 0. Nobody told of: 1." in page
    assert page.count("March 14, 2026") == 1  # differing
    assert page.count("April 11, 2026") == 1  # not kept
    assert "We keep a room for the health day." in page  # differs, without days of its own
    assert "harvest" in page
    assert "Does he or she know what the office has promised?" in page
    do(Deed.REVIEW_AGREEMENT, about=in_force, by=cast.facilitator, when=when(on="2026-03-10"),
       words="We talked about all of it.", next_review=when(on="2026-09-01"))  # fmt: skip
    Rhythm.objects.update(until_on="2026-03-20")
    after = read(client, *address)
    assert "We keep a room" in after
    assert "Came to its end" in after


def test_an_agreement_that_nobody_looked_at_again_asks_whether_it_holds(
    cast: Cast, client: Client, do: Doer, in_force: Agreement
) -> None:
    client.force_login(cast.mentor)
    Agreement.objects.update(review_sorts_on=timezone.localdate() - timedelta(days=200))
    page = read(client, "agenda", in_force.key)
    assert "Does it still hold?" in page
    assert Deed.RENEW_AGREEMENT.value in page
    assert "Nothing has come together yet." in page
    Agreement.objects.update(review_sorts_on=timezone.localdate() - timedelta(days=20))
    assert "Does it still hold?" not in read(client, "agenda", in_force.key)


@pytest.fixture
def private(cast: Cast, client: Client) -> str:
    """The address of the facilitator's calendar."""
    client.force_login(cast.facilitator)
    page = client.post(reverse("own_calendar")).content.decode()
    client.logout()
    address = page.split('<code dir="ltr">')[1].split("</code>")[0]
    return "/" + address.split("/", 3)[3]


def test_a_calendar_holds_the_agreed_wording_and_nothing_more(
    cast: Cast, client: Client, rhythm: Rhythm, private: str, theirs: Commitment
) -> None:
    answer = client.get(private)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar")
    text = answer.content.decode()
    assert "SUMMARY:Saturday at the school" in text
    assert "RRULE:FREQ=MONTHLY;BYDAY=2SA" in text
    assert "DTSTART;VALUE=DATE:20260314" in text
    for secret in (theirs.what, theirs.who, "Three Villages", "inbridge", cast.community.name):
        assert secret not in text
    page = read(client, "sign_in")
    assert private not in page


def test_an_address_can_be_given_up_and_made_anew(
    cast: Cast, client: Client, private: str
) -> None:
    client.force_login(cast.facilitator)
    assert private not in read(client, "own_calendar")  # shown once
    client.post(reverse("own_calendar"))
    assert client.get(private).status_code == 404
    client.post(reverse("end_calendar"))
    assert not Feed.objects.exists()
    assert client.get(reverse("feed", args=["no-such-secret"])).status_code == 404


def test_a_calendar_ends_with_the_agreement_and_the_account(
    cast: Cast, client: Client, do: Doer, rhythm: Rhythm, private: str, in_force: Agreement
) -> None:
    do(Deed.END_AGREEMENT, about=in_force, by=cast.mentor, side="community", **LEAVING)
    assert "BEGIN:VEVENT" not in client.get(private).content.decode()
    do(Deed.CLOSE_ACCOUNT, about=cast.facilitator, by=cast.administrator)
    assert client.get(private).status_code == 404


def test_days_of_a_pause_are_left_out_of_calendar_and_sheet(
    cast: Cast, client: Client, do: Doer, rhythm: Rhythm, private: str
) -> None:
    pause = do(Deed.BEGIN_PAUSE, about=cast.community, by=cast.facilitator, reason="harvest",
               when=when(on="2026-03-01"))  # fmt: skip
    do(Deed.END_PAUSE, about=pause, by=cast.facilitator, when=when(on="2026-03-10"))
    pause.refresh_from_db()
    pause.ended_on = APRIL.date()
    pause.save()
    text = client.get(private).content.decode()
    assert "EXDATE;VALUE=DATE:20260314" in text
    assert "EXDATE;VALUE=DATE:20260411" in text
    client.force_login(cast.facilitator)
    sheet = read(client, "village_calendar", cast.community.key, **{"from": "2026-03-01"})
    assert "Sat 9" in sheet
    assert "Sat 14" not in sheet
    assert "May 2026" in sheet
    assert "A nurse comes to the villages." in sheet
    assert "District health team: the nurse in charge" in sheet
    later = read(client, "village_calendar", cast.community.key, **{"from": "soon"})
    assert "?from=" in later


def test_who_sees_agenda_sheet_and_own_calendar(
    cast: Cast, client: Client, in_force: Agreement
) -> None:
    outcome = {}
    for who in ("facilitator", "mentor", "official", "manager", "outsider", "auditor"):
        client.force_login(cast.person(who))
        outcome[who] = [
            client.get(reverse("agenda", args=[in_force.key])).status_code,
            client.get(reverse("village_calendar", args=[cast.community.key])).status_code,
            client.get(reverse("own_calendar")).status_code,
        ]
    assert outcome == {
        "facilitator": [200, 200, 200],
        "mentor": [200, 200, 200],
        "official": [200, 404, 200],
        "manager": [403, 200, 200],
        "outsider": [404, 404, 200],
        "auditor": [403, 403, 200],
    }
