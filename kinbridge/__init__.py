"""Kinbridge links communities that protect their children with the services that can help."""

__version__ = "0.1.0"
