"""The whole way: from the first talk to two reports that differ and both stand."""

import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from kinbridge.agreement.models import Agreement, Commitment, Draft
from kinbridge.agreement.tests.conftest import OURS, SIGNED, TEXT, THEIRS, report
from kinbridge.dialogue.models import Dialogue
from kinbridge.goals.models import Goal
from kinbridge.linkage.models import Linkage
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when


class Walker:
    """Somebody at a browser who fills in forms and reads pages."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def send(self, who: Person, deed: Deed, about: Any, /, **fields: Any) -> str:
        """Fill in the form of a deed; returns where it leads."""
        self.client.force_login(who)
        address = reverse("do", args=[deed, about.key])
        assert self.client.get(address).status_code == 200
        answer = self.client.post(address, posted({"key": uuid.uuid4(), **fields}))
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    def read(self, who: Person, address: str) -> str:
        """A page as this person sees it."""
        self.client.force_login(who)
        answer = self.client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()


def talk(walk: Walker, cast: Cast, goal: Goal, linkage: Linkage) -> Dialogue:
    """They meet, and each side says what it asks and offers."""
    told = {"purpose": "To talk.", "when": when(on="2026-02-01")}
    walk.send(cast.mentor, Deed.OPEN_DIALOGUE, goal, linkages=[linkage], **told)
    table = Dialogue.objects.get()
    asked = {"kind": "request", "words": "A day when young people are heard."}
    offered = {"kind": "offer", "words": "A nurse comes each month."}
    walk.send(cast.facilitator, Deed.ADD_POSITION, table, side="community", **asked)
    walk.send(cast.official, Deed.ADD_POSITION, table, side=linkage.key, **offered)
    page = walk.read(cast.mentor, reverse("dialogue", args=[table.key]))
    assert asked["words"] in page
    assert offered["words"] in page
    return table


def write(walk: Walker, cast: Cast, table: Dialogue, linkage: Linkage) -> Agreement:
    """The mentor drafts, each side adds what it will do, and the girls hear it read."""
    told = {**TEXT, "review": when(words="in a year")}
    here = walk.send(cast.mentor, Deed.DRAFT_AGREEMENT, table, **told)
    agreement = Agreement.objects.get()
    assert here == reverse("agreement", args=[agreement.key])
    walk.send(cast.facilitator, Deed.ADD_COMMITMENT, agreement, side="community", **OURS)
    walk.send(cast.official, Deed.ADD_COMMITMENT, agreement, side=linkage.key, **THEIRS)
    walk.send(cast.mentor, Deed.PUT_FORWARD_DRAFT, agreement, words="A first draft.")
    heard = {"voice": "girls", "answer": "agrees", "what_they_said": "We want it."}
    told = {**heard, "when": when(on="2026-02-20")}
    walk.send(cast.facilitator, Deed.READ_BACK_DRAFT, Draft.objects.get(), **told)
    assert "has been put forward, not signed" in walk.read(cast.official, here)
    return agreement


def sign(walk: Walker, cast: Cast, agreement: Agreement, linkage: Linkage) -> None:
    """One side signs, and then the other."""
    here, draft = reverse("agreement", args=[agreement.key]), Draft.objects.get()
    today = {**SIGNED, "when": when(words="today")}
    ours = {**today, "side": "community", "role": "three chiefs"}
    theirs = {**today, "side": linkage.key, "role": "district medical officer"}
    walk.send(cast.mentor, Deed.SIGN_AGREEMENT, draft, **ours)
    assert "binds nobody until every side has signed" in walk.read(cast.official, here)
    walk.send(cast.mentor, Deed.SIGN_AGREEMENT, draft, **theirs)
    assert "every side has signed" in walk.read(cast.official, here)
    linkage.refresh_from_db()
    assert linkage.state == "agreed"


def test_from_the_first_talk_to_reports_of_both_sides(
    cast: Cast, client: Client, goal: Goal, linkage: Linkage
) -> None:
    walk = Walker(client)
    table = talk(walk, cast, goal, linkage)
    agreement = write(walk, cast, table, linkage)
    sign(walk, cast, agreement, linkage)
    theirs = Commitment.objects.get(side=str(linkage.key))
    told = report("kept", linkage.key)
    walk.send(cast.official, Deed.REPORT_ON_COMMITMENT, theirs, **told)
    walk.send(cast.facilitator, Deed.REPORT_ON_COMMITMENT, theirs, **report("partly"))
    linkage.refresh_from_db()
    assert linkage.state == "active"
    for reader in (cast.official, cast.facilitator, cast.mentor):
        page = walk.read(reader, reverse("agreement", args=[agreement.key]))
        assert "It was kept as far as we see." in page
        assert "It was partly as far as we see." in page
        assert "The reports differ. Both stand" in page


def test_the_official_of_another_office_finds_nothing_of_it(
    client: Client, in_force: Agreement, other_official: Person
) -> None:
    client.force_login(other_official)
    for name in ("agreement", "agreement_print"):
        assert client.get(reverse(name, args=[in_force.key])).status_code == 404
    for name in ("dialogue", "agreements"):
        assert client.get(reverse(name, args=[in_force.dialogue.key])).status_code == 404
    assert client.get(reverse("draft", args=[in_force.key, 1])).status_code == 404


def test_the_manager_sees_the_agreement_and_not_the_talk(
    cast: Cast, client: Client, do: Doer, in_force: Agreement, theirs: Commitment
) -> None:
    do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.mentor, **report("not_yet"))
    walk = Walker(client)
    page = walk.read(cast.manager, reverse("agreement", args=[in_force.key]))
    assert "A nurse comes to the villages." in page
    assert "as far as we see" not in page
    assert str(in_force.dialogue.key) not in page
    dialogue = reverse("dialogue", args=[in_force.dialogue.key])
    assert client.get(dialogue).status_code == 403
