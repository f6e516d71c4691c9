"""The sheet of services: given out, and looked at before it is brought in."""

from collections.abc import Iterable
from io import BytesIO
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kinbridge.directory.forms.sheets import LONGEST, ImportServices, carried
from kinbridge.directory.models import Helper
from kinbridge.directory.sheet import MOST_ROWS, NoSheet, Row, read, rows_of, write
from kinbridge.foundation.errors import NotAllowed
from kinbridge.people.doors import SignedIn, door
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door(Deed.IMPORT_SERVICES)
def sheet(request: SignedIn, key: UUID) -> HttpResponse:
    """The formal services of a place as a sheet; ``empty``: only its columns."""
    area = _own_area(request, key)
    seen = (
        Helper.objects.visible_to(request.user)
        .open_to_all()
        .filter(area__path__startswith=area.path)
    )
    rows = seen.select_related("provider").prefetch_related("checks").order_by("name", "pk")
    return _workbook(() if request.GET.get("empty") else rows_of(rows[:MOST_ROWS]))


@door(Deed.IMPORT_SERVICES)
@require_POST
def read_sheet(request: SignedIn, key: UUID) -> HttpResponse:
    """Read a sheet that somebody chose, and show what stands in it; nothing is kept."""
    area = _own_area(request, key)
    rows: list[Row] = []
    refusal = None
    try:
        rows = _rows_chosen(request.FILES.get("sheet"))
    except NoSheet as problem:
        refusal = problem.message
    data = {"key": uuid4(), "rows": carried(rows)}
    form = ImportServices(data if rows else None, record=area, by=request.user)
    is_right = form.is_valid()
    if "mark" in request.POST and rows:
        return _workbook(form.read)
    context = {"form": form, "record": area, "about": reverse("helpers"), "refusal": refusal}
    return render(request, form.template, context, status=200 if is_right else 422)


def _own_area(request: SignedIn, key: UUID) -> Area:
    """A place where the person may bring services in."""
    area = get_object_or_404(Area.objects.visible_to(request.user), key=key)
    if not ImportServices.may_be_done_by(request.user, area):
        raise NotAllowed(_("Your role does not do this here."))
    return area


def _rows_chosen(chosen: "UploadedFile[bytes] | None") -> list[Row]:
    if chosen is None or chosen.file is None:
        raise NoSheet(_("Choose a file first."))
    rows = read(chosen.file)
    if len(carried(rows)) > LONGEST:
        raise NoSheet(_("This sheet is too long for one form. Bring it in by parts."))
    return rows


def _workbook(rows: Iterable[Row]) -> HttpResponse:
    made = BytesIO()
    write(made, rows)
    named = {"Content-Disposition": 'attachment; filename="services.xlsx"'}
    return HttpResponse(made.getvalue(), content_type=XLSX, headers=named)
