"""Persons who work with Kinbridge, their organisations and roles; the one table of who may."""
