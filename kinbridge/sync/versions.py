"""How long a form made on an older version of the pages is taken as it is.

A phone may be out of reach for months, and its pages are those of its last contact. For
``ACCEPTED_FOR`` after a version was replaced, its forms mean what they meant: a release that
gives a deed or a field another name or meaning still reads the old one. After that time a
form is not lost; it goes back to its writer, who looks through it on the new page and saves
it once more.
"""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Conflict

ACCEPTED_FOR = timedelta(days=365)

# Each version that was released, and the day on which the next one replaced it. A release gets
# a heading in CHANGELOG.md ("## 0.2.0, 2027-01-15"); a test holds that both tell the same.
REPLACED: dict[str, date] = {}


class MadeOnAnOldVersion(Conflict):
    """The page that this was filled in on was replaced too long ago."""


def check_version(version: str, *, at: datetime) -> None:
    """Raises: MadeOnAnOldVersion."""
    replaced = REPLACED.get(version)
    if replaced is not None and at.date() > replaced + ACCEPTED_FOR:
        raise MadeOnAnOldVersion(
            _("This was filled in long ago, on an older page. Look it through and save it.")
        )
