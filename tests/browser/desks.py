"""Focal points and custodians for browser tests: made beside a running server, in its database.

``python -m tests.browser.desks people`` makes them; ``… publish`` lets two custodians sign what
the desks handed in, and publishes it, as people would do by hand.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tools.example_server import Server

PASSPHRASE = "five calm words for tests"
KEYS_PASSPHRASE = "other calm words for keys"
DESKS = {
    "desk-health": ("Bombali", "The district hospital", "nurse on duty", "+23230000001"),
    "desk-welfare": ("Bombali", "The social office", "officer on duty", "+23230000002"),
    "desk-nation": ("Sierra Leone", "The national desk", "duty officer", "+23230000003"),
}  # fmt: skip
SPARE = ("midwife in charge", "officer in charge")


def beside(server: Server, what: str, ahead: float = 0) -> None:
    """Do it in the database of a running server, so many seconds later."""
    told = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    subprocess.run(
        [sys.executable, "-m", "tests.browser.desks", what, str(ahead)],
        env={**told, "KINBRIDGE_DATA": str(server.data)},
        check=True,
    )


def people() -> None:
    """A root of three custodians, and desks that a second person has verified."""
    from django.conf import settings  # noqa: PLC0415 - only beside a server
    from django.utils import timezone  # noqa: PLC0415

    from kinbridge.people.models import Grant, Organisation, Person  # noqa: PLC0415
    from kinbridge.people.roles import Role  # noqa: PLC0415
    from kinbridge.places.models import Area  # noqa: PLC0415
    from kinbridge.referral import custody  # noqa: PLC0415
    from kinbridge.referral.content import Need  # noqa: PLC0415
    from kinbridge.referral.models import FocalPoint  # noqa: PLC0415

    custodians = [custody.new() for _one in range(3)]
    settings.ROOT_FILE.write_text(json.dumps([one.public for one in custodians]))
    kept = Path(settings.DATA) / "custodians.json"
    kept.write_text(json.dumps([one.key.export(as_dict=True) for one in custodians]))
    today = timezone.localdate()
    first, second = Person.objects.filter(is_active=True).order_by("pk")[:2]
    for name, (place, body, title, phone) in DESKS.items():
        area = Area.objects.filter(name=place).order_by("depth").first()
        assert area is not None
        office = Organisation.objects.create(name=body, kind="government")
        person = Person(sign_in_name=name, display_name=title)
        person.set_password(PASSPHRASE)
        person.save()
        Grant.objects.create(
            person=person, role=Role.FOCAL_POINT, area=area, organisation=office,
            from_on=today, until_on=today.replace(year=today.year + 1), approved_by=second,
        )  # fmt: skip
        FocalPoint.objects.create(
            person=person, organisation=office, area=area, title=title, phone=phone,
            needs=list(Need.values), named_by=first, named_at=timezone.now(),
            verified_by=second, verified_at=timezone.now(), rank=1,
        )  # fmt: skip


def publish() -> None:
    """Two custodians sign what the desks handed in."""
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from jwcrypto.jwk import JWK  # noqa: PLC0415

    from kinbridge.people.acts import Act  # noqa: PLC0415
    from kinbridge.people.models import Person  # noqa: PLC0415
    from kinbridge.places.models import Area  # noqa: PLC0415
    from kinbridge.referral import operations, queries  # noqa: PLC0415
    from kinbridge.referral.directory_of_keys import sign, statement  # noqa: PLC0415

    now = timezone.now()
    nation = Area.objects.get(depth=0)
    latest = queries.latest_directory(nation.country)
    words = statement(
        country=nation.country.code, version=latest.version + 1 if latest else 1, issued=now,
        previous=latest.digest if latest else "", entries=queries.entries(nation.country, now),
        revoked=queries.revoked(nation.country, now),
    )  # fmt: skip
    keys = json.loads((Path(settings.DATA) / "custodians.json").read_text())
    signed = sign(sign(words, JWK(**keys[0])), JWK(**keys[2]))
    by = Person.objects.order_by("pk").first()
    assert by is not None
    act = Act(by=by, at=now, received_at=now)
    operations.publish_directory(area=nation, statement=signed, act=act)


def suspend() -> None:
    """Somebody of the social office is not there any more."""
    from django.utils import timezone  # noqa: PLC0415

    from kinbridge.referral.models import FocalPoint  # noqa: PLC0415

    gone = FocalPoint.objects.filter(title="officer on duty")
    gone.update(held=FocalPoint.Held.SUSPENDED, held_at=timezone.now())


def spare() -> None:
    """Two more services of the district, verified, with keys of devices that are no browser."""
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from kinbridge.people.models import Grant, Organisation, Person  # noqa: PLC0415
    from kinbridge.people.roles import Role  # noqa: PLC0415
    from kinbridge.places.models import Area  # noqa: PLC0415
    from kinbridge.referral.content import Need  # noqa: PLC0415
    from kinbridge.referral.models import FocalPoint  # noqa: PLC0415
    from tests.room import with_keys  # noqa: PLC0415

    now = timezone.now()
    area = Area.objects.filter(name="Bombali").order_by("depth").first()
    assert area is not None
    first, second = Person.objects.filter(is_active=True).order_by("pk")[:2]
    for n, title in enumerate(SPARE, 2):
        office = Organisation.objects.create(
            name=f"The office of the {title}", kind="government"
        )
        person = Person.objects.create(sign_in_name=f"spare-{n}", display_name=title)
        Grant.objects.create(
            person=person, role=Role.FOCAL_POINT, area=area, organisation=office,
            from_on=now.date(), until_on=now.date() + timedelta(days=365), approved_by=second,
        )  # fmt: skip
        point = FocalPoint.objects.create(
            person=person, organisation=office, area=area, title=title, phone="+23230000009",
            needs=list(Need.values), named_by=first, named_at=now, verified_by=second,
            verified_at=now, rank=n,
        )  # fmt: skip
        with_keys(point, now)


if __name__ == "__main__":
    from datetime import timedelta

    import django
    from django.utils import timezone

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinbridge.config.settings")
    django.setup()
    ahead, now = timedelta(seconds=float(sys.argv[2])), timezone.now
    timezone.now = lambda: now() + ahead
    does = {"people": people, "publish": publish, "suspend": suspend, "spare": spare}
    does[sys.argv[1]]()
