"""Receiving a deed once; merging a change field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Field, Model
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.pages import page_of
from kinbridge.foundation.plain import canonical, plain
from kinbridge.foundation.references import reference
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.people.acts import Act, Base
from kinbridge.people.deeds import Correction, DeedForm
from kinbridge.people.models import Person
from kinbridge.sync.models import Holding, Receipt, Version, Wording


class KeyUsedBefore(Conflict):
    """The same key came with another deed, or from another person."""


class SentBefore(Conflict):
    """The same form came before, with other words: those were saved, these were not."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(
            _("This was saved before, with other words. Look at it, and correct it there.")
        )
        self.receipt = receipt


class RecordedBefore(Conflict):
    """The very same was recorded a short while ago, under another key: once more is asked
    about, for a form that somebody went back to looks like a new one."""

    def __init__(self, receipt: Receipt) -> None:
        at, now = timezone.localtime(receipt.at), timezone.localtime()
        how = "TIME_FORMAT" if at.date() == now.date() else "DATETIME_FORMAT"
        super().__init__(
            _("You recorded just this at %(time)s. Record it once more?")
            % {"time": date_format(at, how)},
            field="once_more",
        )
        self.receipt = receipt


def first_receipt(
    *, key: object, deed: str, by: Person, data: Mapping[str, Any]
) -> Receipt | None:
    """The receipt that a form's key has been answered with, if it has; read before all else.

    Raises: KeyUsedBefore; SentBefore, so that nobody takes words for saved that were not.
    """
    try:
        receipt = Receipt.objects.filter(key=UUID(str(key))).first()
    except ValueError:
        return None
    if receipt is None:
        return None
    if (receipt.by_id, receipt.deed) != (by.pk, deed):
        raise KeyUsedBefore(_("This form was sent before as something else. Open it anew."))
    if receipt.told_digest not in {"", _told_digest(data)}:
        raise SentBefore(receipt)
    return receipt


def _told_digest(data: Mapping[str, Any]) -> str:
    """What a person typed, as a keyed digest: the same for the same form sent again, and
    nothing to guess words from when they have been erased."""
    lists = data.lists() if isinstance(data, QueryDict) else data.items()
    typed = {
        name: value
        for name, value in lists
        if name not in {"csrfmiddlewaretoken", "from", "key", "base", "after"}
        and not name.startswith("initial-")
    }
    told = canonical(typed).decode()
    return salted_hmac("kinbridge.sync.receipt", told, algorithm="sha256").hexdigest()


ASKED_WITHIN = timedelta(hours=24)


def _content_digest(form: DeedForm) -> str:
    """What is recorded, about what and by whom, as a keyed digest. None of what may well come
    again: corrections, and deeds that tell nothing but themselves."""
    if isinstance(form, Correction) or not form.told:
        return ""
    told = [form.deed, reference(form.record), form.by.key, form.fields_told()]
    recorded = canonical(told).decode()
    return salted_hmac("kinbridge.sync.recorded", recorded, algorithm="sha256").hexdigest()


def _check_not_recorded(content: str, act: Act) -> None:
    """Raises: RecordedBefore."""
    near = (act.at - ASKED_WITHIN, act.at + ASKED_WITHIN)
    before = Receipt.objects.filter(content_digest=content, by=act.by, at__range=near)
    latest = before.order_by("-at", "-pk").first() if content else None
    if latest is not None:
        raise RecordedBefore(latest)


def receive(*, form: DeedForm, act: Act, asks: bool = False) -> Receipt:
    """Do the deed of a valid form, or answer a repeated key with its first receipt.

    ``asks``: where somebody is there to answer, the very same as a short while ago is asked
    about, unless the form says ``once_more``.

    Raises: Refusal, from the operation; KeyUsedBefore; SentBefore; RecordedBefore.
    """
    first = first_receipt(key=act.key, deed=form.deed, by=act.by, data=form.data)
    if first:
        return first
    try:
        return _do(form=form, act=act, asks=asks and not form.cleaned_data["once_more"])
    except IntegrityError:
        # The same form arrived twice at the same moment, and the other one won.
        first = first_receipt(key=act.key, deed=form.deed, by=act.by, data=form.data)
        if first is None:
            raise
        return first


@whole
def _do(*, form: DeedForm, act: Act, asks: bool) -> Receipt:
    content = _content_digest(form)
    if asks:
        _check_not_recorded(content, act)
    receipt = Receipt.objects.create(
        key=act.key,
        deed=form.deed,
        about=reference(form.record),
        by=act.by,
        at=act.at,
        received_at=act.received_at,
        told_digest=_told_digest(form.data),
        content_digest=content,
        unknown=_unknown(form),
    )
    made = form.do(act)
    receipt.made = reference(made)
    receipt.leads_to = page_of(made)
    receipt.save(update_fields=["made", "leads_to"])
    return receipt


