"""Letters in a real browser: the standards' vectors, ours, and each side opens the other's."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jwcrypto.jwk import JWK
from playwright.sync_api import Browser, Page

from kinbridge.foundation.letters import as_text, public_half
from kinbridge.foundation.plain import canonical
from kinbridge.referral.envelope import opened, parse, seal
from tools.example_server import Server

VECTORS = Path("kinbridge/referral/tests/vectors")
SEED, LETTERS = 7520, 40
MODULES = """
const at = "/static/referral/";
const letters = await import(at + "letters.js");
const directory = await import(at + "directory.js");
const signatures = await import(at + "signatures.js");
const jose = at + "vendor/jose-6.2.18/";
const { generalDecrypt } = await import(jose + "jwe/general/decrypt.js");
const { compactVerify } = await import(jose + "jws/compact/verify.js");
const privateKey = (key) => crypto.subtle.importKey("jwk", key, letters.AGREES, false, ["deriveBits"]);
"""
Doing = Callable[[str, Any], Any]


@pytest.fixture(scope="module")
def page(server: Server, browser: Browser) -> Iterator[Page]:
    """A page of ours, under our content policy."""
    context = browser.new_context(base_url=server.url)
    opened_page = context.new_page()
    opened_page.goto("/sign-in/")
    yield opened_page
    context.close()


@pytest.fixture(scope="module")
def do(page: Page) -> Doing:
    """Runs a few lines with the modules at hand."""
    return lambda lines, told: page.evaluate(f"async (told) => {{ {MODULES} {lines} }}", told)


def vectors(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def test_the_library_opens_what_the_standards_print(do: Doing) -> None:
    rfc = vectors("rfc.json")
    found = do(
        """const said = [];
        for (const { letter, keys } of told.letters) for (const key of keys) {
          const alg = letter.recipients.map(({ header }) => header?.alg).find(Boolean);
          const imported = key.kty === "oct" ? Uint8Array.from(atob(key.k.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)) : key;
          const { plaintext } = await generalDecrypt(letter, imported);
          said.push(new TextDecoder().decode(plaintext));
        }
        for (const { signature, key } of told.signatures) {
          const { d, ...open } = key;
          said.push(new TextDecoder().decode((await compactVerify(signature, open)).payload));
        }
        return said;""",
        rfc,
    )  # fmt: skip
    expected = [one["plaintext"] for one in rfc["letters"] for _key in one["keys"]]
    assert found == expected + [one["payload"] for one in rfc["signatures"]]


def test_our_vectors_open_and_hold(do: Doing) -> None:
    ours = vectors("ours.json")
    found = do(
        """const words = await directory.vouchedFor(told.statement, { root: told.root, now: Date.parse(told.at) });
        const live = await directory.live(words, Date.parse(told.at));
        const [vector] = told.letters;
        const contents = [];
        for (const { kid, key } of vector.keys) {
          contents.push(await letters.open(vector.letter, { ...vector, kid, key: await privateKey(key) }));
        }
        const step = await signatures.saidBy(told.step, live[0].identity, "kinbridge-step");
        return { number: await directory.rootNumber(told.root), n: live.length, contents, step,
                 digest: (await letters.parse(vector.letter)).digest };""",
        ours,
    )  # fmt: skip
    (vector,) = ours["letters"]
    assert (found["number"], found["n"]) == (ours["root_number"], 2)
    right = {"content": vector["content"], "proof": vector["proof"]}
    assert found["contents"] == [right, right]
    assert found["step"]["sh"] == vector["proof"]
    assert found["digest"] == vector["digest"]


def test_each_side_opens_what_the_other_sealed_with_each_key_alone(do: Doing) -> None:
    chance = random.Random(SEED)
    for number in range(LETTERS):
        n = number % 4 + 1
        keys = {as_text(chance.randbytes(16)): JWK.generate(kty="EC", crv="P-256")
                for _one in range(n)}  # fmt: skip
        public = {kid: public_half(key) for kid, key in keys.items()}
        content = {"code": chance.randbytes(9).hex(), "callback": "ሰላም 𝒳 \u2028 مرحبا"}
        theirs = do(
            "return letters.seal(told.content, told.recipients, { epoch: 10, version: 3 });",
            {"content": content,
             "recipients": [{"kid": kid, "key": key} for kid, key in public.items()]},
        )  # fmt: skip
        own = seal(content, recipients=public, epoch=10, directory_version=3)
        ref = parse(theirs).ref
        for kid, key in keys.items():
            found = opened(theirs, kid=kid, key=key, ref=ref, epoch=10)
            assert content.items() <= found.items()
        found = do(
            """const all = [];
            for (const { kid, key } of told.keys) all.push(
              (await letters.open(told.letter, { kid, key: await privateKey(key), ref: told.ref, epoch: 10 })).content);
            return all;""",
            {"letter": own, "ref": parse(own).ref,
             "keys": [{"kid": kid, "key": key.export(as_dict=True)} for kid, key in keys.items()]},
        )  # fmt: skip
        assert len(found) == n
        assert all(content.items() <= one.items() for one in found)
        assert len(canonical(theirs)) == len(canonical(own))


def test_every_bit_turned_every_cut_and_every_exchange_gets_one_answer(do: Doing) -> None:
    key, kid = JWK.generate(kty="EC", crv="P-256"), "A" * 22
    one, other = (
        seal({"code": "x"}, recipients={kid: public_half(key)}, epoch=10, directory_version=3)
        for _twice in range(2)
    )
    text = canonical(one).decode()
    found = do(
        """const key = await privateKey(told.key);
        const right = { kid: told.kid, key, ref: told.ref, epoch: 10 };
        const answers = {};
        const attempt = async (letter, how = right) => {
          let answer = "opened";
          try { await letters.open(letter, how); } catch (problem) { answer = `${problem.constructor.name}: ${problem.message}`; }
          answers[answer] = (answers[answer] || 0) + 1;
        };
        const parsed = (said) => { try { return JSON.parse(said); } catch { return said; } };
        await attempt(told.one);
        for (let bit = 0; bit < told.text.length * 8; bit += 1) {
          const turned = String.fromCharCode(told.text.charCodeAt(bit >> 3) ^ (1 << (bit & 7)));
          await attempt(parsed(told.text.slice(0, bit >> 3) + turned + told.text.slice((bit >> 3) + 1)));
        }
        for (let n = 0; n < told.text.length; n += 1) await attempt(parsed(told.text.slice(0, n)));
        for (const name of Object.keys(told.one)) await attempt({ ...told.one, [name]: told.other[name] });
        for (let n = 0; n < 4; n += 1) {
          const recipients = told.one.recipients.with(n, told.other.recipients[n]);
          await attempt({ ...told.one, recipients });
        }
        await attempt({ ...told.one, recipients: told.one.recipients.toReversed() });
        await attempt(told.other);
        await attempt(told.one, { ...right, epoch: 11 });
        await attempt(told.one, { ...right, kid: "B" });
        return answers;""",
        {"key": key.export(as_dict=True), "kid": kid, "ref": parse(one).ref, "one": one,
         "other": other, "text": text},
    )  # fmt: skip
    assert found.pop("opened") == 1
    assert list(found) == ["NotSealed: "]
    assert found["NotSealed: "] > 9 * len(text)
