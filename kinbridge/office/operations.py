"""Bringing people in, giving and ending roles, closing accounts."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Conflict, Invalid, NotAllowed
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.notices.operations.contacts import forget_contacts
from kinbridge.office.models import OneTimeLink
from kinbridge.office.rules import (
    brings_in,
    excludes,
    looks_after,
    may_forget_factors,
    standing_grants,
)
from kinbridge.people.acts import Act
from kinbridge.people.models import Grant, Organisation, Person
from kinbridge.people.operations.account import set_passphrase, shut_account
from kinbridge.people.operations.factors import remove_all_factors
from kinbridge.people.roles import Deed, Role
from kinbridge.places.models import Area
from kinbridge.sync.devices import let_go
from kinbridge.sync.models import Device

STREAM = "people"
LONGEST_ROLE = timedelta(days=366)
LINK_LASTS = timedelta(hours=48)
LINKS_KEPT = timedelta(days=30)
SECRET_BYTES = 16  # 128 bits


class NameTaken(Conflict):
    """Somebody signs in with this name already."""


class TooLong(Invalid):
    """A role is granted for a year at most."""


class NotYoursToGive(NotAllowed):
    """The role, or the place, is beyond what this person may give."""


class RolesExcludeEachOther(Invalid):
    """Nobody is focal point, auditor, custodian and administrator in one."""


class OwnGrant(NotAllowed):
    """Nobody grants or approves a role of their own."""


class GrantIsOver(Conflict):
    """The role has ended, or was approved before."""


class LinkIsOver(Conflict):
    """The link was used, replaced, or is more than two days old."""


@whole
def invite_person(
    *,
    area: Area,
    display_name: str,
    sign_in_name: str,
    role: str,
    organisation: Organisation | None,
    until: date,
    act: Act,
    new_organisation: str = "",
) -> Person:
    """Make an account with its first role. It opens by a one-time link handed over.

    Raises: NameTaken, NotYoursToGive, TooLong, Invalid.
    """
    name = sign_in_name.strip().casefold()
    if Person.objects.filter(sign_in_name__iexact=name).exists():
        raise NameTaken(_("Somebody signs in with this name already."), field="sign_in_name")
    person = Person(key=act.key, sign_in_name=name, display_name=display_name)
    person.set_unusable_password()
    person.save(force_insert=True)
    grant = Grant(person=person, role=role, area=area, until_on=until)
    _begin(grant, organisation or _organisation(new_organisation, role), act)
    _enter(Deed.INVITE_PERSON, person, act, _said(grant))
    return person


@whole
def grant_role(
    *,
    person: Person,
    role: str,
    area: Area,
    organisation: Organisation | None,
    until: date,
    act: Act,
    new_organisation: str = "",
) -> Grant:
    """Give somebody a role over a place, for a year at most.

    Raises: OwnGrant, NotYoursToGive, RolesExcludeEachOther, TooLong, Conflict, Invalid.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.pk == act.by.pk:
        raise OwnGrant(_("Nobody grants a role to themselves."))
    if not person.is_active:
        raise Conflict(_("This account is closed."))
    standing = standing_grants(person)
    if any(grant.role == role and grant.area_id == area.pk for grant in standing):
        raise Conflict(_("This person holds the role there already."), field="role")
    _refuse_exclusion(role, standing)
    grant = Grant(key=act.key, person=person, role=role, area=area, until_on=until)
    _begin(grant, organisation or _organisation(new_organisation, role), act)
    _enter(Deed.GRANT_ROLE, grant, act, _said(grant))
    return grant


