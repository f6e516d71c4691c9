"""Tags that every page uses: links to deeds, pages about a record, sources."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kinbridge.foundation.pages import page_of as address_of
from kinbridge.foundation.pages import page_of_reference
from kinbridge.foundation.pages import pages_about as all_pages_about
from kinbridge.foundation.references import reference
from kinbridge.people.deeds import DeedForm, registry
from kinbridge.people.deeds import deeds_about as open_deeds

register = template.Library()


def _link(context: template.Context, form: type[DeedForm], record: Any) -> dict[str, Any]:
    here = context["request"].get_full_path()
    url = reverse("do", args=[form.deed, record.key])
    return {
        "url": f"{url}?{urlencode({'from': here})}",
        "title": form.heading,
        "deed": form.deed,
    }


@register.inclusion_tag("sync/_do.html", takes_context=True)
def do(
    context: template.Context, deed: str, record: Any, label: str = "", style: str = "btn-quiet"
) -> dict[str, Any]:
    """A link to a deed, if the person may do it about this record now."""
    form = registry.get(deed)  # type: ignore[call-overload]
    person = context["request"].user
    if form is None or not form.is_open_for(record) or not form.may_be_done_by(person, record):
        return {"link": None}
    return {"link": _link(context, form, record), "label": label, "style": style}


@register.inclusion_tag("sync/_deeds.html", takes_context=True)
def deeds_about(context: template.Context, record: Any, but: str = "") -> dict[str, Any]:
    """Links to all deeds that the person may do about this record; ``but`` leaves some out."""
    forms = open_deeds(record, context["request"].user)
    left_out = but.split()
    return {"links": [_link(context, f, record) for f in forms if f.deed not in left_out]}


@register.simple_tag(takes_context=True)
def pages_about(context: template.Context, record: Any) -> list[dict[str, Any]]:
    """The pages about a record that the person's role opens."""
    person = context["request"].user
    return [
        {
            "url": page.url(record),
            "title": page.title,
            "is_here": page.url(record) == context["request"].path,
        }
        for page in all_pages_about(record)
        if person.holds(page.deed)
    ]


@register.filter
def page_of(record: Any) -> str:
    """The address of the page that shows a record."""
    return address_of(record)


@register.filter
def page_named(about: str) -> str:
    """The address of the page of a thing named in the journal, if it has one."""
    return page_of_reference(about)


@register.filter
def labels(choices: Iterable[Any]) -> str:
    """Choices by their labels, as they stand in a sentence: girls, boys and elders."""
    *others, last = [str(choice.label) for choice in choices] or [""]
    told = {"others": _(", ").join(others), "last": last}
    return _("%(others)s and %(last)s") % told if others else last


@register.filter
def cited(source: str) -> dict[str, str]:
    """A source as it was entered, its name and its address apart: ``Name, https://…``."""
    name, found, address = source.partition("http")
    return {"name": name.rstrip(" ,") or source, "address": found + address}


@register.simple_tag(takes_context=True)
def source_of(context: template.Context, record: Any) -> Any:
    """The journal's entry that names the source of a record, from ``sources`` on the page."""
    sources = context.get("sources") or {}
    return sources.get(reference(record))
