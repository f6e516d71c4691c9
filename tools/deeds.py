"""The page ``docs/deeds.md``: who may do what, what opens each page, what each form asks."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms

from kinbridge.people.roles import EXCLUSIVE, MAY, MAY_BRING_IN, NEED_APPROVAL, Deed, Role
from tests.architecture.addresses import addresses

DEEDS = """# Deeds, and who may do them

Everything that can be seen or done in Kinbridge stands in one table in
`kinbridge/people/roles.py`; what is not there, nobody may do. This page is made from it.

A role is held over a place. The table says whether a role may do a deed at all; whether a
particular thing is in a person’s sight is the second question. A facilitator or mentor reaches
only the communities they accompany; an official only what a community sent to their office.

"""


PAGES = """
## Pages, and what opens them

A page shows only what is in the person’s sight; the rest is not found. Every form lies behind
`/do/`, which asks the table above.

"""

ASKS = """
## What each deed asks

Each deed is one form. Fields in *italics* may stay empty. *Rough date*: a day, or words such as
“after the harvest 2025”, or both. A correction sends only the fields that were changed.

"""


def deeds() -> str:
    """The table of roles and deeds, then the form of each deed."""
    text = f"{DEEDS}| deed | {' | '.join(str(role.label) for role in Role)} |\n"
    text += f"|---|{':-:|' * len(Role)}\n"
    text += "".join(f"| {_named(deed)} | {_who(deed)} |\n" for deed in Deed)
    text += _rules() + _doors() + ASKS
    for part, found in forms_by_part().items():
        text += f"### {part}\n\n" + "".join(_deed(form) for form in found)
    return text.rstrip() + "\n"


def _named(deed: Deed) -> str:
    is_form = any(form.deed == deed for found in forms_by_part().values() for form in found)
    code = f"[`{deed.value}`](#{deed.value})" if is_form else f"`{deed.value}`"
    return f"{code} {cell(str(deed.label))}"


def _who(deed: Deed) -> str:
    return " | ".join("●" if role in MAY.get(deed, ()) else "" for role in Role)


def _rules() -> str:
    brings = "".join(
        f"- {r.label} brings in: {_listed(to)}\n" for r, to in MAY_BRING_IN.items()
    )
    return (
        f"\nA second person must approve these roles: {_listed(NEED_APPROVAL)}. "
        f"Nobody holds two of these together: {_listed(EXCLUSIVE)}.\n\n{brings}"
    )


def _doors() -> str:
    """Every page and the door before it."""
    rows = "".join(
        f"| `/{address.route}` | {_door(address.view)} |\n"
        for address in sorted(addresses(), key=lambda address: address.route)
    )
    return f"{PAGES}| page | door |\n|---|---|\n{rows}"


def _door(view: Any) -> str:
    door = getattr(view, "door", "")
    return {"open": "open to everybody", "signed in": "whoever is signed in"}.get(
        door, f"`{door}`"
    )


def _listed(roles: frozenset[Role]) -> str:
    return ", ".join(str(role.label) for role in Role if role in roles)


def forms_by_part() -> dict[str, list[Any]]:
    """The forms, in the order of the table, under the part that defines them."""
    from kinbridge.people.deeds import registry  # noqa: PLC0415 (Django is set up by now)

    found: dict[str, list[Any]] = {}
    for form in (registry[deed] for deed in Deed if deed in registry):
        found.setdefault(form.__module__.split(".")[1], []).append(form)
    return found


def _deed(form: Any) -> str:
    lead = f" {flow(str(form.lead))}" if form.lead else ""
    fields = "".join(_asked(name, field) for name, field in told(form))
    fields = fields or "- nothing more: sending the form does it\n"
    about = form.about.__name__
    return f"#### `{form.deed.value}`\n\n{form.heading}.{lead} About: {about}.\n\n{fields}\n"


def told(form: Any) -> Iterator[tuple[str, forms.Field]]:
    for name, field in form.base_fields.items():
        if name not in {"looked_again", "once_more"} and not field.widget.is_hidden:
            yield name, field


def _asked(name: str, field: forms.Field) -> str:
    shown = f"`{name}`" if field.required else f"*`{name}`*"
    label = f" {field.label}" if field.label else ""
    return f"- {shown}{label.rstrip('.:')} ({_asks_for(field)})\n"


def _asks_for(field: forms.Field) -> str:
    if isinstance(field, forms.ModelChoiceField):
        many = isinstance(field, forms.ModelMultipleChoiceField)
        return f"{'any' if many else 'one'} of the records offered"
    if isinstance(field, forms.ChoiceField):
        some = "any" if isinstance(field, forms.MultipleChoiceField) else "one"
        options: Any = field.choices
        return f"{some} of: {choices(options)}" if options else f"{some} of those offered"
    return _ASKS_FOR.get(type(field).__name__) or f"words, up to {field.max_length}"  # type: ignore[attr-defined]


_ASKS_FOR = {
    "RoughDateField": "rough date",
    "IntegerField": "number",
    "TimeField": "time of day",
    "BooleanField": "yes or no",
    "DateField": "day",
    "Age": "whole years",
}


def one_of(options: Any) -> str:
    return "one of the deeds" if options == Deed.choices else f"one of: {choices(options)}"


def choices(options: Any) -> str:
    return ", ".join(str(label) for value, label in options if value != "")


def flow(text: str) -> str:
    """Lines joined, code marks of docstrings turned into those of Markdown."""
    return re.sub(r"\s+", " ", text).strip().replace("``", "`")


def cell(text: str) -> str:
    return text.replace("|", "\\|")
