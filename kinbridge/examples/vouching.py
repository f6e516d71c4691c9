"""Custodians for trying out: a root made on this machine, and directories signed by it.

For local mode only. In real work three people hold these keys, each away from any network
(``docs/guides/custodian.md``); here one file holds them all, so they vouch for nothing.
"""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from jwcrypto.jwk import JWK

from kinbridge.foundation.errors import NotAllowed
from kinbridge.people.acts import Act
from kinbridge.people.models import Grant
from kinbridge.people.roles import Role
from kinbridge.referral import queries
from kinbridge.referral.custody import Custody, new
from kinbridge.referral.directory_of_keys import CUSTODIANS, NEEDED, sign, statement
from kinbridge.referral.models import SignedDirectory
from kinbridge.referral.operations import publish_directory


def _file() -> Path:
    return Path(settings.DATA) / "example-custodians.json"


def make_root() -> None:
    """Make three keys, if there is no root yet. Raises: NotAllowed."""
    if settings.PRODUCTION:
        raise NotAllowed("custodians for trying out are for local mode")
    if settings.ROOT_FILE.exists():
        return
    keys = [new() for _one in range(CUSTODIANS)]
    _file().touch(mode=0o600)
    _file().write_text(json.dumps([one.key.export(as_dict=True) for one in keys]))
    settings.ROOT_FILE.write_text(json.dumps([one.public for one in keys], indent=1))


def vouch(*, at: datetime | None = None) -> SignedDirectory:
    """Sign whoever is in use with keys now, as two custodians would, and publish it.

    Raises: NotAllowed, where the root is not of our making; Refusal.
    """
    if settings.PRODUCTION or not _file().exists():
        raise NotAllowed("only a root that was made for trying out can be signed by here")
    now = at or timezone.now()
    keys = [Custody(JWK(**told)) for told in json.loads(_file().read_text())][:NEEDED]
    grant = Grant.objects.filter(role=Role.CUSTODIAN).select_related("area__country").first()
    if grant is None:
        raise NotAllowed("the example with its custodian is not loaded")
    country = grant.area.country
    before = queries.latest_directory(country)
    told = statement(
        country=country.code,
        version=before.version + 1 if before else 1,
        issued=now,
        previous=before.digest if before else "",
        entries=queries.entries(country, now),
        revoked=queries.revoked(country, now),
    )
    text = sign(sign(told, keys[0].key), keys[1].key)
    act = Act(by=grant.person, at=now, received_at=now)
    return publish_directory(area=grant.area, statement=text, act=act)
