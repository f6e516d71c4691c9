"""The exchange: the forms that waited on a phone go up, and an answer to each comes down.

Offline is a delayed form post: each form is handed to the very definition that a page would
hand it to, in a transaction of its own. An answer that got lost on its way is no loss: a
form that is sent again is answered with its first receipt. How it is written: ``sync.wire``.

The states of an answer, and what a phone does with the form:

``done``: these very words are saved; it lets it go. ``leads_to`` is where to look.
``waits``: it rests on another (``for``) that was not done, or perhaps on what the server has
lost (``sync.restored``); it is sent again with that.
``kept``: a defect of ours; it is sent again.
``refused``: its person looks at ``errors`` and the ``marked`` words, and changes it; at
``once_more``, they may say that they mean it (``leads_to``: what was recorded before).
``earlier``: it was done before, with other words; its person looks at ``leads_to``.
``not_yours``: its person may no longer do this; it stays until they let it go.

The last three are shown with their reason and are not sent again before their person has
seen them, nor is what rests on them.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kinbridge.foundation.errors import NotAllowed, Refusal
from kinbridge.people.acts import Act
from kinbridge.people.deeds import DeedForm
from kinbridge.people.models import Person
from kinbridge.sync.models import Receipt
from kinbridge.sync.operations import SentBefore, first_receipt, receive
from kinbridge.sync.queries import NotThere, form_about
from kinbridge.sync.sealing import opened
from kinbridge.sync.versions import check_version
from kinbridge.sync.wire import Brought, Damaged, Waiting, brought

log = logging.getLogger("kinbridge")
Answer = dict[str, Any]


def answers_to(up: Brought, *, person: Person, received_at: datetime) -> Iterator[Answer]:
    """Do each form, in its order, and answer it. One that fails keeps back none but those
    that rest on it: written about what it would have made, naming it, or correcting it."""
    kept_back: set[UUID] = set()
    for form in up.forms:
        missing = min(form.needs & kept_back, default=None)
        if missing is not None:
            answer: Answer = {"state": "waits", "for": up.named(missing)}
        else:
            answer = _answer(form, person, received_at)
        if answer["state"] not in {"done", "earlier"}:
            kept_back.add(form.key)
        if "leads_to" in answer:
            answer["leads_to"] = up.shortened(answer["leads_to"])
        yield answer if up.keys else {"key": form.key.hex, **answer}


def held_back(up: Brought) -> Iterator[Answer]:
    """The answer to each form, as long as what it rests on may be missing here."""
    for form in up.forms:
        yield {"state": "waits"} if up.keys else {"key": form.key.hex, "state": "waits"}


def answers_to_sealed(
    sealed: Sequence[str], *, person: Person, received_at: datetime
) -> Iterator[Answer]:
    """The same for forms that come sealed, from a phone that cannot read them: what was not
    done goes back to its writer, as ``form``. A carrier hears no more than the key, and
    whether it is done."""
    forms: dict[Person, dict[str, dict[str, Any]]] = {}
    for writer, form in opened(sealed, person=person):
        forms.setdefault(writer, {})[str(form.get("key"))] = form
    for writer, theirs in forms.items():
        told = json.dumps({"forms": [*theirs.values()]}).encode()
        try:
            up = brought(told, received_at=received_at)
        except Damaged:
            continue  # of a version that nobody reads; it stays sealed
        for answer in answers_to(up, person=writer, received_at=received_at):
            is_done, key = answer["state"] == "done", answer["key"]
            if writer != person:
                yield {"key": key, "state": "done" if is_done else "kept"}
            else:
                yield answer if is_done else {**answer, "form": theirs[key]}


def _answer(waiting: Waiting, person: Person, received_at: datetime) -> Answer:
    try:
        return _outcome(waiting, person, received_at)
    except (NotThere, NotAllowed) as refusal:
        return {"state": "not_yours", "message": str(refusal.message)}
    except SentBefore as refusal:
        leads_to = refusal.receipt.leads_to
        return {"state": "earlier", "message": str(refusal.message), "leads_to": leads_to}
    except Refusal as refusal:
        errors = {refusal.field or "": [str(refusal.message)]}
        before = getattr(refusal, "receipt", None)
        looked_at: Answer = {"leads_to": before.leads_to} if before else {}
        return {"state": "refused", "errors": errors, **looked_at}
    except Exception:
        # A defect of ours must not stop the other forms; the phone keeps this one.
        log.exception("A waiting form could not be done: %s", waiting.deed)
        return {"state": "kept", "message": _("The server could not do this yet.")}


def _outcome(waiting: Waiting, person: Person, received_at: datetime) -> Answer:
    receipt = first_receipt(key=waiting.key, deed=waiting.deed, by=person, data=waiting.data)
    if receipt is None:
        check_version(waiting.version, at=received_at)
        form = form_about(
            deed=waiting.deed, key=waiting.about, person=person, data=waiting.data
        )
        receipt = _received(form, waiting, received_at)
        if receipt is None:
            errors = form.errors.get_json_data()
            return {"state": "refused", "errors": errors, "marked": _marked(form)}
    return {"state": "done", "leads_to": receipt.leads_to}


def _received(form: DeedForm, waiting: Waiting, received_at: datetime) -> Receipt | None:
    if not form.is_valid():
        return None
    act = Act(
        by=form.by,
        at=waiting.at,
        received_at=received_at,
        key=waiting.key,
        guard_passed=form.cleaned_data["looked_again"],
    )
    return receive(form=form, act=act, asks=True)


def _marked(form: DeedForm) -> dict[str, list[str]]:
    return {name: [hit.words for hit in hits] for name, hits in form.hits.items()}
