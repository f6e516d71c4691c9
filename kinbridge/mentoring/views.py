"""The mentor's desk, and the notebook of whoever is signed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kinbridge.community.models import Community
from kinbridge.foundation.errors import Refusal, at_fields
from kinbridge.mentoring import forms
from kinbridge.mentoring.models import Notebook, Reflection, SharedLine
from kinbridge.mentoring.operations import begin_notebook
from kinbridge.mentoring.queries import desk_of
from kinbridge.mentoring.sealed_pages import read, unlock
from kinbridge.people.doors import SignedIn, door, private
from kinbridge.people.roles import Deed

PAGES_SHOWN = 50


@door(Deed.SEE_DESK)
def desk(request: SignedIn) -> HttpResponse:
    """Whom one accompanies, what is stuck and why, openings, introductions, shared lines."""
    areas = request.user.areas_for(Deed.RECORD_OPENING)
    context = {"desk": desk_of(request.user), "areas": areas}
    return render(request, "mentoring/desk.html", context)


@private
@door(Deed.WRITE_REFLECTION)
@never_cache
@sensitive_post_parameters("words")
def notebook(request: SignedIn) -> HttpResponse:
    """The own notebook: closed, or, with the words that open it, its pages. Opening it changes
    nothing, and is sent as a form only so that the words stand in no address."""
    mine = Notebook.objects.visible_to(request.user).first()
    form = forms.OpenNotebook(request.POST or None)
    pages = None
    if mine and request.method == "POST" and form.is_valid():
        try:
            key = unlock(form.cleaned_data["words"], locked_key=mine.locked_key, salt=mine.salt)
            written = Reflection.objects.visible_to(request.user).select_related("community")
            pages = [(page, read(page.sealed, key)) for page in written[:PAGES_SHOWN]]
        except Refusal as refusal:
            form.add_error(at_fields(refusal, form.fields), str(refusal.message))
    lines = SharedLine.objects.visible_to(request.user).filter(writer=request.user)
    context = {
        "notebook": mine,
        "form": form,
        "begin": forms.BeginNotebook(person=request.user),
        "pages": pages,
        "lines": lines.select_related("mentor"),
        "communities": Community.objects.visible_to(request.user, Deed.WRITE_REFLECTION),
    }
    status = 422 if form.errors else 200
    return render(request, "mentoring/notebook.html", context, status=status)


@private
@door(Deed.WRITE_REFLECTION)
@require_POST
@sensitive_post_parameters("words")
def begin(request: SignedIn) -> HttpResponse:
    """A notebook is begun, or begun anew."""
    form = forms.BeginNotebook(request.POST, person=request.user)
    if not form.is_valid():
        mine = Notebook.objects.visible_to(request.user).first()
        context = {"notebook": mine, "form": forms.OpenNotebook(), "begin": form}
        return render(request, "mentoring/notebook.html", context, status=422)
    begin_notebook(person=request.user, words=form.cleaned_data["words"], at=timezone.now())
    messages.success(request, _("Your notebook is open for writing. Remember its words."))
    return redirect("notebook")
