"""Writes down restricted readings, at the doors where they happen."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Stands at the doors of what is restricted."""

    name = "kinbridge.journal"

    def ready(self) -> None:
        from kinbridge.journal.readings import note_reading  # noqa: PLC0415 - needs the models
        from kinbridge.people.doors import note_readings  # noqa: PLC0415

        note_readings(note_reading)
