"""Write docs/data-dictionary.md and docs/deeds.md from the models and the table of roles.

``python -m tools.dictionary`` writes them; a test fails when they are stale.
"""

import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django import forms
from django.apps import apps
from django.db import models
from django.utils.translation import override

from kinbridge.people.roles import EXCLUSIVE, MAY, MAY_BRING_IN, NEED_APPROVAL, Deed, Role
from tests.architecture.addresses import addresses

DOCS = Path(__file__).parents[1] / "docs"
MADE = "<!-- Made by `python -m tools.dictionary` from the code. Do not edit by hand. -->"

# Tables of Django and of the second factor, which keep things about people too.
BORROWED = {
    "contenttypes.ContentType": "The list of tables. No personal data.",
    "auth.Permission": "Comes with Django. Kinbridge grants nothing here; no personal data.",
    "auth.Group": "Comes with Django and stays empty.",
    "sessions.Session": (
        "Who is signed in, by account, until the session ends. Signing out deletes the row; "
        "`kinbridge manage clearsessions` deletes those that ran out."
    ),
    "otp_totp.TOTPDevice": (
        "The secret of a second factor by six digits, by account. Goes with the account."
    ),
    "otp_static.StaticDevice": "That an account has recovery codes. Goes with the account.",
    "otp_static.StaticToken": "Digests of recovery codes not yet used. A used one is deleted.",
}

DICTIONARY = f"""{MADE}

# Data dictionary

What each table holds, field by field, and what it holds about people. The sentences after
**Holds** stand in the code beside the table they speak of, and a test asks every table for one.
How long things are kept is told in [retention](retention.md); the words are explained in
[words](words.md).

Three things are true of every table. No field asks for a child’s name, and none for the
address of a home. `id` is the row’s number inside the server and is never shown; `key` is the
public handle, made at random. Words in quotation marks are what the form asks; *guarded* words
pass the text guard before they are saved.

"""

DEEDS = f"""{MADE}

# Deeds, and who may do them

Everything that can be seen or done in Kinbridge stands in one table in
`kinbridge/people/roles.py`; what is not there, nobody may do. This page is made from it.

A role is held over a place. The table says whether a role may do a deed at all; whether a
particular thing is in a person’s sight is the second question. A facilitator or mentor reaches
only the communities they accompany; an official only what a community sent to their office.

"""


def main() -> None:
    """Write both pages."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(f"docs/{name} written")


def pages() -> dict[str, str]:
    """The generated pages by file name, in English whatever the reader's language."""
    with override("en"):
        return {"data-dictionary.md": data_dictionary(), "deeds.md": deeds()}


# --- Data -----------------------------------------------------------------------------------


# Fields whose name says the same everywhere.
COMMON = {
    "key": "made at random; a form’s key becomes the key of what it makes",
    "password": "the hash of the passphrase, never the passphrase",
    "last_login": "when they last signed in",
    "by": "by which account",
    "at": "when the form was filled in, by the device’s clock",
    "received_at": "when the server received it",
    "about": "the thing concerned, as `kind:key`",
    "source": "where a worked example read it",
    "illustrative": "whether nobody reported it: part of an example",
    "guard_passed": "whether the writer looked at marked words and kept them",
    "payload": "what was told; empty once erased",
    "salt": "keeps a short payload from being guessed from its digest",
    "payload_digest": "the salted digest of what was told",
    "previous": "the digest of the entry before",
    "digest": "the link of the chain",
    "made": "what the deed made or changed",
    "leads_to": "the page shown after it",
    "unknown": "fields of a form from another version",
    "when_on": "the day, where it is known",
    "when_words": "when, in people’s own words",
    "when_sorts_on": "a day to sort by",
}


def data_dictionary() -> str:
    """Every model and field."""
    parts: dict[str, list[type[models.Model]]] = {}
    for model in apps.get_models(include_auto_created=True):
        if _part(model) or not model._meta.auto_created:
            parts.setdefault(_part(model), []).append(model)
    ours = [part for part in parts if part]
    text = DICTIONARY + _contents(ours)
    for part in ours:
        text += f"## {part}\n\n{_first_sentence(part)}\n\n"
        text += "".join(_model(model) for model in parts[part])
    borrowed = "".join(
        f"| `{model._meta.label}` | {BORROWED.get(model._meta.label, '')} |\n"
        for model in parts.get("", [])
    )
    return f"{text}## Borrowed tables\n\n| table | holds |\n|---|---|\n{borrowed}"


