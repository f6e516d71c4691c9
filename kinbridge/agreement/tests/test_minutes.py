"""The minutes of a review are the deeds done there, and a few words that fit nowhere else."""

from typing import Any

from django.test import Client
from django.urls import reverse

from kinbridge.agreement.models import Agreement, Commitment, Reminder, Review, Rhythm
from kinbridge.agreement.operations import answer_reminder, remind_due
from kinbridge.agreement.tests.conftest import MORNING, NURSE, report
from kinbridge.linkage.models import Linkage
from kinbridge.people.roles import Deed
from tests.cast import NOON, Cast, Doer, when

TODAY = when(on=f"{NOON.date()}")


def read(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def reviewed(cast: Cast, do: Doer, agreement: Agreement, **told: Any) -> Review:
    fields = {"when": TODAY, "words": "", "next_review": when(on="2026-09-01"), **told}
    made = do(Deed.REVIEW_AGREEMENT, about=agreement, by=cast.facilitator, **fields)
    assert isinstance(made, Review)
    return made


def test_each_point_is_recorded_as_the_deed_it_is_and_all_together_are_the_minutes(
    cast: Cast, client: Client, do: Doer, in_force: Agreement, rhythm: Rhythm,
    responsibles: Any, ours: Commitment, linkage: Linkage,
) -> None:  # fmt: skip
    do(Deed.REPORT_ON_COMMITMENT, about=ours, by=cast.mentor,
       **report("partly", linkage.key, why="The room was locked twice."))  # fmt: skip
    do(Deed.REPORT_ON_COMMITMENT, about=ours, by=cast.facilitator,
       **report("partly", why="We give the key to the teacher."))  # fmt: skip
    do(Deed.RECORD_INTRODUCTION, about=responsibles[0], by=cast.facilitator, when=TODAY,
       introduction="She read the text aloud and said yes.")  # fmt: skip
    do(Deed.RENEW_AGREEMENT, about=in_force, by=cast.mentor, when=TODAY,
       words="A second nurse is to come.")  # fmt: skip
    review = reviewed(cast, do, in_force, words="They thanked one another.")
    client.force_login(cast.official)
    page = read(client, "minutes", review.key)
    order = [
        "The room was locked twice.", "We give the key to the teacher.",
        "She read the text aloud and said yes.", "A second nurse is to come.",
        "They thanked one another.", "Sept. 1, 2026",
    ]  # fmt: skip
    places = [page.find(words) for words in order]
    assert places == sorted(places)
    assert min(places) > 0


def test_what_was_told_before_and_what_came_by_telephone_is_no_minute(
    cast: Cast, client: Client, do: Doer, in_force: Agreement, rhythm: Rhythm,
    responsibles: Any, ours: Commitment,
) -> None:  # fmt: skip
    do(Deed.REPORT_ON_COMMITMENT, about=ours, by=cast.facilitator, **report(why="Before."))
    remind_due(at=MORNING)
    reminder = Reminder.objects.get(responsible__number=NURSE)
    answer_reminder(reminder=reminder, state="kept", why="By telephone.", at=MORNING)
    review = reviewed(cast, do, in_force, when=when(on="2026-03-14"))
    client.force_login(cast.facilitator)
    page = read(client, "minutes", review.key)
    assert "Before." not in page
    assert "By telephone." not in page


def test_the_agenda_leads_from_each_point_to_its_deed(
    cast: Cast, client: Client, do: Doer, in_force: Agreement, rhythm: Rhythm,
    responsibles: Any, ours: Commitment, linkage: Linkage,
) -> None:  # fmt: skip
    for side, state in (("community", "kept"), (linkage.key, "not_yet")):
        do(Deed.REPORT_ON_COMMITMENT, about=ours, by=cast.mentor, **report(state, side))
    client.force_login(cast.mentor)
    page = read(client, "agenda", in_force.key)
    for deed, record in (
        (Deed.REPORT_ON_COMMITMENT, ours), (Deed.RECORD_INTRODUCTION, responsibles[0]),
        (Deed.RENEW_AGREEMENT, in_force), (Deed.REVIEW_AGREEMENT, in_force),
    ):  # fmt: skip
        assert reverse("do", args=[deed, record.key]) in page


def test_who_reads_minutes(cast: Cast, client: Client, do: Doer, in_force: Agreement) -> None:
    address = reverse("minutes", args=[reviewed(cast, do, in_force, words="All well.").key])
    outcome = {}
    for who in ("facilitator", "mentor", "official", "manager", "outsider", "auditor"):
        client.force_login(cast.person(who))
        outcome[who] = client.get(address).status_code
    assert outcome == {
        "facilitator": 200, "mentor": 200, "official": 200, "manager": 403, "outsider": 404,
        "auditor": 403,
    }  # fmt: skip
