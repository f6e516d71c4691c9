"""Saying that two entries are the same, and taking it back: nothing is merged, one stands for
both."""

from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from kinbridge.directory.models import STREAM, Helper
from kinbridge.directory.standard import Provider
from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed

Joinable = TypeVar("Joinable", Helper, Provider)


class StandsForOthers(Conflict):
    """One of the two is joined already: a chain of them could not be taken apart again."""


@whole
def join_helpers(*, helper: Helper, same_as: Helper, act: Act) -> Helper:
    """Another entry stands for this one from now on. Raises: StandsForOthers."""
    return _join(helper, same_as, Deed.JOIN_HELPERS, act)


@whole
def part_helpers(*, helper: Helper, act: Act) -> Helper:
    """The entry stands for itself again, as it was."""
    return _part(helper, Deed.PART_HELPERS, act)


@whole
def join_providers(*, provider: Provider, same_as: Provider, act: Act) -> Provider:
    """Another body stands for this one from now on. Raises: StandsForOthers."""
    return _join(provider, same_as, Deed.JOIN_PROVIDERS, act)


@whole
def part_providers(*, provider: Provider, act: Act) -> Provider:
    """The body stands for itself again, as it was."""
    return _part(provider, Deed.PART_PROVIDERS, act)


def _join(one: Joinable, other: Joinable, deed: Deed, act: Act) -> Joinable:
    if one.pk == other.pk or other.joined_with or one.joined.exists():
        raise StandsForOthers(
            _("One of these two stands for another already. Part them first."), field="same_as"
        )
    one.joined_with = other
    one.save(update_fields=["joined_with"])
    enter(stream=STREAM, deed=deed, about=one, act=act, payload={"same_as": str(other.key)})
    return one


def _part(one: Joinable, deed: Deed, act: Act) -> Joinable:
    one.joined_with = None
    one.save(update_fields=["joined_with"])
    enter(stream=STREAM, deed=deed, about=one, act=act, payload={})
    return one