def _part(model: type[models.Model]) -> str:
    """The part a model lies in; none for those of Django."""
    names = model.__module__.split(".")
    return names[1] if names[0] == "kinbridge" else ""


def _contents(parts: list[str]) -> str:
    links = " · ".join(f"[{part}](#{part})" for part in parts)
    return f"{links} · [borrowed tables](#borrowed-tables)\n\n"


def _first_sentence(part: str) -> str:
    said = inspect.getdoc(apps.get_app_config(part).module) or ""
    return said.split("\n\n", 1)[0].replace("\n", " ")


def _model(model: type[models.Model]) -> str:
    """One model: what it is, what it holds about people, its fields."""
    if model._meta.auto_created:
        return _link_table(model)
    said, _, holds = (inspect.getdoc(model) or "").partition("Holds:")
    asked = _asked_for(model)
    rows = "".join(
        _field(field, asked.get(field.name, ""))
        for field in model._meta.get_fields()
        if field.concrete and field.name != "id"
    )
    return (
        f"### {model.__name__}\n\n{_flow(said)}\n\n**Holds:** {_flow(holds)}\n\n"
        f"| field | kind | what it is |\n|---|---|---|\n{rows}\n"
    )


def _link_table(model: type[models.Model]) -> str:
    ends = [f.related_model for f in model._meta.get_fields() if f.is_relation and f.concrete]
    joined = " and ".join(end.__name__ for end in ends if inspect.isclass(end))
    return f"`{model.__name__}` joins {joined}. No personal data.\n\n"


def _asked_for(model: type[models.Model]) -> dict[str, str]:
    """What forms ask that fill this model's fields, and whether the guard reads the answer."""
    asked: dict[str, str] = {}
    for found in _by_part().values():
        for form in found:
            if inspect.signature(form.operation).return_annotation is model:
                for name, field in _told(form):
                    asked.setdefault(name, _question(form, name, field))
    return asked


def _question(form: Any, name: str, field: forms.Field) -> str:
    label = f"“{_flow(str(field.label))}”" if field.label else ""
    is_words = isinstance(field, forms.CharField) and name not in form.unguarded
    return f"{label} *guarded*".strip() if is_words else label


def _field(field: Any, asked: str) -> str:
    told = [_flow(str(field.help_text)) or asked or COMMON.get(field.name, "")]
    told += [_one_of(field.flatchoices)] if field.choices else []
    told += [_when_deleted(field)] if field.is_relation else []
    told += ["may be empty"] if field.blank or field.null else []
    return f"| `{field.name}` | {_kind(field)} | {_cell('; '.join(filter(None, told)))} |\n"


# The first that fits: a moment is also a day.
_KINDS: dict[type[Any], str] = {
    models.UUIDField: "key",
    models.BooleanField: "yes or no",
    models.DateTimeField: "moment",
    models.DateField: "day",
    models.JSONField: "structured",
    models.BinaryField: "bytes",
    models.TextField: "free words",
    models.IntegerField: "number",
}
_WHEN_DELETED: dict[Any, str] = {
    models.CASCADE: "deleted with it",
    models.PROTECT: "keeps it from being deleted",
    models.SET_NULL: "emptied when it is deleted",
}


def _kind(field: Any) -> str:
    if field.is_relation:
        many = "many " if field.many_to_many else ""
        return f"{many}{field.related_model.__name__}"
    if isinstance(field, models.CharField):
        return "choice" if field.choices else f"words, up to {field.max_length}"
    found = (kind for of, kind in _KINDS.items() if isinstance(field, of))
    return next(found, type(field).__name__)


def _when_deleted(field: Any) -> str:
    return _WHEN_DELETED.get(getattr(field.remote_field, "on_delete", None), "")


# --- Deeds ----------------------------------------------------------------------------------

PAGES = """
## Pages, and what opens them

A page shows only what is in the person’s sight; the rest is not found. Every form lies behind
`/do/`, which asks the table above.

"""

ASKS = """
## What each deed asks

Each deed is one form. Fields in *italics* may stay empty. *Rough date*: a day, or words such as
“after the harvest 2025”, or both. A correction sends only the fields that were changed.

"""


