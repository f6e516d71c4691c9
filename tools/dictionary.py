"""Write the generated pages of docs/ from the models, the table of roles and the scripts.

``python -m tools.dictionary`` writes them; a test fails when they are stale.
"""

import hashlib
import inspect
import os
from pathlib import Path
from typing import Any

import django
from django import forms
from django.apps import apps
from django.db import models
from django.utils.translation import override

from kinbridge.referral.scripts import OPENING_MODULES, SEALING_MODULES, file_of
from tools.deeds import cell, deeds, flow, forms_by_part, one_of, told

DOCS = Path(__file__).parents[1] / "docs"
MADE = "<!-- Made by `python -m tools.dictionary` from the code. Do not edit by hand. -->"

# Tables of Django and of the second factor, which keep things about people too.
BORROWED = {
    "contenttypes.ContentType": "The list of tables. No personal data.",
    "auth.Permission": "Comes with Django. Kinbridge grants nothing here; no personal data.",
    "auth.Group": "Comes with Django and stays empty.",
    "sessions.Session": (
        "Who is signed in, by account, until the session ends; and for up to 24 hours a form "
        "that came after its session had ended. Signing out deletes the row; "
        "`kinbridge manage clearsessions` deletes those that ran out."
    ),
    "django_tasks_database.DBTaskResult": (
        "That a job such as sending notices was due, and was done: its name, never what it "
        "was about. `kinbridge tidy` deletes finished ones after two days."
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


SCRIPTS = f"""{MADE}

# The scripts that seal and open

Whoever runs a server can change the scripts that it sends, and so read what is sealed
afterwards (see the [threat model](threat-model.md)). These are the scripts of this version.
Anybody can fetch them from a server, as a browser does, and compare:
`curl -s SITE/static/SCRIPT | sha256sum`.

| script | SHA-256 |
|---|---|
"""


def main() -> None:
    """Write both pages."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(f"docs/{name} written")


def pages() -> dict[str, str]:
    """The generated pages by file name, in English whatever the reader's language."""
    with override("en"):
        return {
            "data-dictionary.md": data_dictionary(),
            "deeds.md": f"{MADE}\n\n{deeds()}",
            "script-digests.md": script_digests(),
        }


def script_digests() -> str:
    """What each script that seals or opens must be, byte by byte."""
    vendored = [
        str(file.relative_to(static))
        for static in DOCS.parent.glob("kinbridge/*/static")
        for file in static.glob("*/vendor/**/*.js")
    ]
    names = sorted({*SEALING_MODULES, *OPENING_MODULES, *vendored})
    sums = {name: hashlib.sha256(file_of(name).read_bytes()).hexdigest() for name in names}
    rows = "\n".join(f"| `{name}` | `{told}` |" for name, told in sums.items())
    return f"{SCRIPTS}{rows}\n"


# --- Data -----------------------------------------------------------------------------------


# What a field is where neither its help text nor a form says so; first by its model.
KNOWN = {
    "about": "the thing concerned, as `kind:key`",
    "as_told": "written down by somebody who accompanies the community, for another side",
    "at": "when the form was filled in, by the device’s clock",
    "began_at": "since when",
    "by": "by which account",
    "checked_at": "when somebody looked",
    "answered_at": "when the answer was recorded",
    "told_at": "when it was recorded",
    "depth": "how many levels below the nation",
    "digest": "a digest, by which a change is seen",
    "forgets_factors": "whether the second factor is forgotten with it",
    "from_on": "since when",
    "guard_passed": "whether the writer looked at marked words and kept them",
    "head": "the number of the last entry",
    "illustrative": "whether nobody reported it: part of an example",
    "is_active": "whether the account is open",
    "is_over": "whether they have taken it up again",
    "is_public": "whether it is shown beyond those who named it",
    "key": "made at random; a form’s key becomes the key of what it makes",
    "language": "the code of a language",
    "languages": "codes of the languages spoken",
    "last_seen_at": "when it was last in touch",
    "revoked_at": "when it was let go",
    "token_digest": "the digest of what proves it; the token itself lies on the phone",
    "last_at": "when it last happened",
    "last_login": "when they last signed in",
    "leads_to": "the page shown after it",
    "levels": "the country’s own names of its levels",
    "made": "what the deed made or changed",
    "made_at": "when it was made",
    "n_failed": "how often it failed",
    "name": "its name",
    "named_at": "when it was recorded",
    "number": "its place in the order",
    "password": "the hash of the passphrase, never the passphrase",
    "path": "its p-code and those above it",
    "payload": "what was told; empty once erased",
    "payload_digest": "the salted digest of what was told",
    "pcode": "the code of the place in the country’s gazetteer",
    "previous": "the digest of the entry before",
    "public_key": "the public half of the key",
    "put_forward_at": "when it was put forward",
    "received_at": "when the server received it",
    "salt": "keeps a short payload from being guessed from its digest",
    "side": "`community`, or the key of a linkage",
    "sign_count": "how often it proved its owner, as it says itself",
    "source": "where a worked example read it",
    "unheard": "the groups not heard yet on the day it was recorded",
    "unheard_since_goal": "the groups not heard since the goal was chosen",
    "changed_at": "when it was changed last",
    "told": "all that a directory elsewhere told of it, as it came",
    "joined_with": "the one that turned out to be the same",
    "postal_code": "of its first address that has one",
    "Helper.terms": "what it is described by",
    "latitude": "degrees north; of a place where a service is found",
    "longitude": "degrees east",
    "Helper.provider": "the body that provides it",
    "Provider.folded": "its name without accents, to find the same once more",
    "Listing.kind": "what it is in the standard, such as `taxonomy_term`",
    "SearchWord.word": "the word, folded",
    "SearchWord.rank": "0: of the name; 1: of the rest",
    "unknown": "fields of a form from another version",
    "until_at": "until when it works",
    "until_on": "until when",
    "welcomed_at": "when it was welcomed",
    "closed_at": "when it was closed",
    "deciding_body_words": "the deciding body in words",
    "dropped_at": "when it was dropped",
    "dropped_why": "why it was dropped",
    "ended_at": "when it ended",
    "closing_words": "what people said at its end",
    "how_solved": "how it was solved",
    "used_at": "when it was used",
    "why_ended": "why it ended",
    "why_renewed": "why the sides go on",
    "LinkageStep.words": "how it went",
    "accepted_at": "when this one accepted",
    "acted_at": "when this one gave the service",
    "called_at": "when somebody was last told that it waits",
    "called_turn": "in which turn this one was told",
    "channel": "sms or push",
    "envelope_digest": "the digest of the whole letter",
    "erased_at": "when the letter was erased",
    "expires_at": "until when devices seal by it",
    "held_at": "since when nothing is sent there",
    "kid": "the random name of its mailbox",
    "new_phone": "a number that nobody has verified yet",
    "next_at": "when somebody must be told next; an open one always has such a moment",
    "opened_at": "when this one opened it",
    "published_at": "when it was published",
    "receipt": "what the sender got, signed by the server",
    "round": "which call of the turn",
    "seen_at": "when this one saw the child",
    "stored_at": "when it came, to the minute",
    "turn": "how often the ladder began",
    "verified_at": "when a second person called",
    "version": "goes up by one",
    "Ask.goal_words": "the goal’s words as they were sent",
    "Ask.goal_translation": "their translation as it was sent",
    "Draft.content": "the whole text and every commitment as they stood",
    "NextStep.is_open": "whether it is still to be taken",
    "Passkey.name": "the name its owner gave it",
    "Stream.name": "`community:key`, or the name of a part",
    "Wording.field": "the field concerned",
    "Wording.value": "what was typed",
}


# The columns of a rough date.
ROUGH = {
    "_sorts_on": "a day to sort by",
    "_on": "the day, where it is known",
    "_words": "when, in people’s own words",
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
        f"### {model.__name__}\n\n{flow(said)}\n\n**Holds:** {flow(holds)}\n\n"
        f"| field | kind | what it is |\n|---|---|---|\n{rows}\n"
    )


def _link_table(model: type[models.Model]) -> str:
    ends = [f.related_model for f in model._meta.get_fields() if f.is_relation and f.concrete]
    joined = " and ".join(end.__name__ for end in ends if inspect.isclass(end))
    return f"`{model.__name__}` joins {joined}. No personal data.\n\n"


def _asked_for(model: type[models.Model]) -> dict[str, str]:
    """What forms ask that fill this model's fields, and whether the guard reads the answer."""
    asked: dict[str, str] = {}
    for found in forms_by_part().values():
        for form in found:
            if inspect.signature(form.operation).return_annotation is model:
                for name, field in told(form):
                    asked.setdefault(name, _question(form, name, field))
    return asked


def _known(field: Any) -> str:
    named = f"{field.model.__name__}.{field.name}"
    told = KNOWN.get(named) or KNOWN.get(field.name)
    ending = next((end for end in ROUGH if field.name.endswith(end)), "")
    return told or ROUGH.get(ending, "")


def _question(form: Any, name: str, field: forms.Field) -> str:
    label = f"“{flow(str(field.label))}”" if field.label else ""
    is_words = isinstance(field, forms.CharField) and name not in form.unguarded
    return f"{label} *guarded*".strip() if is_words else label


def _field(field: Any, asked: str) -> str:
    said = [flow(str(field.help_text)) or asked or _known(field)]
    said += [one_of(field.flatchoices)] if field.choices else []
    said += [_when_deleted(field)] if field.is_relation else []
    said += ["may be empty"] if field.blank or field.null else []
    return f"| `{field.name}` | {_kind(field)} | {cell('; '.join(filter(None, said)))} |\n"


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


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinbridge.config.settings")
    django.setup()
    main()
