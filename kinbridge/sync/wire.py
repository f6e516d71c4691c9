"""How an exchange is written on the wire: readable, and small enough for 2G.

Up (JSON, ``Content-Encoding: gzip`` where the phone compresses)::

    {"keys":  "ESIzRFVmd4iZqrvM3e7_ABEiM0RVZneImaq7zN3u_wERIjNEVWZ3iJmqu8zd7v8C",
     "forms": [
       {"deed": "record_gathering", "about": 2, "at": "2026-03-10T07:00:00+00:00",
        "fields": {"where": "school", "girls": 3}},
       {"deed": "correct_gathering", "about": 0, "at": 6,
        "fields": {"where": "under the cotton tree"}, "base": 0, "after": []}],
     "kept":  {"scopes": {"<scope>": "<cursor>"}, "lines": true}}

``sealed``: forms sealed for the server alone (``sync.sealing``), where a phone cannot read
them any more.
``keys``: each key spoken of, sent once, as 22 characters of base64url, one after the other:
those of the forms in their order, then the others. A number stands for the key of that
place, and form *n* has key *n*. A key may also be written out, in ``"key"`` that of the form.
``at``: the phone's clock when the form was filled in, or the minutes since the form before.
``fields``: what was filled in; in a correction, what was touched. A field that names a thing
holds its key, or ``{"key": n}``.
``mark``: what the last exchange told. ``done``: after ``lost``, the keys of forms that were
answered so, written as ``keys`` are.
``version``: of the pages that the forms were filled in on; a form's own, where it differs.
``base``, ``after``, ``seen``: of a correction, what its writer had before them: the version
(none is 0), their own earlier forms that it did not know of, the words (none if untold).

Down::

    {"answers": [{"state": "done", "leads_to": "/gathering/{0}/"}], "kept": {},
     "mark": "qvN0b_4k"}

One answer a form, in their order. Where ``keys`` were sent, ``{0}`` in an address stands for
the key of that place, else each answer carries its form's ``key``. The states are told in
``sync.exchange``, what comes down to be kept in ``sync.kept``; ``mark``, ``lost`` and
``unknown`` (places in ``done``) in ``sync.restored``.
"""

import base64
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from kinbridge.foundation.errors import Refusal

LARGEST = 512 * 1024  # bytes, unpacked: a day of a facilitator is about 16 kB
MOST_FORMS = 500
MOST_DONE = 1000  # forms that a phone keeps after they were done
WIDTH = 22  # characters of a key in ``keys``

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=365 * 20)
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Damaged(Refusal):
    """What arrived is not an exchange; the phone keeps it and sends it again."""

    status = 400


@dataclass(frozen=True)
class Waiting:
    """A form as it waited on a phone. ``needs`` are the things and forms that it rests on."""

    deed: str
    about: UUID
    key: UUID
    at: datetime
    data: QueryDict
    needs: frozenset[UUID]
    version: str = ""


@dataclass(frozen=True)
class Brought:
    """What an exchange brings up: the keys sent apart, waiting forms in the order they were
    made, what the phone keeps (``None``, if it asks for no pages), and what came sealed; the
    mark that it was told, and what it asks about because the server did not know that."""

    keys: Sequence[UUID]
    forms: Sequence[Waiting]
    kept: dict[str, Any] | None
    sealed: Sequence[str] = ()
    mark: str = ""
    done: Sequence[UUID] = ()

    def named(self, key: UUID) -> int | str:
        """A key as the phone knows it: its place, or written out."""
        return self.keys.index(key) if key in self.keys else key.hex

    def shortened(self, address: str) -> str:
        """An address with the places of the keys that were sent apart."""
        places = {str(key): f"{{{n}}}" for n, key in enumerate(self.keys)}
        return _KEY.sub(lambda key: places.get(key[0], key[0]), address)


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


def brought(body: bytes, *, received_at: datetime) -> Brought:
    """What an unpacked exchange brings. Raises: Damaged, where it is none at all."""
    try:
        told = json.loads(body)
        forms = list(told["forms"])
        if len(forms) > MOST_FORMS:
            raise Damaged(_("The exchange is too large; send it in parts."))
        keys = _keys(told.get("keys", ""))
        moments = _moments([form.get("at") for form in forms], received_at)
        waiting = [
            _waiting({"key": n, "version": told.get("version", ""), **form}, keys, at)
            for n, (form, at) in enumerate(zip(forms, moments, strict=True))
        ]
        sealed = [str(one) for one in told.get("sealed", ())][:MOST_FORMS]
        done = _keys(told.get("done", ""))[:MOST_DONE]
        mark = str(told.get("mark", ""))
        return Brought(keys, waiting, _kept(told.get("kept")), sealed, mark, done)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Damaged(_("The exchange was cut or damaged on its way.")) from None


def _keys(told: str) -> list[UUID]:
    parts = [told[start : start + WIDTH] for start in range(0, len(told), WIDTH)]
    return [UUID(bytes=base64.b64decode(f"{part}==", b"-_", validate=True)) for part in parts]


def _key(told: Any, keys: Sequence[UUID]) -> UUID:
    if isinstance(told, str):
        return UUID(told)
    if isinstance(told, int) and told >= 0:
        return keys[told]
    raise TypeError("key")


def _waiting(form: dict[str, Any], keys: Sequence[UUID], at: datetime) -> Waiting:
    about, key = _key(form["about"], keys), _key(form["key"], keys)
    after = [_key(told, keys) for told in form.get("after", [])]
    data = QueryDict(mutable=True)
    for name, value in form.get("fields", {}).items():
        items = value if isinstance(value, list) else [value]
        data.setlist(name, [_said(item, keys) for item in items])
    needs = frozenset([about, *after, *_keys_in(data)])
    for name, value in form.get("seen", {}).items():
        data[f"initial-{name}"] = str(value)
    data["key"], data["base"] = str(key), str(form.get("base", 0))
    data["after"] = " ".join(earlier.hex for earlier in after)
    return Waiting(str(form["deed"]), about, key, at, data, needs, str(form["version"]))


def _said(item: Any, keys: Sequence[UUID]) -> str:
    return str(_key(item["key"], keys) if isinstance(item, dict) else item)


def _keys_in(data: QueryDict) -> Iterator[UUID]:
    """What the fields name by its key."""
    for _name, values in data.lists():
        for value in values:
            try:
                yield UUID(value)
            except ValueError:
                continue


def _moments(told: Sequence[Any], received_at: datetime) -> Iterator[datetime]:
    """When the phone says each was filled in. A clock that cannot be right says nothing."""
    at = _EARLIEST
    for said in told:
        try:
            if isinstance(said, int):
                at += timedelta(minutes=said)
            else:
                at = datetime.fromisoformat(str(said))
                at = at if at.tzinfo else at.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            at = _EARLIEST
        yield at if _EARLIEST < at < received_at + _AHEAD else received_at


def _kept(told: Any) -> dict[str, Any] | None:
    if told is None:
        return None
    cursors = told.get("scopes", {}).items()
    return {
        "scopes": {str(name): str(cursor) for name, cursor in cursors},
        "lines": bool(told.get("lines")),
    }
