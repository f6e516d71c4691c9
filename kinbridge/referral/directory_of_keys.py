"""The directory of keys: whom a referral can be sealed for, vouched for by the custodians.

A statement lists the focal points of a country with their public keys. Two of the three
custodians sign it, off line; the three public keys are the *root*, which every device pins.
So a server that adds a key, leaves a revocation out, or serves an old statement is found out
by the devices. What a statement says, member by member: ``docs/sealed-referrals.md``.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from jwcrypto.jwk import JWK

from kinbridge.foundation.errors import Invalid, Text
from kinbridge.foundation.letters import (
    DAMAGED,
    as_bytes,
    as_text,
    public_key,
    said_by,
    signed,
    thumbprint,
)
from kinbridge.foundation.plain import canonical
from kinbridge.referral.envelope import KID
from kinbridge.referral.minutes import as_minute, from_minute

CUSTODIANS, NEEDED = 3, 2
LASTS = timedelta(days=30)
STATEMENT, MAILBOX = "kinbridge-directory", "kinbridge-mailbox"  # kinds of signature
VERSION = 1
GROUPS, DIGITS = 6, 5  # of the number by which people compare a root

Jwk = dict[str, str]
_MEMBERS = {
    "v", "country", "version", "issued", "expires", "previous", "entries", "revoked",
}  # fmt: skip
_ENTRY = {
    "person": str, "organisation": str, "organisation_key": str, "role": str, "area": str,
    "level": str, "needs": list, "rank": int, "hours": str, "phone": str, "identity": dict,
    "mailboxes": list,
}  # fmt: skip


class NotVouchedFor(Invalid):
    """A statement, or keys, that nobody should seal for."""


@dataclass(frozen=True)
class Submission:
    """The public halves that a focal point's device hands in."""

    identity: Jwk
    mailboxes: tuple[dict[str, Any], ...]


# --- Mailboxes: a key for thirty days, signed by its owner's identity. ---


def mailbox_holds(told: Mapping[str, Any], identity: Jwk) -> bool:
    """Whether its owner's identity signed just this key for just this epoch."""
    try:
        as_bytes(told["kid"], KID)
        public_key(told["key"])
        said = said_by(told["signature"], public_key(identity), MAILBOX)
        return bool(said == {name: told[name] for name in ("kid", "epoch", "key")})
    except DAMAGED:
        return False


def submitted(text: str) -> Submission:
    """What a focal point's device hands in. Raises: NotVouchedFor."""
    try:
        told = json.loads(text)
        found = Submission(told["identity"], tuple(told["mailboxes"]))
        public_key(found.identity)
    except DAMAGED:
        raise NotVouchedFor(_("These keys are damaged. Make them anew.")) from None
    if not found.mailboxes or not all(
        mailbox_holds(one, found.identity) for one in found.mailboxes
    ):
        raise NotVouchedFor(_("A key is not signed by the identity it came with."))
    return found


# --- The root: the public keys of three custodians. ---


def read_root(text: str) -> dict[str, JWK]:
    """The custodians' keys by their thumbprints, from a file that lists three JWKs. Raises:
    NotVouchedFor."""
    try:
        keys = {thumbprint(told): public_key(told) for told in json.loads(text)}
    except DAMAGED:
        raise NotVouchedFor(_("This is no list of public keys.")) from None
    if len(keys) != CUSTODIANS:
        raise NotVouchedFor(_("A root is the keys of three custodians."))
    return keys


def root_number(thumbprints: Iterable[str]) -> str:
    """Thirty digits, to compare a root by eye or by telephone: 01234 56789 …"""
    digest = hashlib.sha256(".".join(sorted(thumbprints)).encode()).digest()
    number = int.from_bytes(digest, "big") % 10 ** (GROUPS * DIGITS)
    digits = f"{number:0{GROUPS * DIGITS}}"
    return " ".join(digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS))


# --- Statements. ---


