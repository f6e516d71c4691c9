"""How a promise comes round: a few patterns that people say, as rules of RFC 5545.

"The 31st" means the last day where a month is shorter: nobody leaves February out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SHORTEST_MONTH = 28  # days
LAST = -1
NTH = {
    1: _("first"),
    2: _("second"),
    3: _("third"),
    4: _("fourth"),
    LAST: _("last"),
}


class Pattern(models.TextChoices):
    """How something repeats."""

    WEEK = "week", _("every week, or every few weeks, on a day of the week")
    MONTH_DAY = "month_day", _("every month on the same date, such as the 15th")
    MONTH_WEEKDAY = "month_weekday", _("every month on a day such as the first Saturday")


@dataclass(frozen=True)
class Rule:
    """A pattern with its figures. ``weekday``: Monday is 0. ``nth``: -1 is the last."""

    pattern: str
    begins_on: date
    every: int = 1
    weekday: int = 0
    nth: int = 1
    day: int = 1
    until_on: date | None = None

    @property
    def text(self) -> str:
        """The rule as calendars write it; it is counted from ``first_on``."""
        until = f";UNTIL={self.until_on:%Y%m%d}" if self.until_on else ""
        return self._counted(self.every) + until

    def _counted(self, every: int) -> str:
        interval = f";INTERVAL={every}" if every > 1 else ""
        weekday = _DAYS[self.weekday]
        told = {
            Pattern.WEEK: f"FREQ=WEEKLY{interval};BYDAY={weekday}",
            Pattern.MONTH_DAY: f"FREQ=MONTHLY{interval};{_on_date(self.day)}",
            Pattern.MONTH_WEEKDAY: f"FREQ=MONTHLY{interval};BYDAY={self.nth}{weekday}",
        }
        return told[Pattern(self.pattern)]

    @property
    def first_on(self) -> date:
        """The first such day from the beginning on. "Every second week" is counted from
        there, not from a week that began before."""
        start = _midnight(self.begins_on)
        first: datetime = rrulestr(self._counted(1), dtstart=start)[0]
        return first.date()

    def days(self, since: date | None = None) -> Iterator[date]:
        """All days on which it falls, from ``since`` on; without end where none was told."""
        first = self.first_on
        rule = rrulestr(self.text, dtstart=_midnight(first))
        after = _midnight(max(since or first, first))
        return (moment.date() for moment in rule.xafter(after, inc=True))

    def __str__(self) -> str:
        words = _in_words(self)
        if self.until_on is None:
            return words
        until = {"words": words, "day": date_format(self.until_on)}
        return gettext("%(words)s, until %(day)s") % until


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _on_date(day: int) -> str:
    if day <= SHORTEST_MONTH:
        return f"BYMONTHDAY={day}"
    days = ",".join(str(n) for n in range(SHORTEST_MONTH, day + 1))
    return f"BYMONTHDAY={days};BYSETPOS=-1"


def _in_words(rule: Rule) -> str:
    told = {
        "n": rule.every,
        "weekday": WEEKDAYS[rule.weekday],
        "nth": NTH[rule.nth],
        "day": rule.day,
    }
    if rule.pattern == Pattern.WEEK:
        return (
            ngettext(
                "every week on %(weekday)s", "every %(n)s weeks on %(weekday)s", rule.every
            )
            % told
        )
    if rule.pattern == Pattern.MONTH_DAY:
        return ngettext(
            "every month on the date %(day)s", "every %(n)s months on the date %(day)s",
            rule.every,
        ) % told  # fmt: skip
    return ngettext(
        "every month on the %(nth)s %(weekday)s",
        "every %(n)s months on the %(nth)s %(weekday)s",
        rule.every,
    ) % told  # fmt: skip
