"""Days in Arabic: 23 نوفمبر 2026."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
