"""Letters in a real browser: the standards' vectors, ours, and each side opens the other's."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jwcrypto.jwk import JWK
from playwright.sync_api import Browser

from kinbridge.foundation.letters import as_text, public_half
from kinbridge.foundation.plain import canonical
from kinbridge.referral.directory_of_keys import sign
from kinbridge.referral.envelope import opened, parse, seal
from tools.example_server import Server

VECTORS = Path("kinbridge/referral/tests/vectors")
SCRIPT = Path(__file__).with_name("letters.js").read_text(encoding="utf-8")
SEED, LETTERS = 7520, 40
Doing = Callable[..., Any]


@pytest.fixture(scope="module")
def do(server: Server, browser: Browser) -> Iterator[Doing]:
    """Does something in a page of ours, under our content policy."""
    context = browser.new_context(base_url=server.url)
    page = context.new_page()
    page.goto("/sign-in/")
    yield lambda what, **told: page.evaluate(
        f"async ([what, told]) => {{ {SCRIPT}\nreturn does[what](told); }}", [what, told]
    )
    context.close()


def vectors(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def test_the_library_opens_what_the_standards_print(do: Doing) -> None:
    rfc = vectors("rfc.json")
    expected = [one["plaintext"] for one in rfc["letters"] for _key in one["keys"]]
    expected += [one["payload"] for one in rfc["signatures"]]
    assert do("standards", **rfc) == expected


def test_our_vectors_open_and_hold(do: Doing) -> None:
    ours = vectors("ours.json")
    found = do("vectors", **ours)
    (vector,) = ours["letters"]
    assert (found["number"], found["n"]) == (ours["root_number"], 2)
    right = {"content": vector["content"], "proof": vector["proof"]}
    assert found["contents"] == [right, right]
    assert found["step"]["sh"] == vector["proof"]
    assert found["digest"] == vector["digest"]


def test_each_side_opens_what_the_other_sealed_with_each_key_alone(do: Doing) -> None:
    chance = random.Random(SEED)
    for number in range(LETTERS):
        kids = [as_text(chance.randbytes(16)) for _one in range(number % 4 + 1)]
        keys = {kid: JWK.generate(kty="EC", crv="P-256") for kid in kids}
        public = {kid: public_half(key) for kid, key in keys.items()}
        content = {"code": chance.randbytes(9).hex(), "callback": "ሰላም 🌍 \u2028 مرحبا"}
        recipients = [{"kid": kid, "key": key} for kid, key in public.items()]
        theirs = do("seal", content=content, recipients=recipients)
        for kid, key in keys.items():
            told = opened(theirs, kid=kid, key=key, ref=parse(theirs).ref, epoch=10)
            assert content.items() <= told.items()
        own = seal(content, recipients=public, epoch=10, directory_version=3)
        private = [{"kid": kid, "key": key.export(as_dict=True)} for kid, key in keys.items()]
        found = do("open", letter=own, keys=private, ref=parse(own).ref)
        assert len(found) == len(keys)
        assert all(content.items() <= one.items() for one in found)
        assert len(canonical(theirs)) == len(canonical(own))


def test_every_bit_turned_every_cut_and_every_exchange_gets_one_answer(do: Doing) -> None:
    key, kid = JWK.generate(kty="EC", crv="P-256"), "A" * 22
    one, other = (
        seal({"code": "x"}, recipients={kid: public_half(key)}, epoch=10, directory_version=3)
        for _twice in range(2)
    )
    told = {"one": one, "other": other, "text": canonical(one).decode(), "kid": kid}
    found = do("tamper", key=key.export(as_dict=True), ref=parse(one).ref, **told)
    assert found.pop("opened") == 1
    assert list(found) == ["NotSealed: "]
    assert found["NotSealed: "] > 9 * len(canonical(one))


def test_the_browser_refuses_directories_that_python_refuses(do: Doing) -> None:
    ours = vectors("ours.json")
    good, now = ours["statement"], 1795600800000  # 2026-11-25T10:00Z, in milliseconds
    signatures = json.loads(good)["signatures"]
    once = json.dumps({**json.loads(good), "signatures": signatures[:1]})
    twice = json.dumps({**json.loads(good), "signatures": signatures[:1] * 2})
    odd = sign(sign({"version": 3}, JWK(**ours["custodian"])), JWK(**ours["custodian"]))
    cases = [
        (good, now, 3, ""), (good, now, 4, "older"),
        (good, now + 31 * 86_400_000, 0, "expired"),
        (once, now, 0, "unsigned"), (twice, now, 0, "unsigned"), (odd, now, 0, "unsigned"),
        ("{}", now, 0, "unreadable"), ("", now, 0, "unreadable"),
    ]  # fmt: skip
    statements = [{"statement": s, "now": when, "seen": seen} for s, when, seen, _ in cases]
    found = do("refusals", statements=statements, root=ours["root"])
    assert found == [why for *_told, why in cases]
