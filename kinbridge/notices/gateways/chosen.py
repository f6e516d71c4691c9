"""Which gateways are set up, and how a notice goes to the right one."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.module_loading import import_string

from kinbridge.notices.gateways import mail, push
from kinbridge.notices.gateways.protocol import Gateway, NotOurs, Outcome, Outgoing, TryAgain
from kinbridge.notices.models import Channel, Kind, Notice

OURS = {
    "kannel": "kinbridge.notices.gateways.kannel.Kannel",
    "rapidpro": "kinbridge.notices.gateways.rapidpro.RapidPro",
}
_SALT = "kinbridge.notices.report"


def sms_gateway() -> Gateway | None:
    """The SMS gateway that the operator named, if any."""
    told = settings.SMS_GATEWAY
    if not told:
        return None
    made: Gateway = import_string(OURS.get(told, told))()
    return made


def is_set_up(channel: str) -> bool:
    """Whether anything can be sent this way."""
    ways = {Channel.EMAIL: mail.is_set_up, Channel.PUSH: push.is_set_up}
    return ways[Channel(channel)]() if channel in ways else bool(settings.SMS_GATEWAY)


def send(notice: Notice) -> Outcome:
    """Hand a notice to its gateway."""
    if not is_set_up(notice.channel):
        return TryAgain(f"{notice.channel} is not set up")
    if notice.channel == Channel.PUSH:
        return push.send(notice.to, is_urgent=notice.kind == Kind.URGENT)
    outgoing = Outgoing(str(notice.key), notice.to, notice.words)
    if notice.channel == Channel.EMAIL:
        return mail.send(outgoing)
    gateway = sms_gateway()
    assert gateway is not None  # noqa: S101 - set up
    reports = f"{settings.SITE}{report_address(gateway.name, str(notice.key))}"
    return gateway.send(Outgoing(outgoing.key, outgoing.to, outgoing.words, reports))


def report_address(gateway: str, key: str) -> str:
    """Where the delivery of one notice is reported. Only we can make it, and it is good for
    that notice alone."""
    return reverse("sms_report", args=[gateway, signing.Signer(salt=_SALT).sign(key)])


def reported_key(signed: str) -> str:
    """Whose report an address is for. Raises: NotOurs."""
    try:
        return str(signing.Signer(salt=_SALT).unsign(signed))
    except signing.BadSignature:
        raise NotOurs from None
