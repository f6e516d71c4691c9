"""Doing one deed of a file: its form is filled in as a browser would post it."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Model
from django.http import QueryDict

from kinbridge.examples.setting import Names
from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.lined import Lined
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.people.acts import Act
from kinbridge.people.deeds import DeedForm, registry
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.sync.models import Receipt
from kinbridge.sync.operations import receive
from kinbridge.sync.queries import seen

NOON = time(12, tzinfo=UTC)


def do(told: Lined, sources: Lined, names: Names, now: datetime) -> bool:
    """Do one deed, unless it has been done. Whether it was new. Raises: Broken."""
    called = names.free(told, told.words("called"))
    key = names.key(called)
    by = _person(told, names)
    receipt = Receipt.objects.filter(key=key).first()
    new = receipt is None
    if receipt and receipt.deed != told.words("do"):
        raise told.broken(f"“{called}” was loaded before as another deed", "do")
    if receipt is None:
        form = _form(told, by, key, names)
        act = Act(
            by=by,
            at=_at(told),
            received_at=now,
            key=key,
            source=_source(told, sources),
            illustrative=_illustrative(told),
        )
        try:
            receipt = receive(form=form, act=act)
        except Refusal as refusal:
            at = f", {refusal.field}" if refusal.field else ""
            place = _place(told, refusal.field)
            raise place.broken(
                f"{told['do']}{at}: {refusal.message}", refusal.field or "do"
            ) from refusal
    names.keys[called] = UUID(receipt.made.split(":")[1])
    return new


def _person(told: Lined, names: Names) -> Person:
    """Whoever does it; fetched anew, for roles and company change on the way."""
    by = told.words("by")
    person = Person.objects.filter(key=names.find(told, by, "by")).first()
    if person is None:
        raise told.broken(f"“{by}” is no account", "by")
    return person


def _at(told: Lined) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(told.words("at")), NOON)
    except ValueError:
        raise told.broken(f"“{told['at']}” is no day; write it as 2012-03-14", "at") from None


def _source(told: Lined, sources: Lined) -> str:
    name = told.words("source", "")
    if name and name not in sources:
        raise told.broken(f"no source is called “{name}”", "source")
    return sources.words(name) if name else ""


def _illustrative(told: Lined) -> bool:
    said = told.words("illustrative", "false")
    if said not in {"true", "false"}:
        raise told.broken("illustrative is true or false", "illustrative")
    return said == "true"


def _form(told: Lined, by: Person, key: UUID, names: Names) -> DeedForm:
    """The form of a deed, filled in and in order. Raises: Broken."""
    form_class = _form_class(told)
    record = _record(told, form_class, by, names)
    if not form_class.may_be_done_by(by, record):
        raise told.broken(f"{told['by']} may not {told['do']} here", "by")
    data = _posted(told.part("told"), form_class, names)
    data["key"] = str(key)
    before = seen(form_class, record)
    if before:
        data["base"] = str(before["base"])
    form = form_class(data, record=record, by=by, initial=before)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        hits = "".join(f" (“{hit.words}” {hit.why})" for hit in form.hits.get(field, ()))
        place = _place(told, field)
        raise place.broken(f"{told['do']}, {field}: {' '.join(map(str, errors))}{hits}", field)
    return form


def _form_class(told: Lined) -> type[DeedForm]:
    deed = told.words("do")
    if deed not in Deed.values or Deed(deed) not in registry:
        raise told.broken(f"there is no deed “{deed}”", "do")
    return registry[Deed(deed)]


def _record(told: Lined, form_class: type[DeedForm], by: Person, names: Names) -> Model:
    about = told.words("about")
    key = names.find(told, about, "about")
    visible = form_class.about.objects.visible_to(by)  # type: ignore[attr-defined]
    record: Model | None = visible.filter(key=key).first()
    if record is None:
        kind = form_class.about._meta.verbose_name
        raise told.broken(f"{told['by']} sees no {kind} called “{about}”", "about")
    return record


def _place(told: Lined, field: str | None) -> Lined:
    """Where to point for a field: to its line if it has one, else to the deed."""
    part = told.part("told")
    return part if field in part else told


def _posted(told: Lined, form_class: type[DeedForm], names: Names) -> QueryDict:
    """What was told, as a browser would post it."""
    data = QueryDict(mutable=True)
    for name, value in told.items():
        field = form_class.base_fields.get(name)
        if field is None:
            raise told.broken(f"{form_class.deed} has no field “{name}”", name)
        if isinstance(field, RoughDateField):
            data.update(_rough(told, name))
        elif isinstance(value, list):
            data.setlist(name, [_choice(told, field, name, item, names) for item in value])
        else:
            data[name] = _choice(told, field, name, told.words(name), names)
    return data


def _rough(told: Lined, name: str) -> dict[str, str]:
    if isinstance(told[name], str):
        return {f"{name}_1": told[name]}
    when = told.part(name).only(["on", "words"])
    return {f"{name}_0": when.words("on", ""), f"{name}_1": when.words("words", "")}


def _choice(told: Lined, field: forms.Field, at: str, value: Any, names: Names) -> str:
    """A value as posted: where a record is chosen, its name becomes its key."""
    if not isinstance(value, str):
        raise told.broken(f"“{at}” must be words, or a list of words", at)
    if isinstance(field, forms.ModelChoiceField):
        return str(names.find(told, value, at))
    if (
        isinstance(field, forms.ChoiceField)
        and value in names.keys
        and not field.valid_value(value)
    ):
        return str(names.keys[value])
    return value
