"""Refusals: the outcomes that the house planned. Anything else is a defect and rises."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"


class Refusal(Exception):
    """A deed that cannot be done, said aloud.

    ``message`` is fit for the reader and holds no personal data; ``field`` names the
    form field concerned, where there is one.
    """

    status = 422
    title: Text = _("This could not be done")

    def __init__(self, message: Text, *, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field


class Invalid(Refusal):
    """What was typed contradicts itself, or what is already recorded."""


class NotAllowed(Refusal):
    """The reader sees the thing, but the deed is not theirs to do."""

    status = 403
    title = _("This is not yours to do")


class Conflict(Refusal):
    """Someone was there first."""

    status = 409
    title = _("Someone was there first")


def at_fields(refusal: Refusal, known: Mapping[str, object]) -> str | None:
    """The field that a refusal belongs to, if the form has it."""
    return refusal.field if refusal.field in known else None
