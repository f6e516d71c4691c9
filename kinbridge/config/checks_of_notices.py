"""What must hold of the ways out before real work begins."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Warning

from kinbridge.config.checks import error
from kinbridge.notices.gateways import mail
from kinbridge.notices.gateways.chosen import sms_gateway

HERE = {"localhost", "127.0.0.1", "::1"}


def faults_of_notices() -> Iterator[CheckMessage]:
    """All faults of SMS, e-mail and web push as they are set up."""
    if not settings.SITE.startswith("https://"):
        yield error(
            60,
            "Gateways and links would lead to pages without https.",
            "Set KINBRIDGE_SITE to the address of the pages, or leave it out.",
        )
    yield from _sms()
    yield from _mail()
    if settings.PUSH_CONTACT and not settings.PUSH_CONTACT.startswith(("mailto:", "https:")):
        yield error(
            65,
            "Push services would not know whom to write to.",
            "Set KINBRIDGE_PUSH_CONTACT to mailto: and an address of yours.",
        )
    if not (settings.SMS_GATEWAY or settings.EMAIL_HOST):
        yield Warning(
            "Neither SMS nor e-mail is set up: nobody is told that something waits.",
            hint="Set KINBRIDGE_SMS_GATEWAY, KINBRIDGE_SMTP_URL, or both.",
            id="kinbridge.W003",
        )


def _sms() -> Iterator[CheckMessage]:
    if not settings.SMS_GATEWAY:
        return
    try:
        gateway = sms_gateway()
    except (ImportError, TypeError) as problem:
        yield error(61, f"The SMS gateway is not known: {problem}", "kannel, rapidpro, a path.")
        return
    missing = gateway.missing() if gateway else []
    if missing:
        yield error(61, "The SMS gateway is not set up.", f"Set {', '.join(missing)}.")
    if _is_open(settings.SMS_URL, "https"):
        yield error(
            62,
            "The way to the SMS gateway is not encrypted: numbers and words can be read.",
            "Let KINBRIDGE_SMS_URL begin with https, or lead a tunnel to this machine.",
        )


def _mail() -> Iterator[CheckMessage]:
    if settings.EMAIL_HOST and not mail.is_set_up():
        yield error(63, "E-mail has no sender.", "Set KINBRIDGE_MAIL_FROM.")
    is_encrypted = settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS
    if settings.EMAIL_HOST and not is_encrypted and settings.EMAIL_HOST not in HERE:
        yield error(
            64,
            "The way to the mail server is not encrypted.",
            "Let KINBRIDGE_SMTP_URL begin with smtp+tls or smtps.",
        )


def _is_open(address: str, wanted: str) -> bool:
    parts = urlsplit(address)
    return bool(address) and parts.scheme != wanted and parts.hostname not in HERE
