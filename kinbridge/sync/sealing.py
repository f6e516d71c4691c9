"""Waiting forms that were sealed for the server: a phone that has lost its key, or has been
wiped, or carries them for somebody else, holds them and reads nothing of them. Whoever wrote
them sends them later, or a carrier does: the token of the writer's phone is sealed in as well.

Each is a compact JWE (RFC 7516): ECDH-ES on P-256, A256GCM. The key is derived from the
site's secret; after a change of secret, the old one in ``SECRET_KEY_FALLBACKS`` still opens
what was sealed before.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from kinbridge.foundation.letters import DAMAGED, as_bytes, derived_key, public_half
from kinbridge.people.models import Person
from kinbridge.sync.devices import device_known_by

_HEAD = {"alg": "ECDH-ES", "enc": "A256GCM"}


def public_key() -> dict[str, str]:
    """The coordinates of the public key, as a JWK writes them."""
    told = public_half(_key(settings.SECRET_KEY))
    return {name: told[name] for name in ("x", "y")}


def opened(sealed: Iterable[str], *, person: Person) -> Iterator[tuple[Person, dict[str, Any]]]:
    """The forms in there, each with who wrote it: the person who brings it, or whoever their
    phone's token proves, as long as it counts. What nobody answers for stays closed."""
    for told in filter(None, map(_opened, sealed)):
        for writer in _writers(told, person):
            if told.get("person") == writer.key.hex:
                yield writer, told["form"]
                break


def _writers(told: Mapping[str, Any], person: Person) -> Iterator[Person]:
    yield person
    device = device_known_by(str(told.get("token", "")))
    if device is not None:
        yield device.person


def _opened(sealed: str) -> dict[str, Any] | None:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            told = json.loads(_decrypted(sealed, _key(str(secret))))
        except DAMAGED:
            continue
        if isinstance(told, dict) and isinstance(told.get("form"), dict):
            return told
    return None


def _decrypted(sealed: str, key: JWK) -> bytes:
    head, *parts = sealed.split(".")
    told = json.loads(as_bytes(head))
    for part in parts:
        as_bytes(part)
    if set(told) != {*_HEAD, "epk"} or {name: told[name] for name in _HEAD} != _HEAD:
        raise ValueError("not sealed as we seal")
    letter = JWE(algs=list(_HEAD.values()))
    letter.deserialize(sealed, key)
    return bytes(letter.plaintext)


def _key(secret: str) -> JWK:
    return derived_key(secret, "kinbridge.sync.sealing")
