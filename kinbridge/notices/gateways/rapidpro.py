"""RapidPro and TextIt: sending by the API, hearing by a flow that calls a webhook.

Source: RapidPro's API v2, broadcasts and messages; its flows' "Call Webhook".
"""

import hmac
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kinbridge.notices.gateways.calling import call
from kinbridge.notices.gateways.protocol import Accepted, Incoming, NotOurs, Outcome, Outgoing

_FINAL = {"delivered": True, "read": True, "failed": False, "errored": None}


class RapidPro:
    """Sends a broadcast to one number; asks how it went, since nothing is reported."""

    name = "rapidpro"
    asks_after: timedelta | None = timedelta(minutes=5)

    def missing(self) -> Sequence[str]:
        names = ("SMS_URL", "SMS_PASSWORD", "SMS_TOKEN")
        return [f"KINBRIDGE_{name}" for name in names if not getattr(settings, name)]

    def send(self, outgoing: Outgoing) -> Outcome:
        told = {"urns": [f"tel:{outgoing.to}"], "text": outgoing.words}
        answer = call(
            f"{settings.SMS_URL}/api/v2/broadcasts.json",
            headers=_headers(),
            body=json.dumps(told).encode(),
        )
        if not answer.is_well:
            return answer.as_failure()
        return Accepted(str(_read(answer.body).get("id", "")))

    def message_in(self, request: HttpRequest) -> Incoming:
        sent = request.headers.get("Authorization", "").removeprefix("Token ").encode()
        known = str(settings.SMS_TOKEN).encode()
        if not known or not hmac.compare_digest(sent, known):
            raise NotOurs
        told = _read(request.body.decode("utf-8", "replace"))
        contact, written = told.get("contact"), told.get("input")
        if not isinstance(contact, dict) or not isinstance(written, dict):
            raise NotOurs
        scheme, _colon, number = str(contact.get("urn", "")).partition(":")
        if scheme != "tel" or not written.get("uuid"):
            raise NotOurs
        return Incoming(str(written["uuid"]), number, str(written.get("text", "")))

    def report_in(self, request: HttpRequest) -> bool | None:  # noqa: ARG002 - the protocol's
        raise NotOurs

    def ask(self, gateway_id: str) -> bool | None:
        answer = call(
            f"{settings.SMS_URL}/api/v2/messages.json?broadcast={gateway_id}",
            headers=_headers(),
            method="GET",
        )
        results = _read(answer.body).get("results") if answer.is_well else None
        return _FINAL.get(str(results[0].get("status"))) if results else None


def _headers() -> dict[str, str]:
    return {
        "Authorization": f"Token {settings.SMS_PASSWORD}",
        "Content-Type": "application/json",
    }


def _read(text: str) -> dict[str, Any]:
    """An object in JSON; anything else is an empty one."""
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
