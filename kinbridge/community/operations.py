"""Welcoming a community, accompanying it, recording how it comes together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import (
    Accompaniment,
    Attachment,
    Community,
    Gathering,
    Pause,
)
from kinbridge.foundation.errors import Conflict, Invalid
from kinbridge.foundation.references import kind_of
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter, open_stream
from kinbridge.people.acts import Act, Base
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.sync.files import forget_files, path_of
from kinbridge.sync.operations import merge


class AlreadyWelcomed(Conflict):
    """A community of this name is already recorded in this place."""


class AlreadyAccompanied(Conflict):
    """This person accompanies the community already, in this role."""


class PauseIsOver(Conflict):
    """The pause has been ended before."""


@whole
def welcome_community(
    *,
    area: Area,
    name: str,
    kind: str,
    language: str,
    office_language: str,
    cluster: Community | None,
    act: Act,
) -> Community:
    """Record a community that is to be accompanied, and open its journal.

    Raises: AlreadyWelcomed.
    """
    if Community.objects.filter(area=area, name__iexact=name).exists():
        raise AlreadyWelcomed(_("A community of this name is already here."), field="name")
    community = Community.objects.create(
        key=act.key,
        area=area,
        name=name,
        kind=kind,
        language=language,
        office_language=office_language,
        cluster=cluster,
        welcomed_at=act.at,
    )
    open_stream(name=community.stream)
    enter(stream=community.stream, deed=Deed.WELCOME_COMMUNITY, about=community, act=act)
    return community


@whole
def accompany(*, community: Community, person: Person, role: str, act: Act) -> Accompaniment:
    """Say that a facilitator or mentor walks with a community from now on.

    Raises: AlreadyAccompanied; Invalid, where the person does not hold the role there.
    """
    if role not in person.roles_over(community.area):
        raise Invalid(_("This person does not hold this role here."), field="person")
    if (
        Accompaniment.objects.now()
        .filter(community=community, person=person, role=role)
        .exists()
    ):
        raise AlreadyAccompanied(_("This person accompanies the community already."))
    accompaniment = Accompaniment.objects.create(
        key=act.key, community=community, person=person, role=role, began_at=act.at
    )
    enter(stream=community.stream, deed=Deed.ACCOMPANY, about=accompaniment, act=act)
    return accompaniment


@whole
def end_accompaniment(*, accompaniment: Accompaniment, act: Act) -> Accompaniment:
    """End an accompaniment; its record stays."""
    if accompaniment.ended_at is not None:
        raise Conflict(_("This accompaniment has ended before."))
    accompaniment.ended_at = act.received_at
    accompaniment.save(update_fields=["ended_at"])
    stream = accompaniment.community.stream
    enter(stream=stream, deed=Deed.END_ACCOMPANIMENT, about=accompaniment, act=act)
    return accompaniment


@whole
def record_gathering(
    *, community: Community, when: RoughDate, act: Act, **told: Any
) -> Gathering:
    """Record that people came together, perhaps weeks later.

    ``told`` are the fields of ``Gathering``: kind, where, language, counts, what was said.
    """
    gathering = Gathering.objects.create(
        key=act.key, community=community, **when.columns(otherwise=act.at.date()), **told
    )
    enter(stream=community.stream, deed=Deed.RECORD_GATHERING, about=gathering, act=act)
    return gathering


@whole
def correct_gathering(
    *, gathering: Gathering, changes: Mapping[str, Any], base: Base, act: Act
) -> Gathering:
    """Change what was recorded of a gathering, field by field."""
    merge(record=gathering, changes=changes, base=base, act=act)
    stream = gathering.community.stream
    enter(stream=stream, deed=Deed.CORRECT_GATHERING, about=gathering, act=act, payload=changes)
    return gathering


@whole
def add_photo(*, gathering: Gathering, photo: str, words: str, act: Act) -> Attachment:
    """Attach a photo of a flip chart to a gathering."""
    kind = Attachment.Kind.PHOTO
    return attach(record=gathering, kind=kind, file=photo, words=words, act=act)


def attach(*, record: Any, kind: str, file: str, words: str, act: Act) -> Attachment:
    """Attach a kept file to a record; for operations that do so."""
    made = Attachment.objects.create(
        key=act.key,
        community=record.community,
        kind=kind,
        of_kind=kind_of(record),
        of_key=record.key,
        words=words,
        file=file,
        size=path_of(file).stat().st_size,
        added_at=act.at,
    )
    deed = {"photo": Deed.ADD_PHOTO, "reading": Deed.ADD_READING}[kind]
    enter(stream=made.community.stream, deed=deed, about=made, act=act)
    return made


@whole
def remove_attachment(*, attachment: Attachment, act: Act) -> Attachment:
    """Take a photo or a recording away; its content goes with it."""
    file, of = attachment.file, f"{attachment.of_kind}:{attachment.of_key}"
    Attachment.objects.filter(pk=attachment.pk).delete()
    if not Attachment.objects.filter(file=file).exists():
        transaction.on_commit(lambda: path_of(file).unlink(missing_ok=True))
    enter(
        stream=attachment.community.stream, deed=Deed.REMOVE_ATTACHMENT, about=attachment,
        act=act, payload={"of": of},
    )  # fmt: skip
    return attachment


def sweep_files(*, at: datetime) -> int:
    """Files that came for nothing, or whose record has been erased. Returns how many went."""
    return forget_files(at=at, named=Attachment.objects.values_list("file", flat=True))


@whole
def begin_pause(*, community: Community, reason: str, when: RoughDate, act: Act) -> Pause:
    """Note that a community rests from this for a while."""
    pause = Pause.objects.create(
        key=act.key,
        community=community,
        reason=reason,
        **when.columns(otherwise=act.at.date()),
    )
    enter(stream=community.stream, deed=Deed.BEGIN_PAUSE, about=pause, act=act)
    return pause


@whole
def end_pause(*, pause: Pause, when: RoughDate, act: Act) -> Pause:
    """Note that a community has taken it up again.

    Raises: PauseIsOver.
    """
    if pause.is_over:
        raise PauseIsOver(_("This pause is over already."))
    pause.ended_on, pause.ended_words, pause.is_over = when.on, when.words, True
    pause.save(update_fields=["ended_on", "ended_words", "is_over"])
    enter(stream=pause.community.stream, deed=Deed.END_PAUSE, about=pause, act=act)
    return pause
