"""What is filled in about the directory."""

from kinbridge.directory.forms import finding, sheets
from kinbridge.directory.forms.entries import formality_field, level_field

__all__ = ["finding", "formality_field", "level_field", "sheets"]