def _begin(grant: Grant, organisation: Organisation | None, act: Act) -> None:
    """Write a new grant; it is in force at once unless a second person must approve it."""
    grant.from_on = timezone.localdate(act.received_at)
    grant.organisation, grant.granted_by = organisation, act.by
    if grant.role not in brings_in(act.by, grant.area):
        raise NotYoursToGive(_("This role, in this place, is not yours to give."), field="role")
    if grant.until_on < grant.from_on:
        raise Invalid(_("This day is past already."), field="until")
    if grant.until_on - grant.from_on > LONGEST_ROLE:
        raise TooLong(
            _("A role is granted for a year at most, then granted anew."), field="until"
        )
    if grant.role == Role.OFFICIAL and organisation is None:
        raise Invalid(_("Say for which office an official speaks."), field="organisation")
    grant.save(force_insert=True)


def _organisation(name: str, role: str) -> Organisation | None:
    """An organisation named for the first time; one of that name is not made twice."""
    name = " ".join(name.split())
    if not name:
        return None
    known = Organisation.objects.filter(name__iexact=name).first()
    of_state = role in {Role.OFFICIAL, Role.FOCAL_POINT}
    kind = Organisation.Kind.GOVERNMENT if of_state else Organisation.Kind.NGO
    return known or Organisation.objects.create(name=name, kind=kind)


def _refuse_exclusion(role: str, standing: list[Grant]) -> None:
    if excludes(role, standing):
        raise RolesExcludeEachOther(
            _("Nobody is focal point, auditor, custodian or administrator at the same time."),
            field="role",
        )


def _said(grant: Grant) -> dict[str, Any]:
    """What the journal keeps of a grant: keys, never names."""
    return {
        "person": grant.person,
        "role": grant.role,
        "area": grant.area,
        "organisation": grant.organisation,
        "from": grant.from_on,
        "until": grant.until_on,
    }


def _enter(deed: Deed, about: Person | Grant, act: Act, payload: Mapping[str, Any]) -> None:
    enter(stream=STREAM, deed=deed, about=about, act=act, payload=payload)


@whole
def approve_grant(*, grant: Grant, act: Act) -> Grant:
    """The second pair of eyes: a guarded role comes into force.

    Raises: GrantIsOver, OwnGrant, RolesExcludeEachOther.
    """
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    day = timezone.localdate(act.received_at)
    if not grant.needs_approval or grant.ended_at is not None or grant.until_on < day:
        raise GrantIsOver(_("This role does not wait for approval any more."))
    if act.by.pk in {grant.person_id, grant.granted_by_id}:
        raise OwnGrant(_("Somebody else must approve it: not who gave it, not who holds it."))
    others = [other for other in standing_grants(grant.person) if other.pk != grant.pk]
    _refuse_exclusion(grant.role, others)
    grant.approved_by = act.by
    grant.save(update_fields=["approved_by"])
    _enter(Deed.APPROVE_GRANT, grant, act, _said(grant))
    return grant


@whole
def end_grant(*, grant: Grant, act: Act) -> Grant:
    """End a role before its day. It stops counting with the next page.

    Raises: GrantIsOver, OwnGrant, NotYoursToGive.
    """
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if grant.ended_at is not None:
        raise GrantIsOver(_("This role has ended before."))
    if grant.person_id == act.by.pk:
        raise OwnGrant(_("Somebody else must end a role of yours."))
    if grant.role not in brings_in(act.by, grant.area):
        raise NotYoursToGive(_("This role, in this place, is not yours to end."))
    grant.ended_at = act.received_at
    grant.save(update_fields=["ended_at"])
    _enter(Deed.END_GRANT, grant, act, _said(grant))
    return grant


