"""Days and hours in Arabic: 23 نوفمبر 2026، 14:05."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
