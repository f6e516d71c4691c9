"""An envelope is ours to the last bit, or it is refused with one sentence."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jwcrypto.jwk import JWK

from kinbridge.foundation.letters import as_bytes, as_text, public_half
from kinbridge.foundation.plain import canonical
from kinbridge.referral.envelope import (
    PLAINTEXT,
    NotSealed,
    addressed,
    opened,
    padded,
    parse,
    seal,
)

KIDS = ["A" * 22, "AQ" + "A" * 20]


@pytest.fixture
def keys(new_key: Callable[[], JWK]) -> dict[str, JWK]:
    return {kid: new_key() for kid in KIDS}


def sealed(keys: dict[str, JWK], **content: str) -> dict[str, Any]:
    public = {kid: public_half(key) for kid, key in keys.items()}
    return seal(content or {"code": "x"}, recipients=public, epoch=10, directory_version=3)


def whole(**members: Any) -> Any:
    return lambda told: {**told, **members}


def head(**members: Any) -> Any:
    """The same envelope under another head."""

    def changed(told: dict[str, Any]) -> dict[str, Any]:
        said = json.loads(as_bytes(told["protected"]))
        return {**told, "protected": as_text(canonical({**said, **members}))}

    return changed


def slots(change: Any) -> Any:
    """Other slots, with a head that fits them."""

    def changed(told: dict[str, Any]) -> dict[str, Any]:
        now = {**told, "recipients": change(told["recipients"])}
        return dict(head(to=addressed(now["recipients"]))(now))

    return changed


def header(**members: Any) -> Any:
    return slots(
        lambda all_: [{**all_[0], "header": {**all_[0]["header"], **members}}, *all_[1:]]
    )


WRONG = {
    "nothing": lambda told: None,
    "no members": lambda told: {},
    "no object": lambda told: [told],
    "another member": whole(aad="AA"),
    "an unprotected head": whole(unprotected={}),
    "a longer nonce": whole(iv="A" * 24),
    "a shorter mark": whole(tag="A" * 20),
    "a longer letter": whole(ciphertext="A" * 1400),
    "no text": whole(ciphertext=7),
    "spelt with padding": lambda told: {**told, "tag": told["tag"] + "=="},
    "another spelling": lambda told: {**told, "tag": told["tag"][:-1] + "B"},
    "another cipher": head(enc="A128GCM"),
    "another kind": head(typ="JWT"),
    "another version": head(v=2),
    "a compressed letter": head(zip="DEF"),
    "a critical extension": head(crit=["b64"]),
    "an epoch that is no number": head(ep="10"),
    "an epoch that is true": head(ep=True),
    "an epoch before the first": head(ep=-1),
    "a short reference": head(ref="AAAA"),
    "three slots": slots(lambda all_: all_[:3]),
    "five slots": slots(lambda all_: [*all_, all_[0]]),
    "one slot twice": slots(lambda all_: [*all_[:3], all_[0]]),
    "slots that are no list": slots(lambda all_: dict(enumerate(all_))),
    "wrapped by RSA": header(alg="RSA1_5"),
    "wrapped for P-384": header(epk={"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}),
    "a point beside the curve": header(
        epk={"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}
    ),
    "more in a slot": header(apu="AA"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_an_envelope_of_another_make_is_refused(wrong: Any, keys: dict[str, JWK]) -> None:
    told = sealed(keys)
    assert parse(told).epoch == 10
    with pytest.raises(NotSealed):
        parse(wrong(told))


def changes(told: dict[str, Any], other: dict[str, Any]) -> Iterator[Any]:
    """A few of each way to change an envelope; all of them: ``tests/journeys``."""
    text = canonical(told)
    for place in range(0, len(text), 97):
        yield bytes([*text[:place], text[place] ^ 1 << place % 8, *text[place + 1 :]])
        yield text[:place]
    for name in told:
        yield {**told, name: other[name]}
    first, second, *rest = told["recipients"]
    yield {**told, "recipients": [second, first, *rest]}
    swapped = {**first, "encrypted_key": second["encrypted_key"]}
    yield {**told, "recipients": [swapped, second, *rest]}


def test_whatever_is_changed_there_is_one_answer(keys: dict[str, JWK]) -> None:
    told = sealed(keys)
    said = {"kid": KIDS[0], "key": keys[KIDS[0]], "ref": parse(told).ref, "epoch": 10}
    assert opened(told, **said)["code"] == "x"
    answers = set()
    for changed in changes(told, sealed(keys)):
        with pytest.raises(NotSealed) as refusal:
            opened(changed, **said)
        answers.add((refusal.value.status, str(refusal.value.message)))
    assert len(answers) == 1


def test_a_letter_opens_for_its_own_slot_reference_and_epoch_only(
    keys: dict[str, JWK], new_key: Callable[[], JWK]
) -> None:
    told = sealed(keys)
    right = {"kid": KIDS[0], "key": keys[KIDS[0]], "ref": parse(told).ref, "epoch": 10}
    wrong: list[dict[str, Any]] = [
        {"kid": KIDS[1]}, {"kid": "nobody's"}, {"key": new_key()}, {"key": keys[KIDS[1]]},
        {"ref": parse(sealed(keys)).ref}, {"epoch": 11},
    ]  # fmt: skip
    for other in wrong:
        with pytest.raises(NotSealed):
            opened(told, **{**right, **other})


def test_a_key_alone_does_not_make_a_letter_of_other_words(keys: dict[str, JWK]) -> None:
    """Who can open a letter still cannot re-address it: its secret answers to its head."""
    told, other = sealed(keys), sealed(keys)
    assert parse(told).answer != parse(other).answer
    assert parse(told).kids != parse(other).kids  # in an order that tells nothing


@settings(max_examples=12, deadline=None)
@given(
    content=st.dictionaries(
        st.sampled_from(["code", "need", "callback", "reach"]), st.text(max_size=60)
    )
)
def test_every_letter_is_of_one_size_and_opens_as_it_was_written(
    content: dict[str, str],
) -> None:
    key = JWK.generate(kty="EC", crv="P-256")
    told = sealed({KIDS[0]: key}, **content)
    assert len(as_bytes(told["ciphertext"])) == PLAINTEXT
    envelope = parse(canonical(told))
    found = opened(told, kid=KIDS[0], key=key, ref=envelope.ref, epoch=10)
    assert content.items() <= found.items()


def test_more_than_a_letter_holds_is_not_cut_off(keys: dict[str, JWK]) -> None:
    with pytest.raises(ValueError, match="more than a letter holds"):
        padded({"code": "x" * PLAINTEXT})
    with pytest.raises(ValueError, match="one to four"):
        seal({}, recipients={}, epoch=1, directory_version=1)