@whole
def close_account(*, person: Person, act: Act) -> Person:
    """Nobody signs in to this account any more; its roles end, its names go after 90 days.

    Raises: Conflict, OwnGrant, NotYoursToGive.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise Conflict(_("This account was closed before."))
    if person.pk == act.by.pk:
        raise OwnGrant(_("Somebody else must close an account of yours."))
    standing = standing_grants(person)
    if any(grant.role not in brings_in(act.by, grant.area) for grant in standing):
        raise NotYoursToGive(_("This person works in places beyond yours too."))
    shut_account(person=person, at=act.received_at)
    forget_contacts(person=person)
    Grant.objects.filter(pk__in=[grant.pk for grant in standing]).update(
        ended_at=act.received_at
    )
    OneTimeLink.objects.filter(person=person, used_at__isnull=True).delete()
    _enter(Deed.CLOSE_ACCOUNT, person, act, {"grants": len(standing)})
    return person


@whole
def revoke_device(*, device: Device, act: Act) -> Device:
    """A phone is lost, or somebody else's now: at its next contact it forgets what it keeps.

    Raises: Conflict, NotYoursToGive.
    """
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.revoked_at is not None:
        raise Conflict(_("This phone was let go before."))
    if not looks_after(act.by, device.person):
        raise NotYoursToGive(_("You do not look after this account."))
    let_go(device=device, at=act.received_at)
    enter(
        stream=STREAM, deed=Deed.REVOKE_DEVICE, about=device, act=act,
        payload={"person": device.person},
    )  # fmt: skip
    return device


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@whole
def make_link(*, person: Person, forgets_factors: bool, act: Act) -> tuple[OneTimeLink, str]:
    """Make a one-time link for somebody; earlier ones no longer work.

    Returns it with its secret, which nobody can read again. ``forgets_factors`` helps where
    the phone with the second factor is lost too.

    Raises: NotYoursToGive.
    """
    if not person.is_active or not looks_after(act.by, person):
        raise NotYoursToGive(_("You do not look after this account."))
    if forgets_factors and not may_forget_factors(act.by, person):
        raise NotYoursToGive(
            _(
                "For this role nobody may forget a second factor. Close the account and "
                "invite the person anew."
            )
        )
    secret = secrets.token_urlsafe(SECRET_BYTES)
    is_new = not person.has_usable_password()
    link = _replace_link(person, secret, is_new, forgets_factors, act)
    _enter(
        Deed.INVITE_PERSON,
        person,
        act,
        {"link": link.kind, "until": link.until_at, "forgets_factors": forgets_factors},
    )
    return link, secret


def _replace_link(
    person: Person, secret: str, is_new: bool, forgets_factors: bool, act: Act
) -> OneTimeLink:
    OneTimeLink.objects.filter(person=person, used_at__isnull=True).delete()
    return OneTimeLink.objects.create(
        key=act.key,
        person=person,
        kind=OneTimeLink.Kind.WELCOME if is_new else OneTimeLink.Kind.RENEWAL,
        digest=_digest(secret),
        forgets_factors=forgets_factors,
        made_by=act.by,
        made_at=act.received_at,
        until_at=act.received_at + LINK_LASTS,
    )


def find_link(*, secret: str, at: datetime) -> OneTimeLink | None:
    """The link of a secret, while it can be used."""
    found = OneTimeLink.objects.open_at(at).filter(
        digest=_digest(secret), person__is_active=True
    )
    return found.select_related("person").first()


@whole
def use_link(*, secret: str, passphrase: str, at: datetime) -> Person:
    """Set a passphrase by a one-time link. All sessions of the account end.

    Raises: LinkIsOver.
    """
    found = find_link(secret=secret, at=at)
    # The row is taken by whoever writes first: a link opens once.
    if found is None or not OneTimeLink.objects.filter(
        pk=found.pk, used_at__isnull=True
    ).update(used_at=at):
        raise LinkIsOver(_("This link was used, replaced, or is more than two days old."))
    person = found.person
    if found.forgets_factors:
        remove_all_factors(person=person)
    set_passphrase(person=person, passphrase=passphrase)
    act = Act(by=person, at=at, received_at=at)
    _enter(Deed.INVITE_PERSON, person, act, {"used": found.kind})
    return person


@whole
def forget_links(*, at: datetime) -> int:
    """Delete links that ended a month ago. Returns how many."""
    gone, _kinds = OneTimeLink.objects.filter(until_at__lte=at - LINKS_KEPT).delete()
    return gone
