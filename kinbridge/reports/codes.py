"""Short codes that stand on paper and lead back to the form of a deed.

The code of a line is made of the record's own key, so that nothing has to be kept for it: a
letter for the kind, six signs, and one that finds a slip of the pen. A printed agreement has
the beginning of its digest at its foot, and leads to its signatures. No code opens anything:
whoever types it comes to what they may see anyway.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from kinbridge.agreement.models import Commitment, Draft
from kinbridge.goals.models import Activity
from kinbridge.linkage.models import Linkage
from kinbridge.people.deeds import registry
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed

# No signs that are taken for one another; as many as a prime, so that every changed sign and
# every two that were exchanged give another sum.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6
_READ_AS = str.maketrans("0O1IL", "QQJJJ")
_FOOT = re.compile(r"[0-9A-F]{8}")


@dataclass(frozen=True)
class Kind:
    """A kind of record that paper is printed for, and the deed that its code leads to."""

    letter: str
    model: type[Model]
    deed: Deed


KINDS = (
    Kind("P", Commitment, Deed.REPORT_ON_COMMITMENT),
    Kind("A", Activity, Deed.REPORT_ACTIVITY),
    Kind("H", Linkage, Deed.MOVE_LINKAGE),
)


MOST_OF_A_KIND = 200  # papers that a page lists: the latest of each kind


@dataclass(frozen=True)
class Printed:
    """A line that may stand on a paper: its code, what it is about, the form it leads to."""

    code: str
    title: str
    place: str
    address: str


def papers_of(person: Person) -> Iterator[Printed]:
    """What a person may key in now: the list that a phone keeps, to find a code without a
    network."""
    for kind in KINDS:
        rows = kind.model._default_manager.visible_to(person)  # type: ignore[attr-defined]
        yield from _open_to(person, rows.order_by("-pk")[:MOST_OF_A_KIND], kind.deed)
    drafts = Draft.objects.visible_to(person).order_by("-pk")[:MOST_OF_A_KIND]
    yield from _open_to(person, drafts, Deed.SIGN_AGREEMENT)


def _open_to(person: Person, records: Iterable[Any], deed: Deed) -> Iterator[Printed]:
    form = registry[deed]
    for record in records:
        if form.is_open_for(record) and form.may_be_done_by(person, record):
            address = reverse("do", args=[deed, record.key])
            yield Printed(code_of(record), str(record), record.community.name, address)


def code_of(record: Any) -> str:
    """As it is printed: ``P-7K3-MQ2-X``, or at the foot of an agreement ``5EB63BBB``."""
    if isinstance(record, Draft):
        return record.code
    kind = next(one for one in KINDS if isinstance(record, one.model))
    signs = _signs(record)
    return f"{kind.letter}-{signs[:3]}-{signs[3:]}-{_check(kind.letter + signs)}"


def address_of(code: str, person: Person) -> str:
    """The form that a code leads to; empty, where the person sees nothing of that code.

    Raises: ValueError, where a sign is wrong, missing or too many.
    """
    foot = _FOOT.fullmatch(_plain(code))
    if foot:
        drafts = Draft.objects.visible_to(person).filter(digest__startswith=foot[0].lower())
        for key in drafts.order_by("-pk").values_list("key", flat=True)[:1]:
            return reverse("do", args=[Deed.SIGN_AGREEMENT, key])
    try:
        letter, signs = read(code)
    except ValueError:
        if foot:
            return ""
        raise
    kind = next(one for one in KINDS if one.letter == letter)
    rows = kind.model._default_manager.visible_to(person)  # type: ignore[attr-defined]
    keys = rows.order_by("pk").values_list("key", flat=True)
    found = next((key for key in keys if _of_key(key) == signs), None)
    return reverse("do", args=[kind.deed, found]) if found else ""


def read(code: str) -> tuple[str, str]:
    """The letter and the signs of a code, however it was typed. Raises: ValueError."""
    plain = _plain(code)
    letter, rest = plain[:1], plain[1:].translate(_READ_AS)
    right_length = len(rest) == LENGTH + 1
    if (
        not right_length
        or letter not in {kind.letter for kind in KINDS}
        or set(rest) - set(SIGNS)
    ):
        raise ValueError("no code of ours")
    if _check(letter + rest[:LENGTH]) != rest[LENGTH]:
        raise ValueError("a sign is wrong")
    return letter, rest[:LENGTH]


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())


def _signs(record: Any) -> str:
    return _of_key(record.key)


def _of_key(key: object) -> str:
    number = int.from_bytes(hashlib.sha256(str(key).encode()).digest()[:8], "big")
    return "".join(_digits(number))


def _digits(number: int) -> Iterator[str]:
    for _place in range(LENGTH):
        number, left = divmod(number, len(SIGNS))
        yield SIGNS[left]


def _check(signs: str) -> str:
    places = enumerate(signs, start=1)
    return SIGNS[sum(place * SIGNS.index(sign) for place, sign in places) % len(SIGNS)]
