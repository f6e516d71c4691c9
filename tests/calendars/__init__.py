"""Beside libical, the reference for calendars that the GNOME and KDE calendars read with."""
