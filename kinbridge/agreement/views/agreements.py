"""Pages of agreements: the agreement itself, its drafts, its print."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kinbridge.agreement.changes import changes, prevailing_words
from kinbridge.agreement.checking import check_of
from kinbridge.agreement.content import CLAUSES, content_of, digest
from kinbridge.agreement.languages import name_of
from kinbridge.agreement.models import Agreement, Draft
from kinbridge.agreement.paper import printed
from kinbridge.agreement.print import agreement_pdf
from kinbridge.agreement.queries import (
    heard,
    promises_of,
    sees_reports,
    signed,
    with_promises,
)
from kinbridge.community.queries import attached_to
from kinbridge.dialogue.models import Dialogue
from kinbridge.dialogue.sides import accompanies
from kinbridge.foundation.references import reference
from kinbridge.journal.queries import sources
from kinbridge.people.doors import SignedIn, door
from kinbridge.people.roles import Deed, may


@door(Deed.SEE_AGREEMENT)
def agreement(request: SignedIn, key: UUID) -> HttpResponse:
    """One agreement: its text in both languages, who signed it, how both sides see it kept."""
    rows = Agreement.objects.visible_to(request.user).with_state()
    record = get_object_or_404(with_promises(rows), key=key)
    drafts = list(record.drafts.order_by("-number"))
    content = content_of(record)
    promises = promises_of(record, request.user)
    context = {
        **_around(request, record),
        "clauses": _clauses(record),
        "prevailing": prevailing_words(content),
        "first_language": name_of(record.language),
        "second_language": name_of(record.second_language),
        "promises": promises,
        "untold": [promise for promise in promises if not promise.is_told],
        "sees_reports": sees_reports(request.user, record),
        "drafts": drafts,
        "draft": drafts[0] if drafts else None,
        "has_moved_on": bool(drafts) and digest(content) != drafts[0].digest,
        "signed": signed(drafts[0]) if drafts else [],
        "heard": heard(drafts[0]) if drafts else [],
        "readings": attached_to(drafts[0]) if drafts else [],
        "reviews": record.reviews.order_by("-when_sorts_on", "-pk"),
        "followed_by": record.followed_by.order_by("pk"),
    }
    return render(request, "agreement/agreement.html", context)


@door(Deed.SEE_AGREEMENT)
def draft(request: SignedIn, key: UUID, number: int) -> HttpResponse:
    """One draft, and what changed since the one before."""
    drafts = Draft.objects.visible_to(request.user).filter(agreement__key=key)
    record = get_object_or_404(drafts, number=number)
    before = drafts.filter(number=number - 1).first()
    context = {
        **_around(request, record.agreement),
        "draft": record,
        "before": before,
        "lines": changes(before.content if before else None, record.content),
        "later": drafts.filter(number=number + 1).first(),
    }
    return render(request, "agreement/draft.html", context)


@door(Deed.SEE_AGREEMENT)
def agreement_print(request: SignedIn, key: UUID) -> HttpResponse:
    """The agreement on paper: the latest draft, or the text as it is being written."""
    record = get_object_or_404(Agreement.objects.visible_to(request.user), key=key)
    latest, known = record.latest_draft, sources(record.community.stream)
    entry = known.get(reference(record)) or (known.get(reference(latest)) if latest else None)
    sheet = printed(record, latest, entry)
    if latest is not None:
        address = f"{reverse('check')}?{urlencode({'c': check_of(latest)})}"
        sheet = replace(sheet, check=request.build_absolute_uri(address))
    answer = HttpResponse(agreement_pdf(sheet), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="agreement-{str(key)[:8]}.pdf"'
    return answer


@door(Deed.SEE_AGREEMENT)
def agreements(request: SignedIn, key: UUID) -> HttpResponse:
    """The agreements that came from a dialogue; a single one opens at once."""
    talks = Dialogue.objects.visible_to(request.user).with_sides()
    record = get_object_or_404(talks, key=key)
    rows = Agreement.objects.visible_to(request.user).with_state().filter(dialogue=record)
    found = list(rows.order_by("-when_sorts_on", "-pk"))
    if len(found) == 1:
        return redirect("agreement", key=found[0].key)
    context = {"dialogue": record, "agreements": found}
    return render(request, "agreement/agreements.html", context)


def _around(request: SignedIn, record: Agreement) -> dict[str, Any]:
    """What the pages of one agreement have in common."""
    community, person = record.community, request.user
    roles = community.roles_of(person)
    return {
        "agreement": record,
        "community": community,
        "dialogue": record.dialogue,
        "sees_community": may(roles, Deed.SEE_COMMUNITY),
        "sees_dialogue": may(roles, Deed.SEE_DIALOGUE),
        "accompanies": accompanies(person, community),
        "sources": sources(community.stream),
    }


def _clauses(record: Agreement) -> list[dict[str, Any]]:
    """The texts below the title, in both languages."""
    return [
        {
            "name": name,
            "label": label,
            "first": getattr(record, name),
            "second": getattr(record, f"{name}_translation"),
        }
        for name, label in CLAUSES.items()
        if name != "title"
    ]
