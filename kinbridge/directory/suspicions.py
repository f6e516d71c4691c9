"""Entries that nobody should rely on without asking first, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count
from django.utils.translation import gettext

from kinbridge.directory.hsds.schema import faults
from kinbridge.directory.models import Formality, Freshness, Helper
from kinbridge.directory.phones import is_number
from kinbridge.directory.standard import Provider

_KINDS = {
    Freshness.UNCHECKED: "not checked",
    Freshness.STALE: "stale",
    Freshness.DOUBTED: "doubtful",
}


@dataclass(frozen=True)
class Suspicion:
    """What is wrong with an entry: of which kind, which entry, in words."""

    kind: str
    about: str
    said: str


def suspicions() -> Iterator[Suspicion]:
    """All of them, in bounded memory."""
    rows = Helper.objects.listed().order_by("pk").select_related("area__country")
    for helper in rows.prefetch_related("checks").iterator(chunk_size=500):
        about = f"{helper} ({helper.area})"
        for kind, said in _of(helper):
            yield Suspicion(kind, about, said)
    for names in same_names():
        said = gettext("%(n)d organisations are called so. Are they the same?")
        yield Suspicion("maybe the same", str(names[0]), said % {"n": len(names)})


def _of(helper: Helper) -> Iterator[tuple[str, str]]:
    if helper.freshness in _KINDS:
        yield _KINDS[helper.freshness], str(helper.freshness.label)
    if helper.phone and not is_number(helper.phone, helper.area.country.code):
        yield "wrong number", gettext("Its phone number has no form that works here.")
    if helper.formality == Formality.FORMAL and not (helper.phone or helper.where):
        yield "not to be found", gettext("It has neither a phone number nor a place.")
    youngest, oldest = helper.youngest, helper.oldest
    if youngest is not None and oldest is not None and youngest > oldest:
        yield "contradiction", gettext("Its lowest age is above its highest.")
    for said in faults("service", _flat(helper)):
        yield "not as the standard", said


def _flat(helper: Helper) -> dict[str, object]:
    """What was told of it, as far as it needs nothing else to be judged."""
    elsewhere = ("organization", "service_at_locations")
    return {"id": "", "name": "", "status": "active"} | {
        name: value for name, value in helper.told.items() if name not in elsewhere
    }


def same_names() -> Iterator[list[Provider]]:
    """Organisations that are called the same, and that nobody has joined."""
    apart = Provider.objects.filter(joined_with__isnull=True).exclude(folded="")
    twice = apart.values("folded").annotate(n=Count("pk")).filter(n__gt=1).values("folded")
    rows = apart.filter(folded__in=twice).order_by("folded", "pk").iterator(chunk_size=500)
    for _folded, group in groupby(rows, key=lambda provider: provider.folded):
        yield list(group)
