"""Pages in Arabic: words joined, days written and kept apart as its readers expect."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import override

from kinbridge.community.voices import Voice
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.sync.templatetags.kinbridge import labels

GROUPS = [Voice.GIRLS, Voice.BOYS, Voice.WOMEN]


def test_groups_are_joined_as_each_language_joins_them():
    assert labels(GROUPS) == "girls, boys and women"
    with override("ar"):
        assert labels(GROUPS) == "الفتيات، الفتيان والنساء"


def test_one_group_alone_and_none_at_all_need_no_joining():
    assert labels(GROUPS[:1]) == "girls"
    assert labels([]) == ""


def test_a_day_is_written_as_arabic_writes_it():
    with override("ar"):
        assert date_format(date(2026, 11, 23)) == "23 نوفمبر 2026"
        moment = date_format(datetime(2026, 11, 23, 14, 5), "DATETIME_FORMAT")  # noqa: DTZ001
        assert moment == "23 نوفمبر 2026، 14:05"


def test_a_day_beside_words_of_the_other_direction_is_kept_together():
    told = RoughDate(date(2013, 2, 15), "over a week")
    assert str(told) == "over a week (Feb. 15, 2013)"
    with override("ar"):
        assert str(told) == "over a week (\u206815 فبراير 2013\u2069)"
