"""Pages and messages of the sealed room. No page of the server shows what a letter says."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kinbridge.countries.always import always_at_hand
from kinbridge.countries.packs import international, pack_of, triage_for
from kinbridge.countries.queries import packs_here
from kinbridge.countries.speaking import in_emergency, languages_read
from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.middleware import with_camera
from kinbridge.people.doors import SignedIn, door, open_door
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.referral import operations, queries, second_copy
from kinbridge.referral.content import DECLINING, OUTCOMES, languages, lists
from kinbridge.referral.directory_of_keys import statement
from kinbridge.referral.envelope import LARGEST
from kinbridge.referral.models import FocalPoint, PastReferrals, Referral
from kinbridge.referral.operations import NotStored, NotThere
from kinbridge.referral.proofs import receipt_public_key
from kinbridge.referral.scripts import OPENING_MODULES, SEALING_MODULES
from kinbridge.referral.sentences import OPENING, SEALING
from kinbridge.referral.triage import tree

A_PAGE = 25


# --- Without an account: all of triage on one page, so that nothing that is tapped is sent. ---


@open_door
@always_at_hand
def serious(request: HttpRequest, code: str = "") -> HttpResponse:
    """The questions of the one country that is worked in here, or of the one that was chosen;
    where there are several, first which."""
    chosen = pack_of(code)
    if code and chosen is None:
        raise Http404
    here = [chosen] if chosen else packs_here()
    if len(here) > 1:
        return render(request, "referral/serious_where.html", {"packs": here})
    packs = [*here, international()]
    context = {
        "pack": packs[0],
        "duties": packs[0].duties,
        "bands": next((pack.consent for pack in packs if pack.consent), ()),
        "tree": tree(triage_for(packs[0])),
        "packs": packs,
        "speaker": in_emergency(packs, request.GET.get("in", "")),
        "languages": languages_read(packs),
    }
    return render(request, "referral/serious.html", context)


# --- The page that seals. It is the same for everybody and knows nobody: a phone keeps it. ---


@open_door
@with_camera  # codes of a letter that is carried
@always_at_hand
def seal(request: HttpRequest) -> HttpResponse:
    """The closed questions; what is answered is sealed on the device."""
    context = {
        "packs": packs_here(),
        "lists": lists(),
        "languages": languages(),
        "modules": SEALING_MODULES,
        "sentences": SEALING.items(),
    }
    return render(request, "referral/seal.html", context)


# --- Without an account: a letter comes in, its sender asks and answers. ---


@open_door
@csrf_exempt  # nobody is signed in here: a token, or a capability, is the right to ask
@require_POST
def store(request: HttpRequest) -> JsonResponse:
    """A sealed letter comes in. Answers with the receipt that proves it is here; while the
    second disk takes nothing, its ladder climbs, and the sender is told nothing yet."""
    try:
        told = _message(request, "token", "urgency", "envelope", "watch")
        stored = operations.store_letter(
            token=str(told["token"]),
            urgency=str(told["urgency"]),
            letter=told["envelope"],
            watch=told["watch"],
            at=timezone.now(),
        )
    except NotStored as refusal:
        return _refused(refusal)
    if not second_copy.is_kept(stored.referral):
        return JsonResponse({"later": True}, status=503)
    told = {"receipt": stored.receipt, "dead": list(stored.dead)}
    return JsonResponse(told, status=201 if stored.is_new else 200)


@open_door
@csrf_exempt  # as above
@require_POST
@never_cache
def state(request: HttpRequest) -> JsonResponse:
    """How far a letter has come, for whoever holds its capability."""
    try:
        told = _message(request, "ref", "capability")
        return JsonResponse(queries.told_to_sender(_own(told)))
    except (NotStored, NotThere) as refusal:
        return _refused(refusal)


@open_door
@csrf_exempt  # as above
@require_POST
@never_cache
def answer(request: HttpRequest) -> JsonResponse:
    """Did help arrive? Whoever holds the capability answers."""
    try:
        told = _message(request, "ref", "capability", "arrived")
        referral = _own(told)
        operations.answer(
            referral=referral,
            arrived=str(told["arrived"]),
            instead=str(told.get("instead", "")),
            at=timezone.now(),
        )
        referral.refresh_from_db()
        return JsonResponse(queries.told_to_sender(referral))
    except (NotStored, NotThere) as refusal:
        return _refused(refusal)


def _message(request: HttpRequest, *names: str) -> dict[str, Any]:
    """What came, with these members at least. Raises: NotStored."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise NotStored("too_large", "More than a letter holds.")
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or any(name not in told for name in names):
        raise NotStored("malformed", "This message is damaged.")
    return told


def _own(told: dict[str, Any]) -> Referral:
    """The letter of a sender. Raises: NotThere."""
    referral = queries.sent_letter(told["ref"], told["capability"])
    if referral is None:
        raise NotThere
    return referral


def _refused(refusal: Refusal) -> JsonResponse:
    code = refusal.code if isinstance(refusal, NotStored) else "not_there"
    told: dict[str, Any] = {"error": code}
    if isinstance(refusal, NotStored) and refusal.dead:
        told["dead"] = refusal.dead
    return JsonResponse(told, status=refusal.status)


# --- What a device fetches beforehand, while its person is signed in. ---


@door(Deed.SEAL_REFERRAL)
@csrf_exempt  # a phone has no session: a header that no other site can set is asked instead
@require_POST
@never_cache
def tokens(request: SignedIn) -> JsonResponse:
    """A batch of single-use tokens."""
    if "X-Kinbridge-Letters" not in request.headers:
        return JsonResponse({"error": "malformed"}, status=422)
    try:
        drawn = operations.draw_tokens(by=request.user, at=timezone.now())
    except operations.EnoughTokens as refusal:
        return JsonResponse({"error": "enough"}, status=refusal.status)
    return JsonResponse({"tokens": drawn})


