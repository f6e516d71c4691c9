"""Which places a helper is there for."""

import json
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kinbridge.directory import operations
from kinbridge.directory.models import Helper
from kinbridge.directory.shapes import read_shape
from kinbridge.people.deeds import DeedForm, words
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area

LONGEST_SHAPE = 400_000  # characters of GeoJSON: some ten thousand points


class SayPlacesServed(DeedForm):
    """Which places it is there for: by name or code, or by a shape on the map."""

    deed = Deed.SAY_PLACES_SERVED
    about = Helper
    operation = staticmethod(operations.say_places_served)
    heading = _("Say which places it is there for")
    lead = _("What you write here stands instead of what was told before.")
    unguarded = frozenset({"places", "shape"})
    needs_network = True  # a shape is larger than what waits on a phone

    places = words(
        _("Places"),
        required=False,
        rows=4,
        help_text=_("One line for each: its name or its code. All places in it are meant too."),
    )
    shape = forms.CharField(
        label=_("Shape on the map"),
        required=False,
        max_length=LONGEST_SHAPE,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
        help_text=_("GeoJSON, as a program for maps gives it: a Polygon or a MultiPolygon."),
    )

    def fit(self) -> None:
        helper: Helper = self.record  # type: ignore[assignment]
        rows = helper.service_areas.filter(area__isnull=False).select_related("area")
        self.initial.setdefault("places", "\n".join(row.area.pcode for row in rows if row.area))
        drawn = helper.service_areas.filter(shape__isnull=False).first()
        self.initial.setdefault("shape", json.dumps(drawn.shape) if drawn else "")

    def clean_places(self) -> list[Area]:
        """The places told, each once."""
        told = [line.strip() for line in self.cleaned_data["places"].splitlines()]
        faults: list[str] = []
        found = {one.pk: one for line in told if line for one in self._called(line, faults)}
        if faults:
            raise forms.ValidationError(faults)
        return list(found.values())

    def _called(self, line: str, faults: list[str]) -> list[Area]:
        helper: Helper = self.record  # type: ignore[assignment]
        areas = Area.objects.filter(country=helper.area.country_id)
        by_code = list(areas.filter(pcode__iexact=line))
        rows = by_code or list(areas.filter(Q(name__iexact=line))[:2])
        if len(rows) == 1:
            return rows
        said = _now("Several places are called so. Give the code.")
        faults.append(
            f"{line}: {said if rows else _now('There is no such place around here.')}"
        )
        return []

    def clean_shape(self) -> dict[str, Any] | None:
        """A geometry as it is kept."""
        told = self.cleaned_data["shape"].strip()
        shape = read_shape(told) if told else None
        if told and shape is None:
            raise forms.ValidationError(
                _(
                    "This cannot be read as a shape. It begins so: "
                    '{"type": "Polygon", "coordinates": [[[longitude, latitude], …'
                )
            )
        return shape
