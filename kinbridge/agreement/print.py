"""The agreement on paper: what is printed, in two languages side by side.

Nothing here knows the database. Whoever holds an agreement fills in a ``PrintedAgreement``
and gets a PDF worth hanging on a wall. The look is in ``templates/agreement/agreement.typ``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import count
from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kinbridge.foundation import typeset
from kinbridge.foundation.printable import printable
from kinbridge.foundation.square import square_svg

TEMPLATE: Final = "agreement/templates/agreement/agreement.typ"

LABELS: Final[Mapping[str, Any]] = {
    "agreement": _("Agreement"),
    "between": _("Between"),
    "witness": _("Witness only:"),
    "witness_note": _("A witness promises nothing and decides nothing."),
    "purpose": _("What this agreement is for"),
    "promises": _("We promise"),
    "no_promises": _("No promise is written down yet."),
    "who": _("Who:"),
    "how_often": _("How often:"),
    "until": _("Until:"),
    "needs": _("What it needs:"),
    "as_told": _("As told to who accompanies the community; not yet signed by this side."),
    "safeguards": _("Keeping children safe"),
    "disputes": _("If we disagree"),
    "leaving": _("If one side wants to leave"),
    "review": _("When we look at it again"),
    "prevailing": _("Which text prevails"),
    "prevailing_first": _("Where the two texts differ, the text in {first} prevails."),
    "prevailing_second": _("Where the two texts differ, the text in {second} prevails."),
    "prevailing_both": _("Both texts count the same. Where they differ, both sides meet."),
    "signatures": _("Signed by"),
    "role": _("Role and side"),
    "how": _("How"),
    "when": _("Date"),
    "before": _("Before"),
    "mark": _("Mark"),
    "hand": _("by hand"),
    "thumb": _("by thumb"),
    "spoken": _("spoken before witnesses"),
    "marks_on_paper": _("The marks are made on this paper and kept nowhere else."),
    "not_translated": _("Not yet translated"),
    "not_written": _("Not yet written"),
    "being_written": _("Still being written, not signed"),
    "not_signed": _("Draft {n}, not signed"),
    "partly_signed": _("Draft {n}, not yet signed by every side"),
    "signed": _("Signed as draft {n}"),
    "code": _("Code {code}"),
    "page": _("Page {page} of {pages}"),
    "illustrative": _("Illustrative: reported of no real service"),
    "source": _("Source:"),
    "check": _("Is this what was signed? Read the code with a phone, and type any sentence."),
    "letters_missing": _("An empty box stands for a letter that this print cannot draw."),
}

# Points, largest first: what hangs on a wall is read from a step away.
SIZES: Final = (12, 11.5, 11, 10.5, 10, 9.5)

CLAUSES: Final = ("purpose", "safeguards", "disputes", "leaving", "review")


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language of the print, named as its readers should see it."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"] = "ltr"


@dataclass(frozen=True)
class Words:
    """The same words in the first and in the second language; empty means not translated."""

    first: str = ""
    second: str = ""


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """What one side promises; the details may stand in the first language only. ``as_told``:
    written down for that side by somebody else."""

    what: Words
    who: Words = Words()
    how_often: Words = Words()
    until: Words = Words()
    needs: Words = Words()
    as_told: bool = False


@dataclass(frozen=True, kw_only=True)
class Signature:
    """That a role signed: how, when, and before which adult roles."""

    role: Words
    how: Literal["hand", "thumb", "spoken"]
    when: Words
    before: Words = Words()


@dataclass(frozen=True, kw_only=True)
class Side:
    """One party: a body, the roles that speak for it, its promises and its signatures."""

    name: Words
    roles: Words = Words()
    commitments: tuple[Commitment, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PrintedAgreement:
    """Everything that stands on the paper; an NGO can only be among the witnesses.

    Labels are taken from ``labels_in``; a label that the second language lacks is printed in
    the first only. Without ``draft_number`` the print says that it is still being written.
    ``check`` is the address that its square code leads to.
    """

    title: Words
    sides: tuple[Side, ...]
    purpose: Words
    safeguards: Words
    disputes: Words
    leaving: Words
    review: Words
    first_language: Language
    short_code: str
    second_language: Language | None = None
    prevailing: Literal["first", "second", "both"] = "both"
    place: Words = Words()
    witnesses: tuple[Words, ...] = ()
    draft_number: int | None = None
    illustrative: bool = False
    source: str = ""
    check: str = ""
    first_labels: Mapping[str, str] = field(default_factory=dict)
    second_labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def standing(self) -> str:
        """How far the paper has come; one of the keys of ``LABELS``."""
        signed = [bool(side.signatures) for side in self.sides]
        if self.draft_number is None:
            return "being_written"
        if signed and all(signed):
            return "signed"
        return "partly_signed" if any(signed) else "not_signed"


def labels_in(code: str) -> dict[str, str]:
    """Return the labels that are known in a language: all in English, else those translated."""
    english = _labels(as_in="en")
    if code.partition("-")[0] == "en":
        return english
    return {key: label for key, label in _labels(as_in=code).items() if label != english[key]}


def agreement_pdf(printed: PrintedAgreement) -> bytes:
    """Return the agreement as a PDF: A4, in the largest type that needs the fewest pages."""
    return typeset.pdf(TEMPLATE, _data(printed), SIZES)


def _labels(*, as_in: str) -> dict[str, str]:
    with override(as_in):
        return {key: str(label) for key, label in LABELS.items()}


def _data(printed: PrintedAgreement) -> dict[str, Any]:
    english = _labels(as_in="en")
    second = printed.second_language
    numbers = count(1)
    return {
        "first": _language(printed.first_language, {**english, **printed.first_labels}),
        "second": second and _language(second, printed.second_labels),
        "title": _one_line(_words(printed.title, otherwise=english["agreement"])),
        "place": _words(printed.place),
        "sides": [_side(side, numbers, printed.sides) for side in printed.sides],
        "witnesses": [_words(witness) for witness in printed.witnesses],
        **{key: _words(getattr(printed, key)) for key in CLAUSES},
        "prevailing": printed.prevailing,
        "standing": printed.standing,
        "draft_number": printed.draft_number or 0,
        "code": printable(printed.short_code),
        "illustrative": printed.illustrative,
        "source": _words(Words(printed.source)),
        "check": square_svg(printed.check) if printed.check else "",
    }


def _language(language: Language, labels: Mapping[str, str]) -> dict[str, Any]:
    unknown = set(labels) - set(LABELS)
    if unknown:
        raise ValueError(f"no such labels: {sorted(unknown)}")
    code = language.code.lower().replace("_", "-").split("-")[0]
    return {
        "code": code if re.fullmatch("[a-z]{2,3}", code) else "und",
        "name": printable(language.name),
        "direction": language.direction,
        "labels": {key: printable(str(label)) for key, label in labels.items()},
    }


def _side(side: Side, numbers: Iterator[int], sides: tuple[Side, ...]) -> dict[str, Any]:
    return {
        "name": _words(side.name),
        "roles": _words(side.roles),
        "commitments": [
            {"number": next(numbers), "as_told": commitment.as_told} | _all_words(commitment)
            for commitment in side.commitments
        ],
        "signatures": [
            _all_words(signature) | {"how": signature.how} for signature in side.signatures
        ],
        "empty_rows": 0 if side.signatures else max(1, 4 // len(sides)),
    }


def _all_words(record: Commitment | Signature) -> dict[str, Any]:
    told = {part.name: getattr(record, part.name) for part in fields(record)}
    return {name: _words(value) for name, value in told.items() if isinstance(value, Words)}


def _words(words: Words, otherwise: str = "") -> dict[str, str]:
    return {"first": printable(words.first) or otherwise, "second": printable(words.second)}


def _one_line(words: dict[str, str]) -> dict[str, str]:
    return {key: " ".join(text.split()) for key, text in words.items()}
