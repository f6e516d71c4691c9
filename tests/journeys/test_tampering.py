"""A thousand envelopes, changed in every way there is: each is refused, all with one answer.

Every bit of an envelope is turned once over the thousand, and all bits of one envelope; it is
cut at every byte; parts are exchanged between neighbours; it is offered again under another
reference, addressed to others, opened with another key.
"""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from jwcrypto.jwk import JWK

from kinbridge.foundation.letters import as_bytes, as_text, public_half
from kinbridge.foundation.plain import canonical
from kinbridge.referral.envelope import NotSealed, addressed, opened, parse, seal

ENVELOPES = 1000
SEED = 20261125
EPOCH = 10


class Sealed:
    """An envelope with all that its recipients know."""

    def __init__(self, number: int, keys: list[JWK], kids: list[str]) -> None:
        self.number, self.keys, self.kids = number, keys, kids
        public = {kid: public_half(key) for kid, key in zip(kids, keys, strict=True)}
        content = {"code": f"{number:06}"}
        self.told = seal(content, recipients=public, epoch=EPOCH, directory_version=3)
        self.text = canonical(self.told)
        self.ref = parse(self.told).ref

    def opens(self, told: Any = None, **other: Any) -> dict[str, Any]:
        """Opened by its first recipient, unless told otherwise."""
        right = {"kid": self.kids[0], "key": self.keys[0], "ref": self.ref, "epoch": EPOCH}
        return opened(self.told if told is None else told, **{**right, **other})


def refused(attempt: Any) -> tuple[int, str]:
    """What somebody is told whose letter does not open."""
    with pytest.raises(NotSealed) as refusal:
        attempt()
    return refusal.value.status, str(refusal.value.message)


def turned(text: bytes, bit: int) -> bytes:
    """The text with one bit changed."""
    place = bit // 8
    return bytes([*text[:place], text[place] ^ 1 << bit % 8, *text[place + 1 :]])


def readdressed(one: Sealed, keys: list[JWK]) -> Iterator[dict[str, Any]]:
    """One of the slots is made for somebody else, and the head told so."""
    slots = one.told["recipients"]
    stranger = parse(seal({}, recipients={"A" * 22: public_half(keys[0])}, epoch=EPOCH,
                          directory_version=3)).text  # fmt: skip
    at = one.number % len(slots)
    now = [*slots[:at], json.loads(stranger)["recipients"][at], *slots[at + 1 :]]
    yield {**one.told, "recipients": now}
    said = {**json.loads(as_bytes(one.told["protected"])), "to": addressed(now)}
    yield {**one.told, "recipients": now, "protected": as_text(canonical(said))}


def exchanged(one: Sealed, other: Sealed) -> Iterator[dict[str, Any]]:
    """Parts of another envelope to the same people."""
    for name in one.told:
        yield {**one.told, name: other.told[name]}
    slots, others = one.told["recipients"], other.told["recipients"]
    for at in range(len(slots)):
        yield {**one.told, "recipients": [*slots[:at], others[at], *slots[at + 1 :]]}
    yield {**one.told, "recipients": slots[::-1]}


@pytest.fixture(scope="module")
def envelopes() -> list[Sealed]:
    """A thousand, to two people of a hundred."""
    chance = random.Random(SEED)
    people = [(JWK.generate(kty="EC", crv="P-256"), as_text(chance.randbytes(16)))
              for _one in range(100)]  # fmt: skip
    made = []
    for number in range(ENVELOPES):
        chosen = chance.sample(people, 2)
        made.append(Sealed(number, [key for key, _ in chosen], [kid for _, kid in chosen]))
    return made


def test_every_recipient_alone_opens_every_envelope(envelopes: list[Sealed]) -> None:
    for one in envelopes:
        for kid, key in zip(one.kids, one.keys, strict=True):
            assert one.opens(kid=kid, key=key)["code"] == f"{one.number:06}"
    assert {len(one.text) for one in envelopes} == {len(envelopes[0].text)}


def test_every_bit_that_is_turned_is_noticed(envelopes: list[Sealed]) -> None:
    bits = len(envelopes[0].text) * 8
    answers = {
        refused(lambda one=one, bit=bit: one.opens(turned(one.text, bit)))
        for one in envelopes
        for bit in range(one.number % ENVELOPES, bits, ENVELOPES)
    }
    whole = envelopes[0]
    answers |= {refused(lambda bit=bit: whole.opens(turned(whole.text, bit)))
                for bit in range(bits)}  # fmt: skip
    assert len(answers) == 1


def test_every_cut_is_noticed(envelopes: list[Sealed]) -> None:
    whole = envelopes[1]
    cuts = [(whole, at) for at in range(len(whole.text))]
    cuts += [(one, one.number * 7 % len(one.text)) for one in envelopes]
    answers = {refused(lambda one=one, at=at: one.opens(one.text[:at])) for one, at in cuts}
    assert len(answers) == 1


def test_parts_and_slots_of_another_envelope_are_noticed(envelopes: list[Sealed]) -> None:
    answers = {
        refused(lambda one=one, told=told: one.opens(told))
        for one in envelopes
        for told in exchanged(one, envelopes[one.number - 1])
    }
    assert len(answers) == 1


def test_replay_readdressing_and_other_keys_are_noticed(envelopes: list[Sealed]) -> None:
    answers = set()
    for one in envelopes:
        before = envelopes[one.number - 1]
        answers.add(refused(lambda one=one, before=before: one.opens(ref=before.ref)))
        answers.add(refused(lambda one=one, before=before: one.opens(before.told)))
        answers.add(refused(lambda one=one: one.opens(epoch=EPOCH + 1)))
        answers.add(refused(lambda one=one: one.opens(key=one.keys[1])))
        answers.add(refused(lambda one=one: one.opens(kid=one.kids[1])))
        for told in readdressed(one, one.keys):
            answers.add(refused(lambda one=one, told=told: one.opens(told)))
    assert len(answers) == 1
