"""Checking a paper: without an account, and showing nothing but whether it is right."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from kinbridge.agreement.checking import public_keys, read_check
from kinbridge.countries.always import always_at_hand
from kinbridge.people.doors import open_door

LONGEST = 8000  # characters


@open_door
@csrf_exempt  # the page is kept without a token, and changes nothing
@always_at_hand
def check(request: HttpRequest) -> HttpResponse:
    """Whether the code of a paper was signed here, and whether a sentence is on that paper.

    The same is done by a script where there is no network.
    """
    context: dict[str, Any] = {"keys": public_keys()}
    told = request.POST.get("c") or request.GET.get("c", "")
    if told:
        context |= {"told": told, "is_ours": True}
        try:
            found = read_check(told)
        except ValueError:
            context["is_ours"] = False
        else:
            text = request.POST.get("text", "")[:LONGEST]
            context |= {"check": found, "text": text}
            if text.strip():
                context["is_on_it"] = found.has(text)
    return render(request, "agreement/check.html", context)
