"""Pages of agreements, of reminders, and calendars."""
