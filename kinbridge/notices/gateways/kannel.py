"""Kannel, the SMS gateway of most countries' aggregators, by its HTTP interface.

Source: Kannel 1.4.5 user's guide, "Using HTTP to send SMS" and "SMS-service".
"""

import hmac
import re
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from kinbridge.notices.gateways.calling import call
from kinbridge.notices.gateways.protocol import (
    Accepted,
    Incoming,
    NotOurs,
    Outcome,
    Outgoing,
    Refused,
)
from kinbridge.notices.words import is_plain

DELIVERED, NOT_DELIVERED, REJECTED = 1, 2, 16  # bits of dlr-mask; the rest is not final
_FINAL = {DELIVERED: True, NOT_DELIVERED: False, REJECTED: False}
_MASK = sum(_FINAL)
_NARROW, _WIDE = "0", "2"


class Kannel:
    """Sends by POST with its headers; hears by ``post-url``; reports come by ``dlr-url``."""

    name = "kannel"
    asks_after: timedelta | None = None

    def missing(self) -> Sequence[str]:
        names = ("SMS_URL", "SMS_USER", "SMS_PASSWORD", "SMS_TOKEN")
        return [f"KINBRIDGE_{name}" for name in names if not getattr(settings, name)]

    def send(self, outgoing: Outgoing) -> Outcome:
        answer = call(
            f"{settings.SMS_URL}/cgi-bin/sendsms",
            headers=self._headers(outgoing),
            body=outgoing.words.encode(),
        )
        # 202 with "0: Accepted" or "3: Queued"; anything else says why in its text.
        if answer.is_well and re.match(r"[03]:", answer.body):
            return Accepted()
        return Refused(answer.body[:160]) if answer.is_well else answer.as_failure()

    def _headers(self, outgoing: Outgoing) -> dict[str, str]:
        told = {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-Kannel-Username": settings.SMS_USER,
            "X-Kannel-Password": settings.SMS_PASSWORD,
            "X-Kannel-To": outgoing.to,
            "X-Kannel-From": settings.SMS_SENDER,
            "X-Kannel-Coding": _NARROW if is_plain(outgoing.words) else _WIDE,
            "X-Kannel-DLR-Mask": str(_MASK),
            "X-Kannel-DLR-Url": f"{outgoing.report_to}?state=%d",
        }
        return {name: value for name, value in told.items() if value}

    def message_in(self, request: HttpRequest) -> Incoming:
        told = request.GET
        if not hmac.compare_digest(told.get("token", "").encode(), _token()):
            raise NotOurs
        if not told.get("id") or not told.get("from"):
            raise NotOurs
        words = request.body.decode("utf-8", "replace") or told.get("text", "")
        return Incoming(gateway_id=told["id"], sender=told["from"], words=words)

    def report_in(self, request: HttpRequest) -> bool | None:
        state = request.GET.get("state", "")
        if not state.isdecimal():
            raise NotOurs
        return _FINAL.get(int(state))

    def ask(self, gateway_id: str) -> bool | None:
        raise NotImplementedError


def _token() -> bytes:
    if not settings.SMS_TOKEN:
        raise NotOurs
    return str(settings.SMS_TOKEN).encode()
