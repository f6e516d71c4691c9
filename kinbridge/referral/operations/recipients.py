"""Who may receive referrals: named, verified by a second person, on duty, stopped, resumed."""

from datetime import date, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Conflict, Invalid, NotAllowed
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.people.acts import Act
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed, Role
from kinbridge.places.models import Area
from kinbridge.referral.content import Need
from kinbridge.referral.models import FocalPoint, Referral
from kinbridge.referral.models.recipients import RECEIVING

STREAM = "focal points"


class NoReceivingRole(Invalid):
    """The account does not hold a role that may receive referrals over this place."""


class NotTheirNeed(Invalid):
    """A concern about conduct goes to safeguarding leads alone, and nothing else does."""


class SecondPersonNeeded(NotAllowed):
    """Nobody verifies whom they named, nor themselves."""


class NothingToVerify(Conflict):
    """It was verified before, and nothing has changed since."""


@whole
def name_focal_point(
    *,
    area: Area,
    person: Person,
    title: str,
    needs: list[str],
    rank: int,
    hours: str,
    begins: time | None,
    ends: time | None,
    phone: str,
    act: Act,
) -> FocalPoint:
    """Name an officer who may receive referrals. Counts once a second person has verified it.

    Raises: NoReceivingRole, NotTheirNeed, Conflict.
    """
    held = [grant for grant in person.grants if area.is_under(grant.area)]
    receiving = [grant for grant in held if grant.role in RECEIVING]
    organisations = [grant.organisation for grant in receiving if grant.organisation]
    if not organisations:
        raise NoReceivingRole(
            _("This person holds no role here that receives referrals, for an organisation."),
            field="person",
        )
    _check_needs({Role(grant.role) for grant in receiving}, needs)
    if FocalPoint.objects.filter(person=person, area=area).exists():
        raise Conflict(_("This person is a focal point here already."), field="person")
    point = FocalPoint.objects.create(
        key=act.key,
        person=person,
        organisation=organisations[0],
        area=area,
        title=title,
        needs=sorted(needs),
        rank=rank,
        hours=hours,
        begins=begins,
        ends=ends,
        phone=phone,
        named_by=act.by,
        named_at=act.received_at,
    )
    _enter(Deed.NAME_FOCAL_POINT, point, act, needs=point.needs, rank=rank)
    return point


def _check_needs(roles: set[Role], needs: list[str]) -> None:
    if (Role.SAFEGUARDING_LEAD in roles) != (list(needs) == [Need.STAFF]):
        raise NotTheirNeed(
            _(
                "Concerns about conduct at work go to safeguarding leads, and to them nothing "
                "else does."
            ),
            field="needs",
        )


def _enter(deed: Deed, point: FocalPoint, act: Act, **told: Any) -> None:
    """The journal keeps who and where, never a number."""
    said = {"person": point.person, "area": point.area, **told}
    enter(stream=STREAM, deed=deed, about=point, act=act, payload=said)


def _again(point: FocalPoint) -> FocalPoint:
    """The row, locked, as it stands now."""
    return FocalPoint.objects.select_for_update().get(pk=point.pk)


@whole
def verify_focal_point(*, focalpoint: FocalPoint, act: Act) -> FocalPoint:
    """The second pair of eyes: called back on the number, and it is who it should be.

    Raises: SecondPersonNeeded, NothingToVerify.
    """
    point = _again(focalpoint)
    if act.by.pk in {point.person_id, point.named_by_id}:
        raise SecondPersonNeeded(
            _("Somebody else must verify it: not who named it, not the person themselves.")
        )
    if point.is_verified:
        raise NothingToVerify(_("This focal point was verified before."))
    if point.new_phone:
        point.phone, point.failing_since = point.new_phone, None
    point.new_phone, point.verified_by, point.verified_at = "", act.by, act.received_at
    point.save(
        update_fields=["phone", "new_phone", "failing_since", "verified_by", "verified_at"]
    )
    _enter(Deed.VERIFY_FOCAL_POINT, point, act)
    return point


@whole
def change_duty(
    *,
    focalpoint: FocalPoint,
    hours: str,
    begins: time | None,
    ends: time | None,
    away_until: date | None,
    phone: str,
    act: Act,
) -> FocalPoint:
    """Say when one is on duty. A new number counts after a second person has called it."""
    point = _again(focalpoint)
    point.hours, point.begins, point.ends, point.away_until = hours, begins, ends, away_until
    is_new = phone != point.phone
    point.new_phone = phone if is_new else ""
    if is_new:
        point.named_by = act.by  # whoever tells a number does not verify it
    point.save(update_fields=["hours", "begins", "ends", "away_until", "new_phone", "named_by"])
    _enter(Deed.CHANGE_DUTY, point, act, away_until=away_until, new_number=is_new)
    return point


@whole
def name_deputy(*, focalpoint: FocalPoint, deputy: FocalPoint | None, act: Act) -> FocalPoint:
    """Say who stands in: somebody of the same organisation, or nobody.

    Raises: Invalid.
    """
    point = _again(focalpoint)
    if deputy and (deputy.organisation_id != point.organisation_id or deputy.pk == point.pk):
        raise Invalid(_("A deputy is somebody else of the same organisation."), field="deputy")
    point.deputy = deputy
    point.save(update_fields=["deputy"])
    _enter(Deed.NAME_DEPUTY, point, act, deputy=deputy)
    return point


@whole
def stop_using(*, focalpoint: FocalPoint, act: Act) -> FocalPoint:
    """Mark “do not use until checked”, at once: a child was turned away, or harmed.

    Raises: Conflict.
    """
    return _hold(focalpoint, FocalPoint.Held.UNCHECKED, Deed.STOP_USING, act)


@whole
def suspend_focal_point(*, focalpoint: FocalPoint, act: Act) -> FocalPoint:
    """Suspend: a device was lost, somebody left. What was on its way goes on to the next.

    Raises: Conflict.
    """
    return _hold(focalpoint, FocalPoint.Held.SUSPENDED, Deed.SUSPEND_FOCAL_POINT, act)


def _hold(focalpoint: FocalPoint, held: str, deed: Deed, act: Act) -> FocalPoint:
    point = _again(focalpoint)
    if point.held_at is not None:
        raise Conflict(_("Nothing is sent there now already."))
    point.held, point.held_at = held, act.received_at
    point.save(update_fields=["held", "held_at"])
    # Whoever has letters on this desk must not wait for it any longer.
    waiting = Referral.objects.open().filter(slots__focal_point=point)
    Referral.objects.filter(pk__in=waiting.values("pk")).update(next_at=act.received_at)
    _enter(deed, point, act)
    return point


@whole
def resume_focal_point(*, focalpoint: FocalPoint, act: Act) -> FocalPoint:
    """It was checked: letters go there again, from now on.

    Raises: SecondPersonNeeded, Conflict.
    """
    point = _again(focalpoint)
    if act.by.pk == point.person_id:
        raise SecondPersonNeeded(_("Somebody else must say that you go on."))
    if point.held_at is None:
        raise Conflict(_("Letters go there already."))
    point.held, point.held_at = "", None
    point.save(update_fields=["held", "held_at"])
    _enter(Deed.RESUME_FOCAL_POINT, point, act)
    return point
