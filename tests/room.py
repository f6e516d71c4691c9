"""The sealed room for tests: officers with keys of their own devices, and a sender's device.

Everything goes the road that people go: roles, deeds, real keys, real letters.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jwcrypto.jwk import JWK

from kinbridge.foundation.letters import as_bytes, as_text, public_half
from kinbridge.people.acts import Act
from kinbridge.people.models import Organisation, Person
from kinbridge.people.roles import Role
from kinbridge.places.models import Area
from kinbridge.referral import operations
from kinbridge.referral.content import State
from kinbridge.referral.envelope import opened, seal
from kinbridge.referral.minutes import epoch_at
from kinbridge.referral.models import FocalPoint, Referral, Slot
from kinbridge.referral.tests.devices import mailbox, signed_step
from tests.cast import person

CONTENT = {
    "code": "K7F3-Q2",
    "urgency": "U1",
    "need": "health",
    "age": "12-14",
    "sex": "girl",
    "consent": {"child": "yes", "carer": "not_asked"},
    "safety": ["trusted"],
    "duty": "unknown",
    "access": ["woman"],
    "language": "kri",
    "reach": {"how": "through", "when": "morning", "through": "nurse"},
    "ward": "SL020101",
    "since": "under 24 h",
    "sender": {"role": "facilitator", "callback": "+23276000001", "hours": "evenings"},
}


@dataclass
class Officer:
    """A focal point with the device that holds its keys."""

    point: FocalPoint
    identity: JWK
    key: JWK
    kid: str

    @property
    def person(self) -> Person:
        return self.point.person

    def open(self, referral: Referral) -> dict[str, Any]:
        """The letter's content, by the device's own key. Raises: NotSealed."""
        return opened(
            referral.envelope,
            kid=self.kid,
            key=self.key,
            ref=referral.ref,
            epoch=epoch_at(referral.stored_at),
        )

    def signs(self, ref: str, state: str, at: datetime, secret: str, **more: str) -> str:
        """A signed step; ``secret`` is what opening told."""
        digest = as_text(hashlib.sha256(as_bytes(secret)).digest())
        return signed_step(
            ref=ref, proof=digest, state=state, at=at, identity=self.identity, **more
        )

    def does(self, referral: Referral, state: str, at: datetime, **more: str) -> Slot:
        """Open the letter, sign a step, hand it in."""
        secret = self.open(referral)["secret"]
        signature = self.signs(referral.ref, State(state), at, secret, **more)
        return operations.sign_step(
            ref=referral.ref, signature=signature, by=self.person, at=at
        )


@dataclass
class Sender:
    """A sender's device: tokens, and a capability for each letter."""

    tokens: list[str]
    capability: str = field(default_factory=lambda: as_text(secrets.token_bytes(32)))

    @property
    def watch(self) -> str:
        return as_text(hashlib.sha256(as_bytes(self.capability)).digest())

    def seals(self, *officers: Officer, at: datetime, urgency: str = "U1") -> dict[str, Any]:
        """A letter for these."""
        recipients = {one.kid: public_half(one.key) for one in officers}
        told = {**CONTENT, "urgency": urgency}
        return seal(told, recipients=recipients, epoch=epoch_at(at), directory_version=1)

    def sends(self, letter: dict[str, Any], *, at: datetime, urgency: str = "U1") -> Referral:
        """Hand it in with the next token; returns what the server keeps."""
        operations.store_letter(
            token=self.tokens.pop(), urgency=urgency, letter=letter, watch=self.watch, at=at
        )
        return Referral.objects.latest("pk")


def officer(
    name: str,
    area: Area,
    organisation: Organisation,
    *,
    at: datetime,
    named_by: Person,
    verified_by: Person,
    rank: int = 1,
    role: Role = Role.FOCAL_POINT,
    needs: tuple[str, ...] = ("health", "police"),
) -> Officer:
    """Somebody in office, named, verified by a second person, with keys of their device."""
    who = person(name, role, area, organisation)
    point = operations.name_focal_point(
        area=area, person=who, title=name.replace("_", " "), needs=list(needs), rank=rank,
        hours="", begins=None, ends=None, phone="+23276000000", act=_act(named_by, at),
    )  # fmt: skip
    point = operations.verify_focal_point(focalpoint=point, act=_act(verified_by, at))
    return with_keys(point, at)


def with_keys(point: FocalPoint, at: datetime) -> Officer:
    """A device that made keys for this epoch and handed in the public halves."""
    identity, key = JWK.generate(kty="EC", crv="P-256"), JWK.generate(kty="EC", crv="P-256")
    kid = as_text(secrets.token_bytes(16))
    box = mailbox(kid=kid, epoch=epoch_at(at), key=public_half(key), identity=identity)
    told = {"identity": public_half(identity), "mailboxes": [box]}
    point = operations.submit_keys(
        focalpoint=point, keys=json.dumps(told), act=_act(point.person, at)
    )
    return Officer(point, identity, key, kid)


def sender(by: Person, at: datetime) -> Sender:
    """A device that fetched tokens while its person was signed in."""
    return Sender(operations.draw_tokens(by=by, at=at))


def _act(by: Person, at: datetime) -> Act:
    return Act(by=by, at=at, received_at=at)