def statement(
    *,
    country: str,
    version: int,
    issued: datetime,
    previous: str,
    entries: Sequence[Mapping[str, Any]],
    revoked: Sequence[str] = (),
) -> dict[str, Any]:
    """The words of a statement, unsigned yet."""
    return {
        "v": VERSION, "country": country, "version": version,
        "issued": as_minute(issued), "expires": as_minute(issued + LASTS),
        "previous": previous, "entries": list(entries), "revoked": sorted(revoked),
    }  # fmt: skip


def sign(told: Mapping[str, Any] | str, key: JWK) -> str:
    """One more signature: under the words of a statement, or under one that has some."""
    words, before = _parts(told) if isinstance(told, str) else (told, [])
    head, payload, mark = signed(words, key, STATEMENT).split(".")
    kid = str(key.thumbprint())
    others = [one for one in before if one["header"]["kid"] != kid]
    mine = {"protected": head, "header": {"kid": kid}, "signature": mark}
    return canonical({"payload": payload, "signatures": [*others, mine]}).decode()


def digest(signed_statement: str) -> str:
    """What the next statement names as the one before it: over the words, not over who
    signed them."""
    payload = as_bytes(json.loads(signed_statement)["payload"])
    return as_text(hashlib.sha256(payload).digest())


def signers(signed_statement: str, root: Mapping[str, JWK]) -> list[str]:
    """The thumbprints of those custodians whose signature holds."""
    try:
        whole = json.loads(signed_statement)
        return sorted({
            one["header"]["kid"]
            for one in whole["signatures"]
            if one["header"]["kid"] in root and _holds(whole["payload"], one, root)
        })  # fmt: skip
    except DAMAGED:
        return []


def _holds(payload: str, one: Mapping[str, Any], root: Mapping[str, JWK]) -> bool:
    letter = f"{one['protected']}.{payload}.{one['signature']}"
    try:
        said_by(letter, root[one["header"]["kid"]], STATEMENT)
    except ValueError:
        return False
    return True


def vouched_for(
    signed_statement: str, *, root: Mapping[str, JWK], at: datetime, seen: int = 0
) -> dict[str, Any]:
    """The words of a statement that a device may seal by; ``seen``: the newest version it
    knows. Raises: NotVouchedFor."""
    if len(signers(signed_statement, root)) < NEEDED:
        raise NotVouchedFor(_("Fewer than two of the three custodians signed this."))
    words = _words(json.loads(signed_statement))
    if fault := _fault(words):
        raise NotVouchedFor(fault)
    if words["version"] < seen:
        raise NotVouchedFor(_("This is older than the directory there is."))
    if from_minute(words["expires"]) <= at:
        raise NotVouchedFor(_("This directory is past its day."))
    return words


def live_mailbox(
    entry: Mapping[str, Any], *, epoch: int, revoked: Iterable[str]
) -> dict[str, Any] | None:
    """The mailbox of this entry that a letter can be sealed for in this epoch."""
    gone = set(revoked)
    found = (
        one
        for one in entry["mailboxes"]
        if one["epoch"] == epoch and one["kid"] not in gone
        if mailbox_holds(one, entry["identity"])
    )
    return next(found, None)


def _parts(signed_statement: str) -> tuple[dict[str, Any], list[Any]]:
    whole = json.loads(signed_statement)
    return _words(whole), whole["signatures"]


def _words(whole: Mapping[str, Any]) -> dict[str, Any]:
    return dict(json.loads(as_bytes(whole["payload"])))


def _fault(words: Mapping[str, Any]) -> "Text | None":
    try:
        if set(words) != _MEMBERS or words["v"] != VERSION or type(words["version"]) is not int:
            return _("This is no directory that we can read.")
        issued, expires = from_minute(words["issued"]), from_minute(words["expires"])
        if not issued < expires <= issued + LASTS:
            return _("A directory lasts thirty days at the most.")
        for entry in words["entries"]:
            wrong = [n for n, kind in _ENTRY.items() if not isinstance(entry.get(n), kind)]
            if wrong or set(entry) != set(_ENTRY):
                return _("This is no directory that we can read.")
            if not all(mailbox_holds(one, entry["identity"]) for one in entry["mailboxes"]):
                return _("A key is not signed by the identity it came with.")
    except DAMAGED:
        return _("This is no directory that we can read.")
    return None
