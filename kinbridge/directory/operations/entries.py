"""Entering helpers, correcting them, checking that an entry still holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.directory.hsds.columns import SERVED
from kinbridge.directory.models import (
    STREAM,
    Formality,
    Helper,
    HelperCheck,
    SearchWord,
    ServiceArea,
)
from kinbridge.directory.phones import check_number
from kinbridge.directory.queries import office_called, place_at
from kinbridge.directory.search import words_for
from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.people.acts import Act, Base
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area, Level
from kinbridge.sync.operations import merge


class AlreadyInDirectory(Conflict):
    """An office of this name is already entered for this place."""


@whole
def add_helper(*, area: Area, name: str, level: str, act: Act, **told: Any) -> Helper:
    """Enter somebody who can be asked for help.

    The entry stands at the area of its level above ``area``: an office of the district at
    the district. ``told`` are the other fields of ``Helper``.

    Raises: AlreadyInDirectory; non-formal helpers may share a name. NoPhoneNumber.
    """
    check_number(told.get("phone", ""), area.country.code)
    place = place_at(level=Level(level), area=area)
    is_office = told["formality"] != Formality.NONFORMAL
    if is_office and office_called(name=name, area=place):
        raise AlreadyInDirectory(_("This helper is already in the directory."), field="name")
    return enter_helper(area=place, name=name, level=level, act=act, **told)


@whole
def enter_helper(*, area: Area, act: Act, **told: Any) -> Helper:
    """Make an entry exactly at ``area``: also for parts whose own deed names a helper.

    ``told`` are the fields of ``Helper``; an entry in a community's words is not public.
    """
    helper = Helper.objects.create(key=act.key, area=area, changed_at=act.received_at, **told)
    index(helpers=[helper])
    enter(stream=STREAM, deed=Deed.ADD_HELPER, about=helper, act=act)
    return helper


@whole
def correct_helper(
    *, helper: Helper, changes: Mapping[str, Any], base: Base, act: Act
) -> Helper:
    """Change an entry, field by field; it is public from then on.

    Of two organisations told at once the one that came last stands. Raises: NoPhoneNumber.
    """
    check_number(changes.get("phone", ""), helper.area.country.code)
    told, helper.is_public = dict(changes), True
    if "organisation" in told:
        helper.organisation = told.pop("organisation")
    _change(helper, told, base, act)
    enter(stream=STREAM, deed=Deed.CORRECT_HELPER, about=helper, act=act, payload=changes)
    return helper


@whole
def describe_service(
    *, helper: Helper, changes: Mapping[str, Any], base: Base, act: Act
) -> Helper:
    """Say what somebody has to know before they set out, field by field."""
    _change(helper, changes, base, act)
    enter(stream=STREAM, deed=Deed.DESCRIBE_SERVICE, about=helper, act=act, payload=changes)
    return helper


@whole
def say_places_served(
    *, helper: Helper, places: Sequence[Area], shape: Mapping[str, Any] | None, act: Act
) -> Helper:
    """Say which places it is there for, instead of what was told before; imports leave it."""
    helper.changed_at = act.received_at
    helper.own = sorted({*helper.own, SERVED})
    helper.save(update_fields=["changed_at", "own"])
    helper.service_areas.all().delete()
    served = [ServiceArea(helper=helper, area=area) for area in places]
    if shape:
        served.append(ServiceArea(helper=helper, shape=shape))
    ServiceArea.objects.bulk_create(served)
    enter(stream=STREAM, deed=Deed.SAY_PLACES_SERVED, about=helper, act=act)
    return helper


def _change(helper: Helper, changes: Mapping[str, Any], base: Base, act: Act) -> None:
    """What is put right here stands over what is told elsewhere from now on."""
    helper.changed_at = act.received_at
    helper.own = sorted({*helper.own, *changes})
    merge(record=helper, changes=changes, base=base, act=act)
    index(helpers=[helper])


@whole
def index(*, helpers: Sequence[Helper]) -> None:
    """Let these entries be found by the words they now have; part of other deeds."""
    SearchWord.objects.filter(helper__in=[helper.pk for helper in helpers]).delete()
    words = [word for helper in helpers for word in words_for(helper)]
    SearchWord.objects.bulk_create(words, batch_size=5000)


@whole
def check_helper(
    *, helper: Helper, how: str, still_right: bool, words: str, act: Act
) -> HelperCheck:
    """Record whether an entry still holds. One that does is public from then on."""
    if still_right and not helper.is_public:
        helper.is_public = True
        helper.save(update_fields=["is_public"])
    check = _check(helper, how, still_right, words, act)
    enter(stream=STREAM, deed=Deed.CHECK_HELPER, about=check, act=act)
    return check


@whole
def report_unanswered(*, helper: Helper, words: str, act: Act) -> HelperCheck:
    """Record that nobody answered: the entry is doubted until somebody has checked it."""
    check = _check(helper, HelperCheck.How.UNANSWERED, False, words, act)
    enter(stream=STREAM, deed=Deed.REPORT_UNANSWERED, about=check, act=act)
    return check


def _check(helper: Helper, how: str, still_right: bool, words: str, act: Act) -> HelperCheck:
    return HelperCheck.objects.create(
        key=act.key,
        helper=helper,
        how=how,
        still_right=still_right,
        words=words,
        checked_at=act.at,
        by=act.by,
    )
