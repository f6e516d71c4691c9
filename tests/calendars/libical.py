"""libical, written in C and older than what we use: a second opinion on days and calendars.

From Debian's package ``libical3``, called as it is.
"""

import ctypes
import ctypes.util
import os
import re
from calendar import timegm
from datetime import UTC, date, datetime

import pytest

_A_SECOND_TIME = ctypes.c_int64


def library() -> ctypes.CDLL:
    """The library; skipped aloud where it is not installed, a failure where it has to be."""
    found = ctypes.util.find_library("ical")
    try:
        return ctypes.CDLL(found or "libical.so.3")
    except OSError:
        if os.environ.get("CI") == "true":
            pytest.fail("libical must be here in CI: the package libical3")
        pytest.skip("*** LIBICAL NOT COMPARED WITH: install libical3 ***")


def days(rule: str, first: date, n: int) -> list[date]:
    """The first ``n`` days on which a rule falls, as libical counts them."""
    expand = library().icalrecur_expand_recurrence
    expand.argtypes = [ctypes.c_char_p, _A_SECOND_TIME, ctypes.c_int,
                       ctypes.POINTER(_A_SECOND_TIME)]  # fmt: skip
    # It counts moments here, not days: the last day is told as a moment too.
    rule = re.sub(r"(UNTIL=\d{8})$", r"\1T000000Z", rule)
    found = (_A_SECOND_TIME * n)()
    expand(rule.encode(), timegm(first.timetuple()), n, found)
    return [datetime.fromtimestamp(moment, UTC).date() for moment in found if moment]


class Calendar:
    """A calendar as a client that uses libical reads it."""

    def __init__(self, text: bytes) -> None:
        self.lib = library()
        for name in ("icalparser_parse_string", "icalcomponent_get_first_component",
                     "icalcomponent_get_next_component"):  # fmt: skip
            getattr(self.lib, name).restype = ctypes.c_void_p
        for name in ("icalcomponent_get_summary", "icalcomponent_get_uid"):
            getattr(self.lib, name).restype = ctypes.c_char_p
        self.root = ctypes.c_void_p(self.lib.icalparser_parse_string(text))

    @property
    def n_errors(self) -> int:
        """How many lines could not be read."""
        return int(self.lib.icalcomponent_count_errors(self.root))

    @property
    def is_valid(self) -> bool:
        """Whether every component has what the standard asks for, and no more."""
        return bool(self.lib.icalrestriction_check(self.root))

    @property
    def events(self) -> list[tuple[str, str]]:
        """Name and words of each event."""
        event = 4  # ICAL_VEVENT_COMPONENT
        found, told = self.lib.icalcomponent_get_first_component(self.root, event), []
        while found:
            one = ctypes.c_void_p(found)
            told.append(
                (
                    self.lib.icalcomponent_get_uid(one).decode(),
                    self.lib.icalcomponent_get_summary(one).decode(),
                )
            )
            found = self.lib.icalcomponent_get_next_component(self.root, event)
        return told
