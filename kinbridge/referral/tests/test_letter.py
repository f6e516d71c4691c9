"""A letter comes in, climbs the ladder, is opened, accepted, acted on, confirmed."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kinbridge.journal.chain import verify
from kinbridge.referral import queries
from kinbridge.referral.models import Mailbox, Referral, Slot, Step
from kinbridge.referral.operations import NotStored, advance, answer, store_letter
from kinbridge.referral.proofs import receipt_public_key
from kinbridge.referral.tests.conftest import Room
from kinbridge.referral.tests.devices import receipt_said
from tests.cast import NOON, Cast

MINUTES = timedelta(minutes=1)


def kinds(referral: Referral) -> list[str]:
    """What happened, each call once."""
    steps = referral.steps.exclude(channel="push").order_by("pk")
    return [f"{s.kind} {s.slot.place}" if s.slot else s.kind for s in steps]


def test_a_letter_is_stored_with_a_receipt_and_the_nearest_is_called(room: Room) -> None:
    referral = room.letter()
    said = receipt_said(referral.receipt, receipt_public_key())
    assert said["ref"] == referral.ref
    assert said["n"] == referral.number
    assert kinds(referral) == ["stored", "called 1"]
    assert [slot.focal_point for slot in referral.slots.order_by("place")] == [
        officer.point for officer in room.all
    ]
    assert room.province.open(referral)["need"] == "health"


def test_nothing_beside_the_letter_says_who_sent_it_or_from_where(room: Room) -> None:
    referral = room.letter()
    told = json.dumps([str(value) for value in vars(referral).values()])
    assert referral.area.name == "Bombali"
    assert "facilitator" not in told
    assert room.sender.capability not in told


def test_on_silence_the_next_is_called_and_at_the_end_it_is_red_for_everybody(
    room: Room,
) -> None:
    referral = room.letter()
    for minute in (5, 15, 20, 30, 45, 60, 119, 120):
        advance(referral=referral, at=NOON + minute * MINUTES)
    everybody = ["called 1", "called 2", "called 3"]
    assert kinds(referral) == ["stored", *everybody, "red", *everybody, *everybody]
    referral.refresh_from_db()
    assert queries.told_to_sender(referral)["is_red"]
    assert verify() == []


def test_only_the_sender_closes_it_or_two_services_that_acted(room: Room) -> None:
    referral = room.letter()
    room.nurse.does(referral, "accepted", NOON + 3 * MINUTES, phone="+23276000009")
    room.nurse.does(referral, "acted", NOON + 50 * MINUTES)
    referral.refresh_from_db()
    assert referral.closed_at is None
    told = queries.told_to_sender(referral)
    accepted = next(step for step in told["steps"] if step["what"] == "accepted")
    assert accepted["phone"] == "+23276000009"
    assert accepted["organisation"] == "District Health Office"
    room.police.does(referral, "acted", NOON + 70 * MINUTES)
    referral.refresh_from_db()
    assert referral.closed_as == "acted"


def test_silence_is_not_known_and_both_sides_see_since_when(room: Room) -> None:
    referral = room.letter()
    room.nurse.does(referral, "accepted", NOON + 3 * MINUTES)
    referral.refresh_from_db()

    def told() -> tuple[str, str, str]:
        sent, got = queries.told_to_sender(referral), queries.letters_for(room.nurse.person)[0]
        return sent["news"], got["news"], got["arrived"]

    assert told() == ("2026-03-10T12:03Z", "2026-03-10T12:03Z", "")
    room.nurse.does(referral, "child_seen", NOON + 30 * MINUTES)
    advance(referral=referral, at=NOON + 123 * MINUTES)
    assert "asked" in kinds(referral)
    assert told() == ("2026-03-10T12:30Z", "2026-03-10T12:30Z", "")  # asking is no news
    room.police.does(referral, "accepted", NOON + 124 * MINUTES)
    answer(referral=referral, arrived="not_known", at=NOON + 130 * MINUTES)
    referral.refresh_from_db()
    assert told()[:2] == ("2026-03-10T14:10Z", "2026-03-10T14:10Z")
    assert told()[2] == "not_known"
    assert referral.closed_at is None


def test_who_accepts_and_sits_is_passed_over(room: Room) -> None:
    referral = room.letter()
    room.nurse.does(referral, "accepted", NOON + 3 * MINUTES)
    advance(referral=referral, at=NOON + 60 * MINUTES)
    assert kinds(referral) == ["stored", "called 1", "accepted 1"]
    advance(referral=referral, at=NOON + 123 * MINUTES)
    assert kinds(referral)[-2:] == ["sat 1", "called 2"]


def test_no_help_excludes_who_was_believed_and_begins_anew(room: Room) -> None:
    referral = room.letter()
    room.nurse.does(referral, "acted", NOON + 3 * MINUTES)
    answer(referral=referral, arrived="no", at=NOON + 4 * MINUTES)
    assert kinds(referral)[-2:] == ["no", "called 2"]
    assert not Slot.objects.visible_to(room.nurse.person).exists()
    answer(referral=referral, arrived="yes", at=NOON + 9 * MINUTES)
    referral.refresh_from_db()
    assert referral.closed_as == "confirmed"
    answer(referral=referral, arrived="no", at=NOON + 12 * MINUTES)
    referral.refresh_from_db()
    assert referral.closed_at is None


def test_who_knows_the_people_hands_over_and_keeps_nothing(room: Room) -> None:
    referral = room.letter()
    room.nurse.does(referral, "knows_people", NOON + 2 * MINUTES)
    assert kinds(referral)[-2:] == ["knows_people 1", "called 2"]
    assert queries.letters_for(room.nurse.person) == []
    assert len(queries.letters_for(room.police.person)) == 1


def test_doing_a_thing_twice_changes_nothing(room: Room) -> None:
    referral = room.letter()
    for _again in range(3):
        room.nurse.does(referral, "accepted", NOON + 2 * MINUTES)
        advance(referral=referral, at=NOON + 2 * MINUTES)
    assert kinds(referral) == ["stored", "called 1", "accepted 1"]


def test_the_same_letter_again_gets_the_same_receipt(room: Room) -> None:
    letter = room.sender.seals(*room.all, at=NOON)
    token = room.sender.tokens[-1]
    told: Any = {"urgency": "U1", "letter": letter, "watch": room.sender.watch}
    first = store_letter(token=token, at=NOON, **told)
    again = store_letter(token=token, at=NOON + 9 * MINUTES, **told)
    assert (first.receipt, again.is_new) == (again.receipt, False)
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("fault", ["token_unknown", "token_used", "malformed", "recipients"])
def test_what_cannot_be_stored_is_refused_by_its_code(room: Room, fault: str) -> None:
    token, urgency = room.sender.tokens[-1], "U1"
    if fault == "token_unknown":
        token = "no such token"
    elif fault == "token_used":
        room.letter()
    elif fault == "malformed":
        urgency = "U9"
    to = room.all[:1] if fault == "recipients" else room.all
    letter = room.sender.seals(*to, at=NOON)
    with pytest.raises(NotStored) as refusal:
        store_letter(
            token=token, urgency=urgency, letter=letter, watch=room.sender.watch, at=NOON
        )
    assert refusal.value.code == fault


def test_a_recipient_revoked_on_the_way_gets_nothing_and_the_sender_is_told(
    room: Room,
) -> None:
    letter = room.sender.seals(*room.all, at=NOON)
    Mailbox.objects.filter(kid=room.police.kid).update(revoked_at=NOON)
    stored = store_letter(
        token=room.sender.tokens.pop(),
        urgency="U1",
        letter=letter,
        watch=room.sender.watch,
        at=NOON,
    )
    assert stored.dead == (room.police.kid,)
    assert not Slot.objects.filter(focal_point=room.police.point).exists()
    assert Step.objects.filter(kind="called", slot__focal_point=room.nurse.point).exists()


def test_a_phone_sends_asks_and_answers_without_an_account(
    room: Room, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    letter = room.sender.seals(*room.all, at=NOON)
    told = {
        "token": room.sender.tokens.pop(),
        "urgency": "U2",
        "envelope": letter,
        "watch": room.sender.watch,
    }

    def post(address: str, **body: object) -> tuple[int, dict[str, object]]:
        answered = client.post(address, body, content_type="application/json")
        return answered.status_code, answered.json()

    assert post("/s/", **told)[0] == 201
    assert post("/s/", **told)[0] == 200
    ref = Referral.objects.get().ref
    mine = {"ref": ref, "capability": room.sender.capability}
    assert post("/s/state/", **mine)[1]["state"] == "stored"
    assert post("/s/answer/", **mine, arrived="yes")[1]["state"] == "closed"
    assert post("/s/state/", ref=ref, capability="A" * 43) == (404, {"error": "not_there"})
    assert post("/s/state/", ref="x" * 9000, capability="")[1] == {"error": "too_large"}
    assert client.post("/s/", "{", content_type="application/json").json() == {
        "error": "malformed"
    }
    assert client.get("/s/").status_code == 405


def test_a_recipient_fetches_and_signs_over_the_wire(room: Room, client: Client) -> None:
    referral = room.letter()
    client.force_login(room.nurse.person)
    fetched = client.get("/mailbox/letters/").json()["letters"]
    assert [one["ref"] for one in fetched] == [referral.ref]
    secret = room.nurse.open(referral)["secret"]
    jws = room.nurse.signs(referral.ref, "accepted", NOON, secret)
    forged = room.nurse.signs(referral.ref, "accepted", NOON, "A" * 43)
    for said, status in ((forged, 422), (jws, 200), (jws, 200)):
        body = {"ref": referral.ref, "jws": said}
        answered = client.post("/mailbox/step/", body, content_type="application/json")
        assert answered.status_code == status
    client.force_login(room.police.person)
    body = {"ref": referral.ref, "jws": jws}
    assert (
        client.post("/mailbox/step/", body, content_type="application/json").status_code == 422
    )


def test_administrator_manager_mentor_and_evaluator_see_no_letter(
    room: Room, cast: Cast, client: Client
) -> None:
    referral = room.letter()
    for who in (cast.administrator, cast.manager, cast.mentor, cast.official):
        client.force_login(who)
        assert client.get("/mailbox/letters/").status_code == 403
        assert client.get("/referrals/").status_code == 403
        assert not Referral.objects.visible_to(who).exists()
    assert "+23276000001" not in referral.envelope
