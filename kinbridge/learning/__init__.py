"""Harms in people's own words, what people already do, findings and what is owed back."""
