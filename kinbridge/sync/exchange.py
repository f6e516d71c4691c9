"""The exchange: the forms that waited on a phone go up, and an answer to each comes down.

Offline is a delayed form post: each form is handed to the very definition that a page would
hand it to, in a transaction of its own. An answer that got lost on its way is no loss: a
form that is sent again is answered with its first receipt.

On the wire (JSON, ``Content-Encoding: gzip`` where the phone compresses)::

    {"forms": [{"deed": "record_harm", "about": "<key>", "key": "<key>", "at": "<moment>",
                "fields": {"words": "…", "voices": ["girls"]}, "base": 3, "after": ["<key>"],
                "seen": {"words": "…"}}]}

The same exchange brings down what a phone keeps (``kept``, see ``sync.kept``).

``base``, ``after`` and ``seen`` belong to corrections: what their writer had before them.
"""

import json
import logging
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from kinbridge.foundation.errors import NotAllowed, Refusal
from kinbridge.people.acts import Act
from kinbridge.people.deeds import DeedForm
from kinbridge.people.models import Person
from kinbridge.sync.models import Receipt
from kinbridge.sync.operations import first_receipt, receive
from kinbridge.sync.queries import NotThere, form_about

LARGEST = 512 * 1024  # bytes, unpacked: a day of a facilitator is about 20 kB
MOST_FORMS = 500

log = logging.getLogger("kinbridge")
Answer = dict[str, Any]


class Damaged(Refusal):
    """What arrived is not an exchange; the phone keeps it and sends it again."""

    status = 400


@dataclass(frozen=True)
class Waiting:
    """A form as it waited on a phone."""

    deed: str
    about: UUID
    key: UUID
    at: datetime
    data: QueryDict


def unpacked(body: bytes, *, encoding: str) -> bytes:
    """The body as sent, unpacked no further than ``LARGEST``. Raises: Damaged."""
    if encoding != "gzip":
        whole, rest = body, b""
    else:
        stream = zlib.decompressobj(wbits=31)
        try:
            whole = stream.decompress(body, LARGEST + 1)
        except zlib.error:
            raise Damaged(_("The exchange was cut or damaged on its way.")) from None
        rest = stream.unconsumed_tail if stream.eof or len(whole) > LARGEST else b"cut"
    if len(whole) > LARGEST:
        raise Damaged(_("The exchange is too large; send it in parts."))
    if rest:
        raise Damaged(_("The exchange was cut or damaged on its way."))
    return whole


@dataclass(frozen=True)
class Brought:
    """What an exchange brings up: waiting forms in the order they were made, and what the
    phone keeps; ``None``, if it asks for no pages."""

    forms: list[Waiting]
    kept: dict[str, Any] | None


def brought(body: bytes, *, received_at: datetime) -> Brought:
    """What an unpacked exchange brings. Raises: Damaged, where it is none at all."""
    try:
        told = json.loads(body)
        forms = [_waiting(form, received_at) for form in _at_most(told["forms"], MOST_FORMS)]
        return Brought(forms, _kept(told.get("kept")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Damaged(_("The exchange was cut or damaged on its way.")) from None


def _kept(told: Any) -> dict[str, Any] | None:
    if told is None:
        return None
    parts = {name: told.get(name, {}) for name in ("scopes", "pages")}
    if not all(isinstance(part, dict) for part in (*parts.values(), *parts["pages"].values())):
        raise TypeError("kept")
    return parts


def _at_most(told: Iterable[Any], most: int) -> Iterator[Any]:
    for n, form in enumerate(told):
        if n >= most:
            raise Damaged(_("The exchange is too large; send it in parts."))
        yield form


def _waiting(form: dict[str, Any], received_at: datetime) -> Waiting:
    data = QueryDict(mutable=True)
    for name, value in form.get("fields", {}).items():
        data.setlist(
            name, [str(item) for item in (value if isinstance(value, list) else [value])]
        )
    for name, value in form.get("seen", {}).items():
        data[f"initial-{name}"] = str(value)
    for name in ("key", "base"):
        if name in form:
            data[name] = str(form[name])
    data["after"] = " ".join(form.get("after", []))
    at = _moment(form.get("at"), received_at)
    return Waiting(str(form["deed"]), UUID(form["about"]), UUID(form["key"]), at, data)


def _moment(told: Any, received_at: datetime) -> datetime:
    """When the phone says it was filled in. A clock that cannot be right says nothing."""
    try:
        at = datetime.fromisoformat(str(told))
    except ValueError:
        return received_at
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    is_sane = datetime(2000, 1, 1, tzinfo=UTC) < at < received_at + timedelta(days=365 * 20)
    return at if is_sane else received_at


def answers_to(
    waiting: Iterable[Waiting], *, person: Person, received_at: datetime
) -> Iterator[Answer]:
    """Do each form, in its order, and answer it. One that fails keeps back none but those
    that are about what it would have made."""
    kept_back: set[UUID] = set()
    for form in waiting:
        if form.about in kept_back:
            kept_back.add(form.key)
            yield {"key": form.key.hex, "state": "waits", "for": form.about.hex}
            continue
        answer = _answer(form, person, received_at)
        if answer["state"] != "done":
            kept_back.add(form.key)
        yield {"key": form.key.hex, **answer}


def _answer(waiting: Waiting, person: Person, received_at: datetime) -> Answer:
    try:
        receipt = first_receipt(key=waiting.key, deed=waiting.deed, by=person)
        if receipt is None:
            form = form_about(
                deed=waiting.deed, key=waiting.about, person=person, data=waiting.data
            )
            receipt = _received(form, waiting, received_at)
    except (NotThere, NotAllowed) as refusal:
        return {"state": "not_yours", "message": str(refusal.message)}
    except Refusal as refusal:
        return {"state": "refused", "errors": {refusal.field or "": [str(refusal.message)]}}
    except Exception:
        # A defect of ours must not stop the other forms; the phone keeps this one.
        log.exception("A waiting form could not be done: %s", waiting.deed)
        return {"state": "kept", "message": _("The server could not do this yet.")}
    if receipt is None:
        return {
            "state": "refused",
            "errors": form.errors.get_json_data(),
            "marked": _marked(form),
        }
    at = receipt.at.isoformat()  # a phone that changed it meanwhile sees that this is the first
    return {"state": "done", "leads_to": receipt.leads_to, "at": at}


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
    return receive(form=form, act=act)


def _marked(form: DeedForm) -> dict[str, list[str]]:
    return {name: [hit.words for hit in hits] for name, hits in form.hits.items()}
