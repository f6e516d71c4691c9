"""Bringing in a sheet of services."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.directory import operations
from kinbridge.directory.filled import LOOK_AGAIN, Filled, Filling
from kinbridge.directory.models import Helper
from kinbridge.directory.sheet import MOST_ROWS, Row
from kinbridge.people.deeds import DeedForm
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area

LONGEST = 400_000  # characters that a form may carry; a longer list comes by the command


class ImportServices(DeedForm):
    """The rows of a sheet, read and looked at, are brought in.

    The file itself is read by a page before; this form carries its rows as words.
    """

    deed = Deed.IMPORT_SERVICES
    about = Area
    operation = staticmethod(operations.import_sheet)
    heading = _("Bring in a sheet of services")
    lead = _("One row a service. Nothing is brought in before every cell is right.")
    submit = _("Bring in")
    template = "directory/import.html"
    unguarded = frozenset({"rows"})  # each cell is looked at by itself

    rows = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST)

    read: list[Row] = []

    @property
    def area(self) -> Area | None:
        return self.record if isinstance(self.record, Area) else None

    def clean_rows(self) -> list[Filled]:
        """The services that the rows tell of; what is wrong is noted at their cells."""
        self.read = _rows(self.cleaned_data["rows"])
        looked_again = self.cleaned_data["looked_again"]
        seen = Helper.objects.visible_to(self.by)
        filled = Filling(self.record, seen, looked_again=looked_again).fill(self.read)  # type: ignore[arg-type]
        if any(row.faults for row in self.read):
            raise forms.ValidationError(_("Some cells cannot be read. They are marked below."))
        return filled

    @property
    def looks_at_people(self) -> bool:
        """Whether words may point to a person, and nothing else is wrong."""
        said = {fault for row in self.read for fault in row.faults.values()}
        return said == {str(LOOK_AGAIN)}

    @property
    def marked(self) -> list[Row]:
        """The rows with a cell that is wrong."""
        return [row for row in self.read if row.faults]


def carried(rows: list[Row]) -> str:
    """Rows as the form carries them."""
    told = [[row.number, row.cells, row.faults] for row in rows]
    return json.dumps(told, ensure_ascii=False)


def _rows(told: str) -> list[Row]:
    try:
        rows = [
            Row(int(n), _cells(cells), _cells(faults))
            for n, cells, faults in json.loads(told or "[]")
        ]
    except (AttributeError, ValueError, TypeError, RecursionError):
        raise forms.ValidationError(_("This form is damaged. Open it anew.")) from None
    return rows[:MOST_ROWS]


def _cells(told: dict[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in told.items()}