def deeds() -> str:
    """The table of roles and deeds, then the form of each deed."""
    text = f"{DEEDS}| deed | {' | '.join(str(role.label) for role in Role)} |\n"
    text += f"|---|{':-:|' * len(Role)}\n"
    text += "".join(f"| {_named(deed)} | {_who(deed)} |\n" for deed in Deed)
    text += _rules() + _doors() + ASKS
    for part, found in _by_part().items():
        text += f"### {part}\n\n" + "".join(_deed(form) for form in found)
    return text.rstrip() + "\n"


def _named(deed: Deed) -> str:
    is_form = any(form.deed == deed for found in _by_part().values() for form in found)
    code = f"[`{deed.value}`](#{deed.value})" if is_form else f"`{deed.value}`"
    return f"{code} {_cell(str(deed.label))}"


def _who(deed: Deed) -> str:
    return " | ".join("●" if role in MAY.get(deed, ()) else "" for role in Role)


def _rules() -> str:
    brings = "".join(
        f"- {r.label} brings in: {_listed(to)}\n" for r, to in MAY_BRING_IN.items()
    )
    return (
        f"\nA second person must approve these roles: {_listed(NEED_APPROVAL)}. "
        f"Nobody holds two of these together: {_listed(EXCLUSIVE)}.\n\n{brings}"
    )


def _doors() -> str:
    """Every page and the door before it."""
    rows = "".join(
        f"| `/{address.route}` | {_door(address.view)} |\n"
        for address in sorted(addresses(), key=lambda address: address.route)
    )
    return f"{PAGES}| page | door |\n|---|---|\n{rows}"


def _door(view: Any) -> str:
    door = getattr(view, "door", "")
    return {"open": "open to everybody", "signed in": "whoever is signed in"}.get(
        door, f"`{door}`"
    )


def _listed(roles: frozenset[Role]) -> str:
    return ", ".join(str(role.label) for role in Role if role in roles)


def _by_part() -> dict[str, list[Any]]:
    """The forms, in the order of the table, under the part that defines them."""
    from kinbridge.people.deeds import registry  # noqa: PLC0415 (Django is set up by now)

    found: dict[str, list[Any]] = {}
    for form in (registry[deed] for deed in Deed if deed in registry):
        found.setdefault(form.__module__.split(".")[1], []).append(form)
    return found


def _deed(form: Any) -> str:
    lead = f" {_flow(str(form.lead))}" if form.lead else ""
    fields = "".join(_asked(name, field) for name, field in _told(form))
    fields = fields or "- nothing more: sending the form does it\n"
    about = form.about.__name__
    return f"#### `{form.deed.value}`\n\n{form.title}.{lead} About: {about}.\n\n{fields}\n"


def _told(form: Any) -> Iterator[tuple[str, forms.Field]]:
    for name, field in form.base_fields.items():
        if name != "looked_again" and not field.widget.is_hidden:
            yield name, field


def _asked(name: str, field: forms.Field) -> str:
    shown = f"`{name}`" if field.required else f"*`{name}`*"
    label = f" {field.label}" if field.label else ""
    return f"- {shown}{label.rstrip('.:')} ({_asks_for(field)})\n"


def _asks_for(field: forms.Field) -> str:
    if isinstance(field, forms.ModelChoiceField):
        many = isinstance(field, forms.ModelMultipleChoiceField)
        return f"{'any' if many else 'one'} of the records offered"
    if isinstance(field, forms.ChoiceField):
        some = "any" if isinstance(field, forms.MultipleChoiceField) else "one"
        options: Any = field.choices
        return f"{some} of: {_choices(options)}" if options else f"{some} of those offered"
    return _ASKS_FOR.get(type(field).__name__) or f"words, up to {field.max_length}"  # type: ignore[attr-defined]


_ASKS_FOR = {
    "RoughDateField": "rough date",
    "IntegerField": "number",
    "BooleanField": "yes or no",
    "DateField": "day",
}


# --- Words ----------------------------------------------------------------------------------


def _one_of(options: Any) -> str:
    return "one of the deeds" if options == Deed.choices else f"one of: {_choices(options)}"


def _choices(options: Any) -> str:
    return ", ".join(str(label) for value, label in options if value != "")


def _flow(text: str) -> str:
    """Lines joined, code marks of docstrings turned into those of Markdown."""
    return re.sub(r"\s+", " ", text).strip().replace("``", "`")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinbridge.config.settings")
    django.setup()
    main()
