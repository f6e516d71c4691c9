"""E-mail, by the server that the operator names (SMTP)."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from kinbridge.notices.gateways.protocol import Accepted, Outcome, Outgoing, Refused, TryAgain

LASTING = 500  # SMTP answers from here on are final


def is_set_up() -> bool:
    """Whether e-mail can be sent."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL)


def send(outgoing: Outgoing) -> Outcome:
    """Hand one e-mail to the server. The first line is the subject too: nothing more is told
    in one than in the other."""
    message = EmailMessage(
        subject=outgoing.words.splitlines()[0],
        body=outgoing.words,
        to=[outgoing.to],
        headers={"Auto-Submitted": "auto-generated"},
        connection=get_connection(),
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as problem:
        code, said = next(iter(problem.recipients.values()))
        return _failure(code, said, is_dead=True)
    except smtplib.SMTPResponseException as problem:
        return _failure(problem.smtp_code, problem.smtp_error, is_dead=False)
    except (OSError, smtplib.SMTPException) as problem:
        return TryAgain(f"{type(problem).__name__}: {problem}"[:160])
    return Accepted()


def _failure(code: int, said: bytes | str, *, is_dead: bool) -> Outcome:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    told = f"SMTP {code} {words}"[:160]
    return Refused(told, is_dead=is_dead) if code >= LASTING else TryAgain(told)