@door(Deed.SEAL_REFERRAL)
@never_cache
def keys(request: SignedIn) -> JsonResponse:
    """The signed directory, the root that it is checked against, the key of receipts."""
    country = request.user.areas_for(Deed.SEAL_REFERRAL)[0].country
    latest = queries.latest_directory(country)
    root = settings.ROOT_FILE
    return JsonResponse(
        {
            "statement": latest.statement if latest else None,
            "root": json.loads(root.read_text(encoding="utf-8")) if root.exists() else None,
            "receipts": receipt_public_key(),
            "places": queries.places_of_letters(country),
        }
    )


# --- The recipient. ---


@door(Deed.SEE_MAILBOX)
@never_cache
def mailbox(request: SignedIn) -> HttpResponse:
    """What waits for a focal point. The page opens letters on the device only."""
    waiting = queries.letters_for(request.user)
    context = {
        "desks": queries.desks_of(request.user),
        "letters": waiting,
        "declining": [(reason.value, reason.label) for reason in DECLINING],
        "outcomes": [(reason.value, reason.label) for reason in OUTCOMES],
        "modules": OPENING_MODULES,
        "sentences": OPENING.items(),
        "told": {
            "letters": waiting,
            "lists": lists(),
            "places": queries.places_of_letters(
                request.user.areas_for(Deed.SEE_MAILBOX)[0].country
            ),
        },
    }
    return render(request, "referral/mailbox.html", context)


@door(Deed.SEE_MAILBOX)
@never_cache
def letters(request: SignedIn) -> JsonResponse:
    """The sealed letters with a slot for the one who asks."""
    return JsonResponse({"letters": queries.letters_for(request.user)})


@door(Deed.SEE_MAILBOX)
@require_POST
@never_cache
def step(request: SignedIn) -> JsonResponse:
    """A recipient's signed step: opened, accepted, declined, handed over, seen, acted."""
    try:
        told = _message(request, "ref", "jws")
        operations.sign_step(
            ref=str(told["ref"]),
            signature=str(told["jws"]),
            by=request.user,
            at=timezone.now(),
        )
    except NotStored as refusal:
        return _refused(refusal)
    except Refusal as refusal:
        return JsonResponse({"error": "not_proven"}, status=refusal.status)
    return JsonResponse({"letters": queries.letters_for(request.user)})


@door(Deed.SEE_MAILBOX)
@require_POST
@never_cache
def erase(request: SignedIn) -> JsonResponse:
    """A closed letter is in the service's own records, and is erased here."""
    try:
        told = _message(request, "ref")
        operations.erase_letter(ref=str(told["ref"]), by=request.user, at=timezone.now())
    except (NotStored, NotThere) as refusal:
        return _refused(refusal)
    return JsonResponse({"letters": queries.letters_for(request.user)})


# --- Who may receive, and who watches. ---


@door(Deed.SEE_FOCAL_POINTS)
def focal_points(request: SignedIn) -> HttpResponse:
    """Who may receive referrals around here, nearest places last, and where nobody may."""
    now = timezone.now()
    person = request.user
    rows = FocalPoint.objects.visible_to(person).select_related(
        "area", "organisation", "person"
    )
    naming = person.areas_for(Deed.NAME_FOCAL_POINT)
    nations = [area for area in person.areas_for(Deed.PUBLISH_DIRECTORY) if not area.parent]
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "uncovered": queries.uncovered(person, Deed.SEE_FOCAL_POINTS, now),
        "places": Area.objects.visible_to(person).under(naming).order_by("depth", "path")[:60],
        "nations": nations,
    }
    return render(request, "referral/focal_points.html", context)


@door(Deed.SEE_FOCAL_POINTS)
def focal_point(request: SignedIn, key: UUID) -> HttpResponse:
    """One focal point: what for, when, and what can be done about it."""
    rows = FocalPoint.objects.visible_to(request.user).select_related(
        "area__country", "organisation", "deputy__organisation", "person"
    )
    point = get_object_or_404(rows, key=key)
    return render(request, "referral/focal_point.html", {"point": point})


@door(Deed.PUBLISH_DIRECTORY)
@never_cache
def unsigned(request: SignedIn) -> HttpResponse:
    """The next directory, for two custodians to sign away from the network."""
    now = timezone.now()
    country = request.user.areas_for(Deed.PUBLISH_DIRECTORY)[0].country
    latest = queries.latest_directory(country)
    told = statement(
        country=country.code,
        version=latest.version + 1 if latest else 1,
        issued=now,
        previous=latest.digest if latest else "",
        entries=queries.entries(country, now),
        revoked=queries.revoked(country, now),
    )
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"directory-{country.code}-{told['version']}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@door(Deed.SEE_REFERRAL_STATES)
@never_cache
def referrals(request: SignedIn) -> HttpResponse:
    """Times and states, for the auditor: no content, no sender, no place below a district."""
    rows = Referral.objects.visible_to(request.user).select_related("area")
    rows = rows.prefetch_related("slots__focal_point__organisation")
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "n_red": rows.open().filter(red_at__isnull=False).count(),
        "n_open": rows.open().count(),
        "longest": queries.waiting_longest(rows),
        "past": PastReferrals.objects.visible_to(request.user).select_related("area")[:A_PAGE],
    }
    return render(request, "referral/referrals.html", context)
