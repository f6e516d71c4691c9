"""From what is recorded to what is printed: fills in the sheet that ``print`` sets."""

from collections.abc import Mapping
from typing import Any, Literal

from kinbridge.agreement import print as sheets
from kinbridge.agreement.content import content_of, review_of
from kinbridge.agreement.languages import is_right_to_left, name_of
from kinbridge.agreement.models import Agreement, Commitment, Draft, Signature
from kinbridge.agreement.print import Language, PrintedAgreement, Words
from kinbridge.journal.models import Entry


def printed(agreement: Agreement, draft: Draft | None, entry: Entry | None) -> PrintedAgreement:
    """The sheet of a draft with its signatures, or of the working text where there is none.

    ``entry`` is the journal's, if it names a source.
    """
    content = draft.content if draft else content_of(agreement)
    first, second = content["languages"]["first"], content["languages"]["second"]
    clauses: dict[str, Any] = {name: Words(**told) for name, told in content["clauses"].items()}
    told = Commitment.objects.filter(agreement=agreement, as_told=True)
    as_told = {str(key) for key in told.values_list("key", flat=True)}
    signatures = list(draft.signatures.order_by("when_sorts_on", "pk")) if draft else []
    return PrintedAgreement(
        **clauses,
        sides=tuple(_side(party, content, signatures, as_told) for party in content["parties"]),
        review=Words(str(review_of(content))),
        first_language=_language(first),
        second_language=_language(second),
        first_labels=sheets.labels_in(first),
        second_labels=sheets.labels_in(second),
        prevailing=content["prevailing"],
        place=Words(content["community"]),
        short_code=draft.code if draft else "",
        draft_number=draft.number if draft else None,
        illustrative=entry.illustrative if entry else False,
        source=entry.source if entry else "",
    )


def _language(code: str) -> Language:
    direction: Literal["rtl", "ltr"] = "rtl" if is_right_to_left(code) else "ltr"
    return Language(code=code, name=name_of(code), direction=direction)


def _side(
    party: Mapping[str, str],
    content: Mapping[str, Any],
    signatures: list[Signature],
    as_told: set[str],
) -> sheets.Side:
    key = party["side"]
    return sheets.Side(
        name=Words(party["name"]),
        commitments=tuple(
            _commitment(row, is_told=row["key"] in as_told)
            for row in content["commitments"]
            if row["side"] == key
        ),
        signatures=tuple(_signature(row) for row in signatures if row.side == key),
    )


def _commitment(row: Mapping[str, Any], *, is_told: bool) -> sheets.Commitment:
    return sheets.Commitment(
        what=Words(**row["what"]),
        who=Words(row["who"]),
        how_often=Words(row["how_often"]),
        until=Words(row["until"]),
        needs=Words(row["needs"]),
        as_told=is_told,
    )


def _signature(row: Signature) -> sheets.Signature:
    how: Literal["hand", "thumb", "spoken"] = row.how  # type: ignore[assignment]
    return sheets.Signature(
        role=Words(row.role), how=how, when=Words(str(row.when)), before=Words(row.before)
    )
