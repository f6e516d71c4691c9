"""A sign in the browser (Web Push), without any content: the phone shows its own fixed text.

Source: RFC 8030 (push), RFC 8292 (VAPID). Nothing is encrypted, because nothing is sent.
"""

import json
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from jwcrypto.common import base64url_decode, base64url_encode
from jwcrypto.jwk import JWK
from jwcrypto.jwt import JWT

from kinbridge.notices.gateways.calling import call
from kinbridge.notices.gateways.protocol import Accepted, Outcome, Refused

KEPT = timedelta(hours=12)  # by the push service, while the phone is away
SIGNED_FOR = timedelta(hours=12)  # a day at most, says the standard


def is_set_up() -> bool:
    """Whether browsers can be asked to show a sign."""
    return bool(settings.PUSH_CONTACT)


def is_known(endpoint: str) -> bool:
    """Whether an address belongs to a push service. We call no other: whoever may give an
    address could else make this server call any."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    named = any(host == known or host.endswith(f".{known}") for known in settings.PUSH_SERVICES)
    return parts.scheme == "https" and named and parts.port in {None, 443}


def send(endpoint: str, *, is_urgent: bool) -> Outcome:
    """Ask a push service to wake one browser."""
    if not is_known(endpoint):
        return Refused("no push service that we know", is_dead=True)
    return _send(endpoint, is_urgent=is_urgent)


def _send(endpoint: str, *, is_urgent: bool) -> Outcome:
    headers = {
        "Authorization": f"vapid t={_signed_for(endpoint)}, k={public_key()}",
        "TTL": str(int(KEPT.total_seconds())),
        "Urgency": "high" if is_urgent else "normal",
        "Topic": "waiting",  # one sign is enough, however many wait
        "Content-Length": "0",
    }
    answer = call(endpoint, headers=headers, body=b"")
    if answer.is_well:
        return Accepted()
    if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Refused("the browser has withdrawn it", is_dead=True)
    return answer.as_failure()


def _signed_for(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    until = timezone.now() + SIGNED_FOR
    token = JWT(
        header={"typ": "JWT", "alg": "ES256"},
        claims={
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(until.timestamp()),
            "sub": settings.PUSH_CONTACT,
        },
    )
    token.make_signed_token(_key(Path(settings.DATA) / "push.key"))
    return str(token.serialize())


def public_key() -> str:
    """Our public key as browsers want it: an uncompressed point, base64url."""
    told = json.loads(_key(Path(settings.DATA) / "push.key").export_public())
    point = b"\x04" + base64url_decode(told["x"]) + base64url_decode(told["y"])
    return str(base64url_encode(point))


@lru_cache(maxsize=4)
def _key(path: Path) -> JWK:
    """Our key, made once and readable by its owner only."""
    if not path.exists():
        made = JWK.generate(kty="EC", crv="P-256")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(made.export(), encoding="utf-8")
    return JWK.from_json(path.read_text(encoding="utf-8"))
