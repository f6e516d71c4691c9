"""The library opens what the standards print, and our code what our vectors hold."""

import json
from typing import Any

import pytest
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

from kinbridge.foundation.letters import public_half, thumbprint
from kinbridge.referral import directory_of_keys as directory
from kinbridge.referral.envelope import opened, parse
from kinbridge.referral.minutes import from_minute
from kinbridge.referral.proofs import step


@pytest.mark.parametrize("number", range(10))
def test_the_library_opens_the_letters_of_the_standards_with_each_key_alone(
    rfc: Any, number: int
) -> None:
    vector = rfc["letters"][number]
    for told in vector["keys"]:
        letter = JWE()
        letter.deserialize(json.dumps(vector["letter"]), JWK(**told))
        assert letter.plaintext.decode() == vector["plaintext"], vector["name"]


def test_the_library_checks_the_signatures_of_the_standards(rfc: Any) -> None:
    for vector in rfc["signatures"]:
        letter = JWS()
        letter.deserialize(vector["signature"], JWK(**vector["key"]))
        assert letter.payload.decode() == vector["payload"], vector["name"]


def test_each_recipient_alone_opens_our_letter(ours: Any) -> None:
    for vector in ours["letters"]:
        envelope = parse(vector["letter"])
        assert (envelope.ref, envelope.digest) == (vector["ref"], vector["digest"])
        for mine in vector["keys"]:
            told = {"kid": mine["kid"], "ref": vector["ref"], "epoch": vector["epoch"]}
            content = opened(vector["letter"], key=JWK(**mine["key"]), **told)
            assert content == vector["content"]


def test_our_directory_is_vouched_for_and_our_step_proven(ours: Any) -> None:
    root = directory.read_root(json.dumps(ours["root"]))
    words = directory.vouched_for(ours["statement"], root=root, at=from_minute(ours["at"]))
    assert [entry["rank"] for entry in words["entries"]] == [1, 2]
    assert directory.root_number(root) == ours["root_number"]
    (vector,) = ours["letters"]
    identity = words["entries"][0]["identity"]
    proven = step(ours["step"], identity=identity, envelope=parse(vector["letter"]))
    assert (proven.state, proven.proof) == ("opened", vector["proof"])


@pytest.mark.parametrize("who", ["custodian", "identity"])
def test_our_keys_are_named_by_their_thumbprints(ours: Any, who: str) -> None:
    key = JWK(**ours[who])
    assert thumbprint(public_half(key)) == key.thumbprint()
