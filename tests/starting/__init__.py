"""Kinbridge started as operators start it, in a process of its own."""