def _unknown(form: DeedForm) -> dict[str, str]:
    """Fields that this version does not know: kept with the receipt, never dropped."""
    ours = {*form.fields, "csrfmiddlewaretoken", "from"}
    starts = (*(f"{name}_" for name in form.fields), "initial-", "settle-")
    return {
        name: str(value)[:4000]
        for name, value in form.data.items()
        if name not in ours and not name.startswith(starts)
    }


@dataclass(frozen=True)
class Merged:
    """What a change came to."""

    version: int
    differing: tuple[str, ...]


@whole
def merge(
    *,
    record: Model,
    changes: Mapping[str, Any],
    base: Base,
    act: Act,
) -> Merged:
    """Change the touched fields of a record, as somebody who had seen ``base`` of it.

    A value replaces those its writer had seen: all up to that version, and those of the
    writer's own forms ``after`` which it was written. Values it had not seen stay beside
    it. The outcome is the same for every order of arrival.
    """
    about = reference(record)
    Version.objects.get_or_create(about=about)
    version = Version.objects.select_for_update().get(about=about)
    version.number = max(version.number + 1, _second(act.received_at))
    version.save(update_fields=["number"])
    live = _write_wordings(about, changes, version.number, base, act)
    for field, wordings in live.items():
        _assign(record, field, min(wordings, key=lambda wording: wording.key.hex).value)
    record.save()
    differing = tuple(f for f, wordings in live.items() if _differ(wordings))
    return Merged(version.number, differing)


def _second(at: datetime) -> int:
    """Seconds since 2026. Numbers that follow the server's clock are never given twice, even
    after a backup was restored: what phones saw of the lost history covers nothing new."""
    return int((at - datetime(2026, 1, 1, tzinfo=UTC)).total_seconds())


def _write_wordings(
    about: str,
    changes: Mapping[str, Any],
    number: int,
    base: Base,
    act: Act,
) -> dict[str, list[Wording]]:
    live: dict[str, list[Wording]] = {}
    for field, value in sorted(changes.items()):
        standing = list(
            Wording.objects.filter(about=about, field=field).order_by("number", "pk")
        )
        seen = [w for w in standing if w.number <= base.version or w.key in base.after]
        Wording.objects.filter(pk__in=[w.pk for w in seen]).delete()
        new = Wording.objects.create(
            about=about, field=field, value=plain(value), number=number,
            key=act.key, by=act.by, at=act.at,
        )  # fmt: skip
        live[field] = [w for w in standing if w not in seen] + [new]
    return live


def _differ(wordings: list[Wording]) -> bool:
    return any(w.value != wordings[0].value for w in wordings)


def _assign(record: Model, field: str, value: Any) -> None:
    if isinstance(value, dict) and set(value) == {"on", "words"}:
        on = _column(record, f"{field}_on").to_python(value["on"])
        otherwise = getattr(record, f"{field}_sorts_on")
        columns = RoughDate(on, value["words"]).columns(prefix=field, otherwise=otherwise)
        for name, part in columns.items():
            setattr(record, name, part)
        return
    setattr(record, field, _column(record, field).to_python(value))


def _column(record: Model, name: str) -> "Field[Any, Any]":
    column = record._meta.get_field(name)
    if not isinstance(column, Field):
        raise TypeError(f"{name} is no column of {type(record).__name__}")
    return column


HOLDINGS_KEPT = timedelta(days=60)


@whole
def hold(
    *, person: Person, scope: str, digest: str, before: str, pages: bytes, at: datetime
) -> None:
    """Remember what a phone will hold of a scope, and forget what it has moved on from.

    ``before`` is what the phone says it holds now. It may never hear of what comes, so that
    stays too; what it held earlier goes.
    """
    mine = Holding.objects.filter(person=person)
    earlier = mine.filter(scope=scope, digest=before).values_list("before", flat=True).first()
    if earlier:
        mine.filter(scope=scope, digest=earlier).exclude(digest=digest).delete()
    Holding.objects.update_or_create(
        person=person,
        scope=scope,
        digest=digest,
        defaults={"before": before, "pages": pages, "used_at": at},
    )


@whole
def forget_holdings(*, at: datetime) -> int:
    """Forget what phones hold that has not changed for long; whole pages come the next time.
    Returns how many."""
    gone, _kinds = Holding.objects.filter(used_at__lte=at - HOLDINGS_KEPT).delete()
    return gone
