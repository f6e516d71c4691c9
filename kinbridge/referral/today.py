"""What of the sealed room waits for whom; never what a letter says."""

from collections.abc import Iterator
from itertools import chain

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinbridge.foundation.pages import page_of
from kinbridge.foundation.today import Thing, look_for
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.referral.models import FocalPoint, Referral, Slot
from kinbridge.referral.queries import own_focal_points, uncovered

A_FEW = 5


def letters_waiting(person: Person) -> Iterator[Thing]:
    """Sealed letters nobody has answered, for whoever holds a slot; and keys not made yet."""
    slots = Slot.objects.visible_to(person).filter(
        referral__closed_at__isnull=True, accepted_at__isnull=True
    )
    n = slots.count()
    if n:
        title = ngettext("%(n)d letter waits for you", "%(n)d letters wait for you", n) % {
            "n": n
        }
        yield Thing(title, _("Sealed for you. Open it on your own device."), reverse("mailbox"))
    for point in own_focal_points(person).filter(identity__isnull=True)[:A_FEW]:
        yield Thing(
            str(point), _("Make your keys: nothing can be sealed for you yet."), page_of(point)
        )


def places_without(person: Person) -> Iterator[Thing]:
    """Districts that no referral can be sealed for: said beforehand, not in need."""
    for area in uncovered(person, Deed.NAME_FOCAL_POINT, timezone.now())[:A_FEW]:
        why = _(
            "Fewer than two focal points of two organisations: nothing can be sealed there."
        )
        yield Thing(_("Nobody to receive referrals"), why, reverse("focal_points"), area.name)


def to_verify(person: Person) -> Iterator[Thing]:
    """Focal points that wait for a second person, or to be checked again."""
    points = FocalPoint.objects.visible_to(person).exclude(person=person)
    waiting = [point for point in points if not point.is_verified or point.held_at]
    for point in waiting[:A_FEW]:
        if person.pk == point.named_by_id and not point.held_at:
            continue
        why = (
            _("Nothing is sent there until somebody has checked it.")
            if point.held_at
            else _("A second person calls the number before anything is sent there.")
        )
        yield Thing(str(point), why, page_of(point), point.area.name)


def not_reached(person: Person) -> Iterator[Thing]:
    """Focal points from whom messages come back, for whoever names them."""
    areas = Area.objects.under(person.areas_for(Deed.NAME_FOCAL_POINT))
    points = FocalPoint.objects.visible_to(person).in_use().filter(area__in=areas)
    for point in points.filter(failing_since__isnull=False)[:A_FEW]:
        why = _("Messages come back from it. Call there, and correct the number.")
        yield Thing(str(point), why, page_of(point), point.area.name)


def unanswered(person: Person) -> Iterator[Thing]:
    """Letters that nobody has answered, for the auditor."""
    n = Referral.objects.visible_to(person).open().filter(red_at__isnull=False).count()
    if n:
        title = ngettext(
            "Nobody has answered %(n)d letter", "Nobody has answered %(n)d letters", n
        ) % {"n": n}
        yield Thing(
            title, _("The ladder has called everybody. Call them."), reverse("referrals")
        )


def register() -> None:
    """Say all this on the page of today."""
    look_for(Deed.SEE_MAILBOX, letters_waiting)
    look_for(Deed.SEE_REFERRAL_STATES, unanswered)
    look_for(Deed.VERIFY_FOCAL_POINT, to_verify)
    look_for(Deed.NAME_FOCAL_POINT, lambda who: chain(places_without(who), not_reached(who)))
