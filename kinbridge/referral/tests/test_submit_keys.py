"""The public halves of keys come in, month after month."""

import json
import secrets
from datetime import timedelta

import pytest
from jwcrypto.jwk import JWK

from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.letters import as_text, public_half
from kinbridge.people.acts import Act
from kinbridge.referral.directory_of_keys import NotVouchedFor
from kinbridge.referral.minutes import EPOCH, epoch_at
from kinbridge.referral.models import FocalPoint
from kinbridge.referral.operations import submit_keys
from kinbridge.referral.tests.conftest import Room
from kinbridge.referral.tests.devices import mailbox
from tests.cast import NOON
from tests.room import Officer

LATER = NOON + EPOCH


def told(officer: Officer, *others: tuple[str, int, JWK]) -> str:
    """What a device hands in: all it has."""
    boxes = [(officer.kid, epoch_at(NOON), officer.key), *others]
    return json.dumps({
        "identity": public_half(officer.identity),
        "mailboxes": [
            mailbox(kid=kid, epoch=epoch, key=public_half(key), identity=officer.identity)
            for kid, epoch, key in boxes
        ],
    })  # fmt: skip


def hand_in(officer: Officer, keys: str, at: timedelta = EPOCH) -> FocalPoint:
    act = Act(by=officer.person, at=NOON + at, received_at=NOON + at)
    return submit_keys(focalpoint=officer.point, keys=keys, act=act)


def new(epoch: int) -> tuple[str, int, JWK]:
    return as_text(secrets.token_bytes(16)), epoch, JWK.generate(kty="EC", crv="P-256")


def test_a_device_hands_in_keys_of_the_new_month_beside_those_of_the_last(room: Room) -> None:
    after = epoch_at(LATER)
    point = hand_in(room.nurse, told(room.nurse, new(after), new(after + 1)))
    epochs = list(point.mailboxes.order_by("epoch").values_list("epoch", flat=True))
    assert epochs == [after - 1, after, after + 1]
    assert point.is_verified  # the same identity: nobody has to verify anew


def test_a_new_key_for_a_month_that_is_over_is_refused(room: Room) -> None:
    with pytest.raises(NotVouchedFor):
        hand_in(room.nurse, told(room.nurse, new(epoch_at(LATER) - 1)))


def test_a_name_that_another_key_has_is_refused(room: Room) -> None:
    with pytest.raises(Conflict):
        hand_in(room.police, told(room.police, (room.nurse.kid, *new(epoch_at(LATER))[1:])))
